/// Our tables in the database, and the steps by which an older schema becomes the newest.
///
/// Times are `timestamptz`. `value` and `busyness` are percent in steps of 5, `level` is 1 to 4, `completeness` 0 to 1;
/// `reasons` is a JSON list. What is absent is NULL. Of what was retracted a row stays, with that status and no value.
/// `updated_at` is when the row was last changed, by the server's clock.
struct PostgresSchema {
    /// Of `PostgresSettings.isName`.
    let name: String
    let readerRole: String?

    /// Never change a step; add one.
    private static let steps: [@Sendable (String) -> String] = [
        { schema in
            """
            CREATE TABLE "\(schema)".readings(
                zone text NOT NULL,
                window_start timestamptz NOT NULL,
                window_end timestamptz NOT NULL,
                value smallint,
                deviation text,
                busyness smallint,
                level smallint,
                confidence text,
                completeness numeric(3, 2),
                status text NOT NULL,
                reasons jsonb,
                valid_until timestamptz,
                method text,
                version integer NOT NULL,
                sequence bigint NOT NULL,
                created timestamptz NOT NULL,
                updated_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (zone, window_start, window_end));
            CREATE INDEX readings_by_update ON "\(schema)".readings(updated_at);
            CREATE TABLE "\(schema)".impacts(
                event text NOT NULL,
                zone text NOT NULL,
                window_start timestamptz,
                window_end timestamptz,
                value smallint,
                lower smallint,
                upper smallint,
                score numeric(3, 1),
                class text,
                grade text,
                placebo numeric(3, 2),
                confidence text,
                completeness numeric(3, 2),
                status text NOT NULL,
                reasons jsonb,
                method text,
                version integer NOT NULL,
                sequence bigint NOT NULL,
                created timestamptz NOT NULL,
                updated_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (event, zone));
            CREATE INDEX impacts_by_update ON "\(schema)".impacts(updated_at);
            """
        },
        { schema in
            """
            CREATE TABLE "\(schema)".summaries(
                kind text NOT NULL,
                name text NOT NULL,
                status text NOT NULL,
                body jsonb,
                version integer NOT NULL,
                sequence bigint NOT NULL,
                created timestamptz NOT NULL,
                updated_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (kind, name));
            CREATE INDEX summaries_by_update ON "\(schema)".summaries(updated_at);
            """
        },
    ]

    static var version: Int { steps.count }

    /// Brings the schema up to date and lets the reader in; refuses one that a later release has written.
    ///
    /// - Returns: whether there is no such role as the reader's.
    func prepare(
        _ connection: PostgresConnection, while isWanted: () -> Bool
    ) throws(PostgresError) -> Bool {
        if try version(in: connection, while: isWanted) < Self.version {
            try migrate(connection, while: isWanted)
        }
        return try admitReader(connection, while: isWanted)
    }

    /// 0 when nothing of ours is there.
    private func version(
        in connection: PostgresConnection, while isWanted: () -> Bool
    ) throws(PostgresError) -> Int {
        let isThere = try connection.run(
            "SELECT to_regclass('\"\(name)\".schema_version')", while: isWanted)
        guard isThere.first?.first.flatMap({ $0 }) != nil else { return 0 }
        let rows = try connection.run(
            "SELECT coalesce(max(version), 0) FROM \"\(name)\".schema_version", while: isWanted)
        let found = rows.first?.first.flatMap { $0 }.flatMap { Int($0) } ?? 0
        guard found <= Self.version else {
            throw .newer(schema: name, found: found, known: Self.version)
        }
        return found
    }

    /// In one transaction, and one daemon after the other: the second finds it done.
    private func migrate(
        _ connection: PostgresConnection, while isWanted: () -> Bool
    ) throws(PostgresError) {
        try connection.run("BEGIN", while: isWanted)
        do {
            try connection.run(
                "SELECT pg_advisory_xact_lock(hashtextextended('footfall.\(name)', 0))", while: isWanted)
            try connection.run(foundation, while: isWanted)
            for number in try version(in: connection, while: isWanted)..<Self.version {
                try connection.run(Self.steps[number](name), while: isWanted)
                try connection.run(
                    "INSERT INTO \"\(name)\".schema_version(version) VALUES (\(number + 1))", while: isWanted)
            }
            try connection.run("COMMIT", while: isWanted)
        } catch {
            if case .refused = error { try connection.run("ROLLBACK", while: isWanted) }
            throw error
        }
    }

    /// The schema is made only where it is missing, since `IF NOT EXISTS` asks for the right to make it all the same.
    private var foundation: String {
        """
        DO $$ BEGIN
            IF to_regnamespace('"\(name)"') IS NULL THEN CREATE SCHEMA "\(name)"; END IF;
            CREATE TABLE IF NOT EXISTS "\(name)".schema_version(
                version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());
        END $$
        """
    }

    private func admitReader(
        _ connection: PostgresConnection, while isWanted: () -> Bool
    ) throws(PostgresError) -> Bool {
        guard let readerRole else { return false }
        let rows = try connection.run(
            """
            SELECT has_table_privilege(oid, '"\(name)".readings', 'SELECT')
            AND has_table_privilege(oid, '"\(name)".impacts', 'SELECT')
            AND has_table_privilege(oid, '"\(name)".summaries', 'SELECT')
            AND has_schema_privilege(oid, '"\(name)"', 'USAGE') FROM pg_roles WHERE rolname = '\(readerRole)'
            """, while: isWanted)
        guard let answer = rows.first?.first else { return true }
        if answer == "t" { return false }
        try connection.run(
            """
            GRANT USAGE ON SCHEMA "\(name)" TO "\(readerRole)";
            GRANT SELECT ON ALL TABLES IN SCHEMA "\(name)" TO "\(readerRole)";
            """, while: isWanted)
        return false
    }
}

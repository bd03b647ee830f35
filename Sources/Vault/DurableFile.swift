import GRDB

/// One SQLite file whose commits have reached the disk when they return.
struct DurableFile: Sendable {
    /// For messages.
    let name: String
    private let pool: DatabasePool
    /// Holds the lock of the folder.
    private let folder: DataFolder

    /// Opens the file, looks for damage and brings an older one up to date.
    ///
    /// - Parameter migrations: SQL, one text per release of the schema; only ever added to.
    init(_ name: String, in folder: DataFolder, migrations: [String]) throws(VaultError) {
        self.name = name
        self.folder = folder
        let path = try folder.file(name)
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(name))
            try Self.makeDurable(pool)
            try Self.check(pool, name)
            try pool.write { try Self.migrate($0, migrations, name) }
        } catch {
            throw VaultError(name, error)
        }
    }

    private static func configuration(_ label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA cache_size = -4096;
                    PRAGMA journal_size_limit = 67108864;
                    """)
        }
        return configuration
    }

    /// DatabasePool sets synchronous=NORMAL after any preparation, so durability is asked for here, and checked.
    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        guard try level(pool) == 2 else { throw DatabaseError(message: "synchronous=FULL was not taken") }
    }

    private static func level(_ pool: DatabasePool) throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    private static func check(_ pool: DatabasePool, _ name: String) throws {
        let verdict = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard verdict == "ok" else { throw VaultError.damaged(name, verdict ?? "no verdict") }
    }

    private static func migrate(_ database: Database, _ migrations: [String], _ name: String) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version <= migrations.count else {
            throw VaultError(
                what: "\(name) was written by a newer release (schema \(version), known \(migrations.count))",
                remedy: "start that release again, or restore the copy from before it")
        }
        for sql in migrations.dropFirst(version) { try database.execute(sql: sql) }
        try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
    }

    /// As the connection that writes has it: 1 is NORMAL, 2 is FULL.
    func synchronousLevel() throws -> Int? { try Self.level(pool) }

    /// All that `body` writes, or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(VaultError) -> Value {
        do { return try pool.write(body) } catch { throw VaultError(name, error) }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(VaultError) -> Value {
        do { return try pool.read(body) } catch { throw VaultError(name, error) }
    }

    /// Outside a transaction, on the connection that writes.
    func execute(_ sql: String) throws(VaultError) {
        do {
            try pool.writeWithoutTransaction { try $0.execute(sql: sql) }
        } catch {
            throw VaultError(name, error)
        }
    }

    /// Folds the write-ahead log in first; what that leaves over is read at the next opening.
    func close() throws(VaultError) {
        try? execute("PRAGMA wal_checkpoint(TRUNCATE)")
        do { try pool.close() } catch { throw VaultError(name, error) }
    }
}

import GRDB

enum StateSchema {
    static let migrations = [
        """
        CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE checkpoints(position INTEGER PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE outbox(
            sequence INTEGER PRIMARY KEY, created INTEGER NOT NULL, zone TEXT NOT NULL,
            window_start INTEGER NOT NULL, window_end INTEGER NOT NULL, version INTEGER NOT NULL,
            body BLOB NOT NULL);
        CREATE TABLE versions(
            zone TEXT NOT NULL, window_start INTEGER NOT NULL, window_end INTEGER NOT NULL,
            version INTEGER NOT NULL, PRIMARY KEY(window_start, window_end, zone)) WITHOUT ROWID;
        CREATE TABLE cursors(sink TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE tallies(
            zone TEXT NOT NULL, window_start INTEGER NOT NULL, window_end INTEGER NOT NULL, count REAL,
            expected REAL, lower REAL, upper REAL, completeness REAL NOT NULL, state TEXT NOT NULL,
            PRIMARY KEY(zone, window_start, window_end)) WITHOUT ROWID;
        CREATE INDEX tallies_by_time ON tallies(window_start);
        """,
        """
        CREATE TABLE event_versions(
            event TEXT NOT NULL, zone TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY(event, zone))
            WITHOUT ROWID;
        """,
        """
        CREATE TABLE sensor_days(
            day INTEGER NOT NULL, sensor TEXT NOT NULL, zone TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY(day, sensor, zone)) WITHOUT ROWID;
        """,
    ]
}

/// Numbers that outlive their rows, read and written in the transaction of what they count.
struct Counters {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    enum Name: String {
        case position, sequence, created, lost
    }

    /// 0 while it was never set.
    func value(_ name: Name) throws -> Int64 { try stored(name) ?? 0 }

    /// `nil` while it was never set.
    func stored(_ name: Name) throws -> Int64? {
        let query = try database.cachedStatement(sql: "SELECT value FROM counters WHERE name = ?")
        return try Int64.fetchOne(query, arguments: [name.rawValue])
    }

    mutating func set(_ name: Name, to value: Int64) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO counters VALUES(?, ?)")
            .execute(arguments: [name.rawValue, value])
    }
}

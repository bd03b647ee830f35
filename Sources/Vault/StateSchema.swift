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
        CREATE TABLE troubles(
            sensor BLOB NOT NULL, zone TEXT NOT NULL, trouble TEXT NOT NULL, since INTEGER NOT NULL,
            noticed INTEGER NOT NULL, until INTEGER,
            PRIMARY KEY(sensor, zone, trouble, since)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE alarms(
            zone TEXT NOT NULL, rule TEXT NOT NULL, cause TEXT NOT NULL, state TEXT NOT NULL,
            since INTEGER NOT NULL, changed INTEGER NOT NULL, blind INTEGER NOT NULL,
            PRIMARY KEY(zone, rule)) WITHOUT ROWID;
        CREATE TABLE alarm_changes(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, zone TEXT NOT NULL, rule TEXT NOT NULL,
            cause TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL, changed INTEGER NOT NULL,
            blind INTEGER NOT NULL, stale INTEGER NOT NULL);
        """,
        """
        CREATE TABLE accounts(
            zone TEXT NOT NULL, window_end INTEGER NOT NULL, window_start INTEGER NOT NULL,
            version INTEGER NOT NULL, created INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY(zone, window_end, window_start, version)) WITHOUT ROWID;
        CREATE INDEX accounts_by_time ON accounts(zone, created);
        """,
        """
        CREATE TABLE sensor_days(
            day INTEGER NOT NULL, sensor TEXT NOT NULL, zone TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY(day, sensor, zone)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE scored(
            event TEXT PRIMARY KEY, terms TEXT NOT NULL, last_day INTEGER NOT NULL, is_final INTEGER NOT NULL,
            days_seen INTEGER NOT NULL, series TEXT, theta REAL, sigma REAL) WITHOUT ROWID;
        CREATE TABLE told(subject TEXT PRIMARY KEY, edition TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX told_by_edition ON told(edition);
        """,
        """
        CREATE TABLE summary_versions(subject TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
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
        /// How often a sensor's day was kept; the newest days that are over, and final, since 1970.
        case dayChanges = "day_changes"
        case dayOver = "day_over"
        case dayFinal = "day_final"
        /// How far the webhook has taken the changes of alarms; not there without one.
        case alarmsTaken = "alarms_taken"
        case alarmsLost = "alarms_lost"
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

    mutating func forget(_ name: Name) throws {
        try database.cachedStatement(sql: "DELETE FROM counters WHERE name = ?")
            .execute(arguments: [name.rawValue])
    }
}

import Barometer
import GRDB

/// What the tables themselves cannot say: on which day an event stands, and what was taken back.
///
/// A small hidden file beside them. Its commit comes after theirs, so that repeating a batch mends what was cut off.
struct DayPlaces {
    private let queue: DatabaseQueue

    init(in folder: DayFolder) throws {
        var configuration = Configuration()
        configuration.label = "day files"
        configuration.busyMode = .timeout(5)
        queue = try DatabaseQueue(path: folder.path + "/.places.sqlite", configuration: configuration)
    }

    /// All that `body` notes, or nothing when it throws.
    func change(_ body: (Book) throws -> Void) throws {
        defer { try? queue.close() }
        try queue.write { database in
            try database.migrate(through: Self.steps)
            try body(Book(database: database))
        }
    }

    /// Never change a step; add one.
    private static let steps = [
        """
        CREATE TABLE events(
            event TEXT NOT NULL, zone TEXT NOT NULL, window_start INTEGER, window_end INTEGER,
            version INTEGER NOT NULL, PRIMARY KEY(event, zone)) WITHOUT ROWID;
        CREATE TABLE retracted(
            zone TEXT NOT NULL, window_start INTEGER NOT NULL, window_end INTEGER NOT NULL,
            version INTEGER NOT NULL, PRIMARY KEY(zone, window_start, window_end)) WITHOUT ROWID;
        """
    ]

    /// The file while it changes.
    struct Book {
        let database: Database

        /// Whether a window was taken back by a version as high.
        func isRetracted(_ zone: ZoneID, _ window: Window, asOf version: Int) throws -> Bool {
            try database.cachedStatement(
                sql:
                    "SELECT 1 FROM retracted WHERE zone = ? AND window_start = ? AND window_end = ? AND version >= ?"
            ).isFound([zone.name, window.start.milliseconds, window.end.milliseconds, version])
        }

        func retract(_ zone: ZoneID, _ window: Window, version: Int) throws {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO retracted VALUES(?, ?, ?, ?)")
                .execute(arguments: [
                    zone.name, window.start.milliseconds, window.end.milliseconds, version,
                ])
        }

        /// Where an event stands, or that it was taken back: then there is no window.
        func place(of event: EventID, _ zone: ZoneID) throws -> (window: Window?, version: Int)? {
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT window_start, window_end, version FROM events WHERE event = ? AND zone = ?"),
                arguments: [event.name, zone.name])
            guard let row else { return nil }
            guard let start = row[0] as Int64?, let end = row[1] as Int64? else { return (nil, row[2]) }
            let window = Window(
                from: EventTime(milliseconds: start), to: EventTime(milliseconds: end))
            return (window, row[2])
        }

        func move(_ event: EventID, _ zone: ZoneID, to window: Window?, version: Int) throws {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO events VALUES(?, ?, ?, ?, ?)")
                .execute(arguments: [
                    event.name, zone.name, window?.start.milliseconds, window?.end.milliseconds, version,
                ])
        }

        /// Lets go of what stands in no file any more.
        func forget(before time: EventTime) throws {
            try database.execute(
                sql: "DELETE FROM events WHERE window_start < ?", arguments: [time.milliseconds])
            try database.execute(
                sql: "DELETE FROM retracted WHERE window_start < ?", arguments: [time.milliseconds])
        }
    }
}

extension Statement {
    fileprivate func isFound(_ arguments: StatementArguments) throws -> Bool {
        try Row.fetchCursor(self, arguments: arguments).next() != nil
    }
}

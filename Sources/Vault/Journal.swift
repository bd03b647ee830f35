public import Barometer
public import Footfall
import Foundation
import GRDB

/// Every input in the order in which it was taken, before it is acknowledged: `journal.sqlite`.
///
/// A position is the place of one batch: above zero, rising, never used twice.
public final class Journal: Sendable {
    let file: DurableFile

    /// Opens the file, or makes it; one that is damaged is refused.
    public init(in folder: DataFolder) throws(VaultError) {
        file = try DurableFile("journal.sqlite", in: folder, migrations: Self.schema)
    }

    /// Positions come from AUTOINCREMENT, so none returns after pruning.
    private static let schema = [
        """
        CREATE TABLE entries(
            position INTEGER PRIMARY KEY AUTOINCREMENT, received INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE sensors(number INTEGER PRIMARY KEY, source TEXT NOT NULL, sensor TEXT NOT NULL);
        CREATE TABLE rejections(
            code TEXT NOT NULL, source TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
            count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, excerpt TEXT NOT NULL,
            PRIMARY KEY(code, source, subject, detail));
        """
    ]

    /// Stores a batch, all or nothing; on the disk when it returns.
    ///
    /// - Parameter roster: the whole; what is new in it is stored with the batch.
    /// - Returns: the last position; unchanged when there are no inputs.
    public func append(
        _ inputs: [Input], roster: Roster, rejections: [Rejection], received: EventTime
    ) throws(VaultError) -> Int64 {
        guard inputs.allSatisfy(EntryCoding.holds) else {
            throw VaultError(
                what: "an input lies outside what the journal can hold",
                remedy: "let the mapping refuse times far from today and intervals above a day")
        }
        return try file.write { database in
            try Self.addSensors(of: roster, to: database)
            try RejectionLedger.add(rejections, at: received, to: database)
            guard !inputs.isEmpty else { return try Self.lastPosition(in: database) }
            try database.cachedStatement(sql: "INSERT INTO entries(received, body) VALUES(?, ?)")
                .execute(arguments: [received.milliseconds, Seal.close(EntryCoding.encode(inputs))])
            return database.lastInsertedRowID
        }
    }

    /// The file knows how many it has, so a batch that failed is simply tried again.
    ///
    /// Names are bound as bytes: they may hold a zero, at which SQLite's texts would end.
    private static func addSensors(of roster: Roster, to database: Database) throws {
        let stored = try sensorCount(in: database)
        guard stored < roster.entries.count else { return }
        let insert = try database.cachedStatement(sql: "INSERT INTO sensors VALUES(?, ?, ?)")
        for (number, entry) in roster.entries.enumerated().dropFirst(stored) {
            try insert.execute(arguments: [
                number, Data(entry.source.utf8), Data(entry.sensor.name.utf8),
            ])
        }
    }

    private static func sensorCount(in database: Database) throws -> Int {
        let highest = try database.cachedStatement(sql: "SELECT max(number) FROM sensors")
        return try Int.fetchOne(highest).map { $0 + 1 } ?? 0
    }

    private static func lastPosition(in database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'entries'") ?? 0
    }

    /// Of the newest batch; 0 when there was never one.
    public func lastPosition() throws(VaultError) -> Int64 { try file.read(Self.lastPosition) }

    /// The batches after a position, in order.
    ///
    /// - Parameters:
    ///   - limit: at most so many batches.
    ///   - bytes: stops after the batch that reaches so many stored bytes; at least one is returned.
    public func entries(
        after position: Int64, limit: Int, bytes: Int = 4 << 20
    ) throws(VaultError) -> [(position: Int64, inputs: [Input])] {
        try file.read { database in
            let sensors = try Self.sensorCount(in: database)
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT position, body FROM entries WHERE position > ? ORDER BY position LIMIT ?",
                arguments: [position, limit])
            var found: [(position: Int64, inputs: [Input])] = []
            var rest = bytes
            while rest > 0 || found.isEmpty, let row = try rows.next() {
                let body: Data = row[1]
                rest -= body.count
                found.append((row[0], try EntryCoding.decode(Seal.open(body), sensors: sensors)))
            }
            return found
        }
    }

    /// The newest observations, the newest last, so that what was seen can be remembered again.
    public func newestObservations(limit: Int) throws(VaultError) -> [Observation] {
        try file.read { database in
            let rows = try Row.fetchCursor(database, sql: "SELECT body FROM entries ORDER BY position DESC")
            var found: [Observation] = []
            while found.count < limit, let row = try rows.next() {
                for case .observation(let seen) in try EntryCoding.decode(Seal.open(row[0])).reversed() {
                    found.append(seen)
                }
            }
            return found.prefix(limit).reversed()
        }
    }

    /// Every sensor, numbered as when it was first heard.
    public func roster() throws(VaultError) -> Roster {
        try file.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT number, source, sensor FROM sensors ORDER BY number")
            var entries: [Roster.Entry] = []
            while let row = try rows.next() {
                guard row[0] == entries.count else { throw Garbled(what: "a sensor number is missing") }
                let (source, sensor): (Data, Data) = (row[1], row[2])
                entries.append(
                    Roster.Entry(
                        source: String(decoding: source, as: UTF8.self),
                        sensor: SensorID(String(decoding: sensor, as: UTF8.self))))
            }
            let roster = Roster(entries)
            guard roster.entries.count == entries.count else { throw Garbled(what: "a value out of range") }
            return roster
        }
    }

    /// What was let go, the newest first.
    public func rejections(limit: Int) throws(VaultError) -> [RejectionRecord] {
        try file.read { try RejectionLedger.newest(limit, in: $0) }
    }

    /// Removes batches before a position, as far as they are consumed; returns how many.
    @discardableResult
    public func prune(before position: Int64, consumed: Int64) throws(VaultError) -> Int {
        let end = min(position, consumed == .max ? consumed : consumed + 1)
        var removed = 0
        while true {
            let count = try file.write { database in
                try database.execute(
                    sql: """
                        DELETE FROM entries WHERE position IN
                        (SELECT position FROM entries WHERE position < ? ORDER BY position LIMIT 500)
                        """, arguments: [end])
                return database.changesCount
            }
            removed += count
            if count == 0 { return removed }
        }
    }

    /// Removes batches received before a time, as far as they are consumed; returns how many.
    @discardableResult
    public func prune(olderThan time: EventTime, consumed: Int64) throws(VaultError) -> Int {
        let first = try file.read { database in
            try Int64.fetchOne(
                database, sql: "SELECT position FROM entries WHERE received >= ? ORDER BY position LIMIT 1",
                arguments: [time.milliseconds])
        }
        return try prune(before: first ?? .max, consumed: consumed)
    }

    /// Folds the write-ahead log into the file. Calls after this one fail.
    public func close() throws(VaultError) { try file.close() }
}

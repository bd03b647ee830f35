public import Barometer
import Foundation
import GRDB

/// What was published and still has to reach a sink.
enum Outbox {
    /// Numbers the readings and puts them in.
    static func publish(
        _ readings: [Reading], now: EventTime, counters: inout Counters
    ) throws -> [Publication] {
        guard !readings.isEmpty else { return [] }
        let created = max(now.milliseconds, try counters.stored(.created) ?? now.milliseconds)
        var sequence = try counters.value(.sequence)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let publications = try readings.map { reading in
            sequence += 1
            let publication = Publication(
                sequence: Int(sequence), created: EventTime(milliseconds: created),
                version: try nextVersion(of: reading, in: counters.database), reading: reading)
            let body = try encoder.encode(publication.indicator)
            try insert(publication, body: body, into: counters.database)
            return publication
        }
        try counters.set(.sequence, to: sequence)
        try counters.set(.created, to: created)
        return publications
    }

    private static func nextVersion(of reading: Reading, in database: Database) throws -> Int {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO versions(zone, window_start, window_end, version) VALUES(?, ?, ?, 1)
                ON CONFLICT DO UPDATE SET version = version + 1 RETURNING version
                """)
        let window = reading.window
        let version = try Int.fetchOne(
            upsert,
            arguments: [reading.zone.name, window.start.milliseconds, window.end.milliseconds])
        guard let version else { throw Garbled(what: "no version came back") }
        return version
    }

    private static func insert(
        _ publication: Publication, body: Data, into database: Database
    ) throws {
        let window = publication.reading.window
        try database.cachedStatement(sql: "INSERT INTO outbox VALUES(?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                publication.sequence, publication.created.milliseconds, publication.reading.zone.name,
                window.start.milliseconds, window.end.milliseconds, publication.version, body,
            ])
    }

    /// Lets go of the oldest beyond `limit`, and counts those that a sink had still to take.
    @discardableResult
    static func bound(to limit: Int, counters: inout Counters) throws -> Int {
        let database = counters.database
        let end = try counters.value(.sequence) - Int64(limit)
        guard end > 0 else { return 0 }
        let lowest = try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM cursors") ?? 0
        try delete(upTo: min(lowest, end), in: database)
        let lost = try delete(upTo: end, in: database)
        if lost > 0 { try counters.set(.lost, to: try counters.value(.lost) + Int64(lost)) }
        return lost
    }

    @discardableResult
    static func delete(upTo sequence: Int64, in database: Database) throws -> Int {
        try database.cachedStatement(sql: "DELETE FROM outbox WHERE sequence <= ?")
            .execute(arguments: [sequence])
        return database.changesCount
    }

    static func publications(after sequence: Int, limit: Int, in database: Database) throws -> [Publication] {
        let decoder = JSONDecoder()
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, created, version, body FROM outbox WHERE sequence > ?
                ORDER BY sequence LIMIT ?
                """, arguments: [sequence, limit])
        var found: [Publication] = []
        while let row = try rows.next() {
            let indicator = try decoder.decode(Indicator.self, from: row[3] as Data)
            found.append(
                Publication(
                    sequence: row[0], created: EventTime(milliseconds: row[1]), version: row[2],
                    reading: indicator.reading))
        }
        return found
    }
}

extension StateStore {
    /// What a sink has still to take, in order.
    public func publications(after sequence: Int, limit: Int) throws(VaultError) -> [Publication] {
        try file.read { try Outbox.publications(after: sequence, limit: limit, in: $0) }
    }

    /// The highest sequence that a sink has taken; 0 when it is new.
    public func cursor(of sink: String) throws(VaultError) -> Int {
        try file.read { database in
            try Int.fetchOne(database, sql: "SELECT sequence FROM cursors WHERE sink = ?", arguments: [sink])
        } ?? 0
    }

    /// Remembers what a sink has taken. A sink counts for `lost` from its first cursor on.
    public func setCursor(_ sequence: Int, of sink: String) throws(VaultError) {
        try file.write { database in
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO cursors VALUES(?, ?)")
                .execute(arguments: [sink, sequence])
        }
    }

    /// Removes what every sink has taken, and what is beyond `maxOutbox`.
    ///
    /// - Parameter sequence: the lowest cursor of the sinks in use.
    /// - Returns: how many publications went before a sink had taken them.
    @discardableResult
    public func trimOutbox(keepingAfter sequence: Int) throws(VaultError) -> Int {
        try file.write { database in
            try Outbox.delete(upTo: Int64(sequence), in: database)
            var counters = Counters(database)
            return try Outbox.bound(to: maxOutbox, counters: &counters)
        }
    }

    /// The highest sequence that was ever given; 0 before the first.
    public func lastSequence() throws(VaultError) -> Int {
        Int(try file.read { try Counters($0).value(.sequence) })
    }

    /// Publications that went before a sink had taken them, since the file was made.
    public func lost() throws(VaultError) -> Int {
        Int(try file.read { try Counters($0).value(.lost) })
    }
}

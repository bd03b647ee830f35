public import Barometer
import Foundation
import GRDB

/// What was published and still has to reach a sink.
enum Outbox {
    /// Numbers what is to be published and puts it in.
    static func publish(
        _ contents: [Publication.Content], now: EventTime, counters: inout Counters
    ) throws -> [Publication] {
        guard !contents.isEmpty else { return [] }
        let created = max(now.milliseconds, try counters.stored(.created) ?? now.milliseconds)
        var sequence = try counters.value(.sequence)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let publications = try contents.map { content in
            sequence += 1
            let publication = Publication(
                sequence: Int(sequence), created: EventTime(milliseconds: created),
                version: try nextVersion(of: content.subject, in: counters.database), content: content)
            try insert(
                publication, body: encoder.encode(Publication.Body(publication)), into: counters.database)
            return publication
        }
        try counters.set(.sequence, to: sequence)
        try counters.set(.created, to: created)
        return publications
    }

    private static func nextVersion(of subject: Subject, in database: Database) throws -> Int {
        let (table, arguments): (String, StatementArguments) =
            switch subject {
            case .window(let zone, let window):
                (
                    "versions(zone, window_start, window_end, version) VALUES(?, ?, ?, 1)",
                    [zone.name, window.start.milliseconds, window.end.milliseconds]
                )
            case .event(let event, let zone):
                ("event_versions(event, zone, version) VALUES(?, ?, 1)", [event.name, zone.name])
            case .detail, .series:
                ("summary_versions(subject, version) VALUES(?, 1)", [ScoreBook.key(subject)])
            }
        let upsert = try database.cachedStatement(
            sql: "INSERT INTO \(table) ON CONFLICT DO UPDATE SET version = version + 1 RETURNING version")
        guard let version = try Int.fetchOne(upsert, arguments: arguments) else {
            throw Garbled(what: "no version came back")
        }
        return version
    }

    private static func insert(
        _ publication: Publication, body: Data, into database: Database
    ) throws {
        let window = publication.content.window
        try database.cachedStatement(sql: "INSERT INTO outbox VALUES(?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                publication.sequence, publication.created.milliseconds, publication.subject.zone?.name ?? "",
                window?.start.milliseconds ?? 0, window?.end.milliseconds ?? 0, publication.version, body,
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
            let body = try decoder.decode(Publication.Body.self, from: row[3] as Data)
            found.append(
                Publication(
                    sequence: row[0], created: EventTime(milliseconds: row[1]), version: row[2],
                    content: body.content))
        }
        return found
    }
}

extension Publication.Content {
    /// `nil` of a series, and of the retraction of what has no window in its name.
    fileprivate var window: Window? {
        switch self {
        case .reading(let reading): reading.window
        case .impact(let impact): impact.window
        case .retraction(.window(_, let window)): window
        case .detail(let detail): detail.window
        case .series, .retraction(.event), .retraction(.detail), .retraction(.series): nil
        }
    }
}

extension StateStore {
    /// Windows of a zone that lie within `from` and `to` and were published in the last 40 days, in order.
    public func publishedWindows(
        of zone: ZoneID, from start: EventTime, to end: EventTime
    ) throws(VaultError) -> [Window] {
        try file.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT window_start, window_end FROM versions
                    WHERE zone = ? AND window_start >= ? AND window_end <= ? ORDER BY window_end, window_start
                    """, arguments: [zone.name, start.milliseconds, end.milliseconds]
            ).map { row in
                Window(
                    from: EventTime(milliseconds: row[0]), to: EventTime(milliseconds: row[1]))
            }
        }
    }

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

    /// What is published from now on was created at `time` or later.
    public func publishNothing(before time: EventTime) throws(VaultError) {
        try file.write { database in
            var counters = Counters(database)
            let created = try counters.stored(.created) ?? time.milliseconds
            try counters.set(.created, to: max(created, time.milliseconds))
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

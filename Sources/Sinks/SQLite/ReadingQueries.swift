public import Barometer
import Foundation
import GRDB

/// What is asked of the store. All answers are the newest version of their window.
extension ReadingStore {
    /// The newest reading of a zone, by window end; `nil` when there is none.
    public func newest(of zone: ZoneID) async throws(SinkError) -> Publication? {
        try await read { try newestReading(of: zone.name, in: $0) }
    }

    /// The newest reading of each zone that has one, ordered by zone.
    public func newest() async throws(SinkError) -> [Publication] {
        try await read { database in
            // Jumps from zone to zone over the index instead of walking all of it.
            let zones = try String.fetchAll(
                database,
                sql: """
                    WITH RECURSIVE known(zone) AS (
                        SELECT min(zone) FROM readings UNION ALL
                        SELECT (SELECT min(zone) FROM readings WHERE zone > known.zone)
                        FROM known WHERE known.zone IS NOT NULL)
                    SELECT zone FROM known WHERE zone IS NOT NULL
                    """)
            return try zones.compactMap { try newestReading(of: $0, in: database) }
        }
    }

    /// The publications with a higher sequence, lowest first.
    ///
    /// A version that has been replaced is not among them; its successor is.
    /// - Parameter limit: above zero; what is beyond it is left out.
    public func publications(after sequence: Int, limit: Int) async throws(SinkError) -> [Publication] {
        try await read { database in
            func rows(of table: String) throws -> [Row] {
                try Row.fetchAll(
                    database, sql: "SELECT * FROM \(table) WHERE sequence > ? ORDER BY sequence LIMIT ?",
                    arguments: [sequence, limit])
            }
            let found =
                try rows(of: "readings").map { try Publication(reading: $0) }
                + rows(of: "impacts").map { try Publication(impact: $0) }
                + rows(of: "summaries").map { try Publication(summary: $0) }
            return Array(found.sorted { $0.sequence < $1.sequence }.prefix(limit))
        }
    }

    /// The highest sequence in the store; `nil` when it is empty.
    public func newestSequence() async throws(SinkError) -> Int? {
        try await read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT max(sequence) FROM (SELECT max(sequence) AS sequence FROM readings
                    UNION ALL SELECT max(sequence) FROM impacts
                    UNION ALL SELECT max(sequence) FROM summaries)
                    """)
        }
    }

    /// What is known of an event, by zone.
    public func impacts(of event: EventID) async throws(SinkError) -> [Publication] {
        try await impacts("event = ?", [event.name])
    }

    /// Events that lie within `from` and `to`, ordered by their end, then by event and zone.
    public func impacts(from: EventTime, to: EventTime) async throws(SinkError) -> [Publication] {
        try await impacts("window_start >= ? AND window_end <= ?", [from.milliseconds, to.milliseconds])
    }

    /// Of all series of which anything is told, by name.
    public func series() async throws(SinkError) -> [Publication] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM summaries WHERE kind = 'series' AND status <> 'retracted' ORDER BY name
                    """
            ).map { try Publication(summary: $0) }
        }
    }

    private func impacts(
        _ condition: String, _ arguments: StatementArguments
    ) async throws(SinkError) -> [Publication] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM impacts WHERE \(condition) AND status <> 'retracted'
                    ORDER BY window_end, event, zone
                    """, arguments: arguments
            ).map { try Publication(impact: $0) }
        }
    }

    /// One page of the windows that lie within `from` and `to`, ordered by window end, then by zone.
    ///
    /// - Parameter zone: `nil` for all zones.
    /// - Parameter cursor: `next` of the page before; `nil` for the first page.
    /// - Parameter limit: above zero.
    public func page(
        from: EventTime, to: EventTime, zone: ZoneID? = nil, after cursor: ReadingCursor? = nil,
        limit: Int = 500
    ) async throws(SinkError) -> ReadingPage {
        // The cursor's window end as the floor lets SQLite start there instead of at the beginning of the period.
        let sql = """
            SELECT * FROM readings
            WHERE window_end >= :floor AND window_end <= :to AND window_start >= :from
                AND status <> 'retracted'
                \(zone == nil ? "" : "AND zone = :zone")
                \(cursor == nil ? "" : "AND (window_end, zone, window_start) > (:floor, :last, :start)")
            ORDER BY window_end, zone, window_start LIMIT :limit
            """
        var arguments: StatementArguments = [
            "floor": cursor?.end ?? from.milliseconds, "to": to.milliseconds, "from": from.milliseconds,
            "limit": limit + 1,
        ]
        if let zone { arguments += ["zone": zone.name] }
        if let cursor { arguments += ["last": cursor.zone, "start": cursor.start] }
        let rows = try await read { [arguments] database in
            try Row.fetchAll(database, sql: sql, arguments: arguments).map { try Publication(reading: $0) }
        }
        let publications = Array(rows.prefix(limit))
        return ReadingPage(
            publications: publications,
            next: rows.count > limit ? publications.last?.reading.map(ReadingCursor.init(after:)) : nil)
    }
}

private func newestReading(of zone: String, in database: Database) throws -> Publication? {
    let statement = try database.cachedStatement(
        sql: """
            SELECT * FROM readings WHERE zone = ? AND status <> 'retracted'
            ORDER BY window_end DESC, version DESC, sequence DESC LIMIT 1
            """)
    return try Row.fetchOne(statement, arguments: [zone]).map { try Publication(reading: $0) }
}

/// A stretch of the answer to one question.
public struct ReadingPage: Hashable, Sendable {
    public let publications: [Publication]
    /// `nil` on the last page.
    public let next: ReadingCursor?
}

/// Where a page ended. Its text is opaque to those who pass it back.
public struct ReadingCursor: Hashable, Sendable, LosslessStringConvertible {
    let end: Int64
    let start: Int64
    let zone: String

    init(after reading: Reading) {
        end = reading.window.end.milliseconds
        start = reading.window.start.milliseconds
        zone = reading.zone.name
    }

    /// - Returns: `nil` unless the text is of the form that `description` has.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let end = Int64(parts[0], radix: 36), let start = Int64(parts[1], radix: 36)
        else { return nil }
        self.end = end
        self.start = start
        zone = String(parts[2])
    }

    public var description: String {
        "\(String(end, radix: 36)).\(String(start, radix: 36)).\(zone)"
    }
}

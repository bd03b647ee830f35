import Barometer
import Footfall
import GRDB

/// The history of windows: the newest tally of each.
enum TallyTable {
    static func upsert(_ keepsakes: [Keepsake], in database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO tallies VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for case .tally(let tally) in keepsakes {
            try upsert.execute(arguments: [
                tally.zone.name, tally.window.start.milliseconds, tally.window.end.milliseconds, tally.count,
                tally.expectation?.expected, tally.expectation?.lower, tally.expectation?.upper,
                tally.completeness, tally.state.rawValue,
            ])
        }
    }

    static func tallies(
        from start: EventTime, to end: EventTime, zone: ZoneID?, in database: Database
    ) throws -> [Tally] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT zone, window_start, window_end, count, expected, lower, upper, completeness, state
                FROM tallies WHERE window_start >= ? AND window_start < ? \(zone == nil ? "" : "AND zone = ?")
                ORDER BY window_start, zone, window_end
                """,
            arguments: [start.milliseconds, end.milliseconds] + (zone.map { [$0.name] } ?? []))
        return try rows.map(tally)
    }

    private static func tally(_ row: Row) throws -> Tally {
        let (start, end): (Int64, Int64) = (row[1], row[2])
        guard start < end, let state = Tally.State(rawValue: row[8]) else {
            throw Garbled(what: "a tally is out of range")
        }
        var expectation: Tally.Expectation?
        if let expected: Double = row[4], let lower: Double = row[5], let upper: Double = row[6] {
            expectation = Tally.Expectation(expected: expected, lower: lower, upper: upper)
        }
        return Tally(
            zone: ZoneID(row[0] as String),
            window: Window(from: EventTime(milliseconds: start), to: EventTime(milliseconds: end)),
            count: row[3], expectation: expectation, completeness: row[7], state: state)
    }
}

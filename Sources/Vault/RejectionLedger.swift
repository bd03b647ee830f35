public import Barometer
public import Footfall
import GRDB

/// How often inputs were let go for one reason, and when.
public struct RejectionRecord: Hashable, Sendable {
    /// With the number of all of them, and the excerpt of the first.
    public let rejection: Rejection
    public let first: EventTime
    public let last: EventTime

    public init(rejection: Rejection, first: EventTime, last: EventTime) {
        self.rejection = rejection
        self.first = first
        self.last = last
    }
}

/// The table of rejections: a row per code, source, subject and detail, and a bound on their number.
enum RejectionLedger {
    /// Beyond so many rows, what is new is counted by code and source only.
    static let limit = 10_000
    static let others = "…"

    static func add(_ rejections: [Rejection], at time: EventTime, to database: Database) throws {
        for rejection in rejections where try !count(rejection, at: time, in: database) {
            let rows = try Int.fetchOne(database, sql: "SELECT count(*) FROM rejections") ?? 0
            try insert(rows < limit ? rejection : summary(of: rejection), at: time, in: database)
        }
    }

    private static func summary(of rejection: Rejection) -> Rejection {
        Rejection(
            code: rejection.code, detail: others, source: rejection.source, subject: others,
            count: rejection.count)
    }

    /// Whether the row was there.
    private static func count(
        _ rejection: Rejection, at time: EventTime, in database: Database
    ) throws -> Bool {
        let update = try database.cachedStatement(
            sql: """
                UPDATE rejections SET count = count + ?, last = max(last, ?)
                WHERE code = ? AND source = ? AND subject = ? AND detail = ?
                """)
        try update.execute(arguments: [
            rejection.count, time.milliseconds, rejection.code.rawValue, rejection.source ?? "",
            rejection.subject, rejection.detail,
        ])
        return database.changesCount > 0
    }

    private static func insert(_ rejection: Rejection, at time: EventTime, in database: Database) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO rejections VALUES(?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)
                """)
        try insert.execute(arguments: [
            rejection.code.rawValue, rejection.source ?? "", rejection.subject, rejection.detail,
            rejection.count, time.milliseconds, time.milliseconds, rejection.excerpt,
        ])
    }

    static func newest(_ limit: Int, in database: Database) throws -> [RejectionRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT code, source, subject, detail, count, first, last, excerpt FROM rejections
                ORDER BY last DESC, rowid DESC LIMIT ?
                """, arguments: [limit])
        return try rows.map { row in
            guard let code = Rejection.Code(rawValue: row[0]) else {
                throw Garbled(what: "a value out of range")
            }
            let source: String = row[1]
            return RejectionRecord(
                rejection: Rejection(
                    code: code, detail: row[3], source: source.isEmpty ? nil : source, subject: row[2],
                    excerpt: row[7], count: row[4]),
                first: EventTime(milliseconds: row[5]), last: EventTime(milliseconds: row[6]))
        }
    }
}

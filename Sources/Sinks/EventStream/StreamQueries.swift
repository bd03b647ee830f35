import Barometer
import Foundation
import GRDB

/// A node of the stream as it is served.
enum StreamNode: Sendable {
    /// More may come.
    case growing([UInt8])
    /// For ever the same, with its entity tag.
    case sealed([UInt8], tag: String)
    /// Retention removed it.
    case gone
}

extension StreamStore {
    func first(_ notation: Notation) async throws(SinkError) -> StreamNode {
        let days = try await read { database in
            try Int.fetchAll(database, sql: "SELECT day FROM days WHERE state <> 'removed' ORDER BY day")
        }
        let text = nodes.first(days.map { CalendarDate(daysSinceEpoch: $0) }, notation)
        return .growing([UInt8](text.utf8))
    }

    /// `nil` of a day on which nothing was published.
    func day(_ day: CalendarDate, _ notation: Notation) async throws(SinkError) -> StreamNode? {
        try await read { [nodes] database in
            guard let row = try Self.row(of: day, in: database) else { return nil }
            switch row["state"] as String {
            case "removed": return .gone
            case "closed": return try StreamNode(sealed: row, notation)
            default:
                let open = try Int.fetchOne(database, sql: "SELECT count(*) > 0 FROM members") ?? 0
                let text = nodes.day(day, pages: row["pages"] + open, isOver: false, notation)
                return .growing([UInt8](text.utf8))
            }
        }
    }

    /// `nil` of a page that is not there.
    func page(
        _ number: Int, of day: CalendarDate, _ notation: Notation
    ) async throws(SinkError) -> StreamNode? {
        try await read { [nodes] database in
            guard let row = try Self.row(of: day, in: database) else { return nil }
            let pages: Int = row["pages"]
            let state: String = row["state"]
            guard state != "removed" else { return number >= 1 && number <= pages ? .gone : nil }
            if number <= pages {
                return try Row.fetchOne(
                    database, sql: "SELECT * FROM pages WHERE day = ? AND number = ?",
                    arguments: [day.daysSinceEpoch, number]
                ).map { try StreamNode(sealed: $0, notation) }
            }
            guard state == "open", number == pages + 1 else { return nil }
            let members = try String.fetchAll(
                database, sql: "SELECT \(notation.rawValue) FROM members ORDER BY sequence")
            guard !members.isEmpty else { return nil }
            let head = nodes.pageHead(day, page: number, isSealed: false, notation)
            return .growing([UInt8]((head + members.joined()).utf8))
        }
    }

    /// Where a version stands in the stream: day and page; `nil` where it is not or no longer.
    ///
    /// - Parameter address: of the version.
    func place(of address: String) async throws(SinkError) -> (day: CalendarDate, page: Int)? {
        let found = try await read { database -> [Int]? in
            let sequence = try Int.fetchOne(
                database, sql: "SELECT sequence FROM versions WHERE key = ?", arguments: [address.stableHash])
            guard let sequence else { return nil }
            let sealed = try Row.fetchOne(
                database, sql: "SELECT day, number FROM pages WHERE last >= ? ORDER BY last LIMIT 1",
                arguments: [sequence])
            let open = try Row.fetchOne(
                database, sql: "SELECT day, pages + 1 FROM days WHERE state = 'open'")
            return (sealed ?? open).map { [$0[0], $0[1]] }
        }
        return found.map { (CalendarDate(daysSinceEpoch: $0[0]), $0[1]) }
    }

    private static func row(of day: CalendarDate, in database: Database) throws -> Row? {
        try Row.fetchOne(database, sql: "SELECT * FROM days WHERE day = ?", arguments: [day.daysSinceEpoch])
    }
}

extension StreamNode {
    fileprivate init(sealed row: Row, _ notation: Notation) throws {
        let folded: Data = row[notation.rawValue]
        guard let bytes = Deflate.unfold([UInt8](folded)) else {
            throw DatabaseError(message: "a sealed page is broken")
        }
        self = .sealed(bytes, tag: row["\(notation.rawValue)_tag"])
    }
}

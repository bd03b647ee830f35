import Barometer
import Foundation
import GRDB

/// One transaction on the stream: members in at its end, pages and days sealed behind it.
struct StreamAppending {
    private let database: Database
    private let nodes: StreamNodes
    private let membersPerPage: Int
    /// The day that still takes members, and how many of its pages are sealed; `nil` when no day is open.
    private var open: (day: Int, pages: Int)?
    /// In the page that still takes members.
    private var members: Int

    init(_ database: Database, nodes: StreamNodes, membersPerPage: Int) throws {
        self.database = database
        self.nodes = nodes
        self.membersPerPage = membersPerPage
        open = try Row.fetchOne(database, sql: "SELECT day, pages FROM days WHERE state = 'open'")
            .map { ($0[0], $0[1]) }
        members = try Int.fetchOne(database, sql: "SELECT count(*) FROM members") ?? 0
    }

    /// Adds the members among what has a higher sequence than everything before; the rest is there already.
    mutating func append(_ publications: [Publication]) throws {
        let known = try Int.fetchOne(database, sql: "SELECT value FROM facts WHERE name = 'sequence'") ?? 0
        let fresh = publications.filter { $0.sequence > known }.sorted { $0.sequence < $1.sequence }
        guard let last = fresh.last else { return }
        for publication in fresh where publication.isMember { try append(publication) }
        try database.execute(
            sql: "INSERT OR REPLACE INTO facts VALUES('sequence', ?)", arguments: [last.sequence])
    }

    private mutating func append(_ publication: Publication) throws {
        let day = publication.created.utcDate.daysSinceEpoch
        try closeDay(before: day)
        if open == nil { try openDay(day) }
        guard open?.day == day else { throw OutOfOrder(created: publication.created) }
        try database.cachedStatement(sql: "INSERT INTO members VALUES(?, ?, ?)").execute(
            arguments: [
                publication.sequence, nodes.member(publication, .turtle), nodes.member(publication, .nquads),
            ])
        let created = publication.indicator.map { _ in publication.created.milliseconds }
        try database.cachedStatement(sql: "INSERT INTO versions VALUES(?, ?, ?)").execute(
            arguments: [publication.sequence, nodes.addresses.version(publication).stableHash, created])
        members += 1
        if members >= membersPerPage { try sealPage() }
    }

    private mutating func openDay(_ day: Int) throws {
        if let newest = try Int.fetchOne(database, sql: "SELECT max(day) FROM days"), newest >= day {
            throw OutOfOrder(created: EventTime(CalendarDate(daysSinceEpoch: day)))
        }
        try database.execute(
            sql: "INSERT INTO days(day, pages, state) VALUES(?, 0, 'open')", arguments: [day])
        open = (day, 0)
    }

    /// Seals the day that is open, if it is an earlier one.
    mutating func closeDay(before day: Int) throws {
        guard let open, open.day < day else { return }
        if members > 0 { try sealPage() }
        let date = CalendarDate(daysSinceEpoch: open.day)
        let pages = self.open?.pages ?? 0
        let texts = try sealed { nodes.day(date, pages: pages, isOver: true, $0) }
        try database.execute(
            sql: """
                UPDATE days SET state = 'closed', turtle = ?, nquads = ?, turtle_tag = ?, nquads_tag = ?
                WHERE day = ?
                """, arguments: texts + [open.day])
        self.open = nil
    }

    private mutating func sealPage() throws {
        guard let open else { return }
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM members ORDER BY sequence")
        guard let first = rows.first?["sequence"] as Int?, let last = rows.last?["sequence"] as Int? else {
            return
        }
        let (day, page) = (CalendarDate(daysSinceEpoch: open.day), open.pages + 1)
        let texts = try sealed { notation in
            nodes.pageHead(day, page: page, isSealed: true, notation)
                + rows.map { $0[notation.rawValue] as String }.joined()
        }
        try database.execute(
            sql: """
                INSERT INTO pages(day, number, first, last, turtle, nquads, turtle_tag, nquads_tag)
                VALUES(?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [open.day, page, first, last] + texts)
        try database.execute(sql: "DELETE FROM members")
        try database.execute(sql: "UPDATE days SET pages = ? WHERE day = ?", arguments: [page, open.day])
        self.open?.pages = page
        members = 0
    }

    /// The bytes in both notations, deflated, and their entity tags.
    private func sealed(_ text: (Notation) -> String) throws -> StatementArguments {
        let texts = Notation.allCases.map { [UInt8](text($0).utf8) }
        let folded = try texts.map { bytes in
            guard let folded = Deflate.fold(bytes) else { throw DatabaseError(message: "no memory left") }
            return Data(folded)
        }
        return StatementArguments(folded) + StatementArguments(texts.map(Document.tag))
    }

    /// Removes days, oldest first and whole, and all that belongs to them.
    ///
    /// - Returns: how many days.
    static func removeDays(before day: Int, in database: Database) throws -> Int {
        let condition = "day < ? AND state = 'closed'"
        let last = try Int.fetchOne(
            database,
            sql: "SELECT max(last) FROM pages WHERE day IN (SELECT day FROM days WHERE \(condition))",
            arguments: [day])
        guard let last else { return 0 }
        try database.execute(
            sql: "DELETE FROM pages WHERE day IN (SELECT day FROM days WHERE \(condition))", arguments: [day])
        try database.execute(sql: "DELETE FROM versions WHERE sequence <= ?", arguments: [last])
        try database.execute(
            sql: """
                UPDATE days SET state = 'removed', turtle = NULL, nquads = NULL, turtle_tag = NULL,
                nquads_tag = NULL WHERE \(condition)
                """, arguments: [day])
        return database.changesCount
    }
}

/// A publication that is older than one that was published before it.
struct OutOfOrder: Error, CustomStringConvertible {
    let created: EventTime
    var description: String { "a publication of \(created) comes after its day was closed" }
}

extension Publication {
    /// Whether the stream tells of it: its members are of one zone. What it does not tell of leaves a gap in the sequence.
    fileprivate var isMember: Bool { subject.zone != nil }
}

extension String {
    /// FNV-1a with 64 bits, the same in every release.
    var stableHash: Int64 {
        Int64(bitPattern: utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }
}

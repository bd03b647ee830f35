import Barometer
import Foundation
import Sinks
import TestKit
import Testing

/// What `docs/powerbi.md` asks for, asked of a real database and a real daemon.
@Suite("The manual of Power BI", .serialized) struct PowerBITests {
    private static func manual() throws -> String {
        try String(contentsOf: ConfigurationTests.house.appending(path: "docs/powerbi.md"), encoding: .utf8)
    }

    /// The statements that stand in the M of the manual.
    private static func statements() throws -> [String] {
        try manual().matches(of: #/Value\.NativeQuery\(Source, "([^"]+)"/#).map { String($0.1) }
    }

    @Test("gets from the database what the query says, as the reader, part by part and nothing twice")
    func database() async throws {
        let (broker, server) = (try await Broker(), try await PostgresServer())
        try await server.query("CREATE ROLE barometer_reader LOGIN")
        let town = try Town(
            broker: broker.port,
            more: "stores: {postgres: {host: 127.0.0.1, port: \(server.port), password_file: password,"
                + " reader_role: barometer_reader}}")
        _ = try town.file("config/password", PostgresServer.password)
        let last = try town.publish(QuarterStory.contents)
        let newest = "SELECT max(sequence) FROM footfall.readings"
        let daemon = try town.daemon()
        for _ in 0..<300 where (try? await server.query(newest)) != "\(last)" {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await daemon.stop() == 0)
        let statements = try Self.statements()
        try #require(statements.count == 2)
        func ask(_ sql: String) async throws -> String { try await server.query(sql, as: "barometer_reader") }
        // As Power Query folds it.
        func part(_ from: String, _ to: String, _ columns: String = "count(*)") async throws -> String {
            try await ask(
                "SELECT \(columns) FROM (\(statements[0])) AS q WHERE q.window_start >= timestamp '\(from)'"
                    + " AND q.window_start < timestamp '\(to)'")
        }
        #expect(try await part("2026-03-14", "2026-03-15") == "95")
        #expect(try await part("2026-03-15", "2026-03-16") == "96")
        #expect(
            try await part("2026-03-01", "2026-04-01", "count(*), max(updated_at) IS NOT NULL") == "191|t")
        #expect(
            try await part(
                "2026-03-14", "2026-03-15", "count(value), count(*) FILTER (WHERE status = 'withheld')")
                == "94|1")
        #expect(
            try await part("2026-03-14", "2026-03-15", "min(reasons)").hasPrefix(
                #"[{"code": "too_few_passers_by"}]"#))
        #expect(
            try await ask("SELECT event, value, lower, upper, score FROM (\(statements[1])) AS q")
                == "zaterdagmarkt-20260314|42|35|49|3.9")
        await #expect(throws: (any Error).self) { try await ask("DELETE FROM footfall.readings") }
        let index = try #require(try Self.manual().firstMatch(of: #/CREATE INDEX [^`]+/#)).0
        try await server.query(String(index), as: "footfall")
    }

    @Test("explains the columns that there are, and no others")
    func columns() async throws {
        let rows = try Self.manual().split(separator: "\n").filter {
            $0.hasPrefix("| `") || $0.hasPrefix("| –")
        }
        func names(_ cell: Substring) -> [String] { cell.matches(of: #/`([a-z_]+)`/#).map { String($0.1) } }
        let cells = rows.map { $0.split(separator: "|") }
        let (database, tables) = (Set(cells.flatMap { names($0[0]) }), Set(cells.flatMap { names($0[1]) }))
        let told = try Self.statements().joined()
        for name in database { #expect(told.contains(name), "\(name)") }
        let header = Set(IndicatorTable.header.dropLast(1).split(separator: ",").map(String.init))
        #expect(tables.isSubset(of: header) && tables.count == 17, "\(tables.subtracting(header))")
    }

    @Test("gets from the site what the query says, page by page and nothing twice")
    func site() async throws {
        let town = try Town()
        let last = try town.publish(QuarterStory.contents)
        let arrived = try Regex(#"footfall_sink_sequence\{sink="sqlite"\} \#(last)"#)
        let daemon = try town.daemon()
        let manual = try Self.manual()
        let path = try #require(manual.firstMatch(of: #/RelativePath = "([^"]+)"/#)).1
        let names = try #require(manual.firstMatch(of: #/Names = \{([^}]+)\}/#)).1
            .split(separator: ",").map { $0.filter { $0 != "\"" && $0 != " " } }
        #expect(manual.contains("Query = [from = ") && manual.contains("[cursor = cursor]"))
        let address = "/\(path)?from=2026-03-14T00:00:00Z&to=2026-03-16T00:00:00Z"
        for _ in 0..<300 where try await daemon.get("/metrics").body.firstMatch(of: arrived) == nil {
            try await Task.sleep(for: .milliseconds(100))
        }
        var (items, next) = try await daemon.items(address)
        while let cursor = next {
            let page = try await daemon.items(address + "&cursor=\(cursor)")
            items += page.items
            next = page.next
        }
        #expect(items.count == 191 + 4)
        #expect(Set(items.map { "\($0["from"] ?? "") \($0["to"] ?? "")" }).count == items.count)
        let known = Set(items.flatMap(\.keys))
        #expect(!names.isEmpty && known.isSuperset(of: names))
        let events = try await daemon.items(
            "/api/v1/events?from=2026-03-14T00:00:00Z&to=2026-03-16T00:00:00Z")
        #expect(events.items.map { $0["event"] as? String } == ["zaterdagmarkt-20260314"])
        #expect(try await daemon.stop() == 0)
    }
}

extension DaemonProcess {
    /// A page of an answer, and the cursor of the one behind it.
    fileprivate func items(_ path: String) async throws -> (items: [[String: Any]], next: String?) {
        let (status, body) = try await get(path)
        #expect(status == 200, "\(body)")
        let page = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return (page?["items"] as? [[String: Any]] ?? [], page?["next"] as? String)
    }
}

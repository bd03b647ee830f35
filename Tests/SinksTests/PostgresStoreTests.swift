import Barometer
import Foundation
import Logging
import Sinks
import Synchronization
import TestKit
import Testing

@Suite("The PostgreSQL store") struct PostgresStoreTests {
    @Test("holds any publication as it is, and the newest version in its place", arguments: UInt64(0)..<3)
    func roundTrip(seed: UInt64) async throws {
        let server = try await PostgresServer()
        let store = server.store()
        let all = Array(PublicationsByChance(seed: seed).prefix(2_000))
        for start in stride(from: 0, to: all.count, by: 300) {
            try await store.write(Array(all[start..<min(start + 300, all.count)]))
        }
        #expect(try await PostgresRows.publications(server) == newest(all))
        await store.close()
    }

    @Test("takes several versions of a window in one batch, and the ends of all scales")
    func extremes() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        let edge = Publication(
            sequence: .max, created: .at("14:15"), version: Int(Int32.max),
            content: .reading(.sample("edge", content: .sample(index: 300, busyness: 0), completeness: 0)))
        let rows = [Publication.sample(1), .sample(3, version: 3), .sample(2, version: 2), edge]
        try await store.write(rows)
        #expect(try await PostgresRows.publications(server) == [edge, rows[1]])
    }

    @Test("has public columns only, with a type for each")
    func columns() async throws {
        let server = try await PostgresServer()
        try await server.store().connect()
        let columns = try await server.query(
            """
            SELECT column_name || ' ' || data_type FROM information_schema.columns
            WHERE table_schema = 'footfall' AND table_name = 'readings' ORDER BY ordinal_position
            """)
        let times = "timestamp with time zone"
        #expect(
            columns.split(separator: "\n").map(String.init) == [
                "zone text", "window_start \(times)", "window_end \(times)", "value smallint",
                "deviation text",
                "busyness smallint", "level smallint", "confidence text", "completeness numeric",
                "status text",
                "reasons jsonb", "valid_until \(times)", "method text", "version integer", "sequence bigint",
                "created \(times)", "updated_at \(times)",
            ])
        let more = try await server.query(
            """
            SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns
            WHERE table_schema = 'footfall' AND table_name = 'impacts'
            """)
        #expect(
            more
                == "event zone window_start window_end value lower upper score class grade placebo confidence "
                + "completeness status reasons method version sequence created updated_at")
    }

    @Test("moves updated_at of what changed, and of nothing else")
    func updatedAt() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        let batch = [Publication.sample(1, .sample("a")), .sample(2, .sample("b"))]
        try await store.write(batch)
        func times() async throws -> [String] {
            try await server.query("SELECT updated_at FROM footfall.readings ORDER BY zone")
                .split(separator: "\n").map(String.init)
        }
        let first = try await times()
        try await store.write(batch)
        #expect(try await times() == first)
        try await store.write([batch[0], .sample(3, version: 2, .sample("b"))])
        let second = try await times()
        #expect(second[0] == first[0] && second[1] > first[1])
    }

    @Test("keeps of what was retracted a row that shows nothing, and no older version comes back")
    func retraction() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        let (reading, impact) = (Publication.sample(1), Publication.impact(2))
        try await store.write([reading, impact])
        let gone = [
            Publication.retraction(3, version: 2, of: reading.subject),
            .retraction(4, version: 2, of: impact.subject),
        ]
        try await store.write(gone)
        try await store.write([reading, impact])
        #expect(try await PostgresRows.publications(server) == gone)
        let shown = try await server.query(
            """
            SELECT status, value, deviation, busyness, level, confidence, completeness, valid_until
            FROM footfall.readings UNION ALL
            SELECT status, value, class, score, lower, grade, placebo, window_end FROM footfall.impacts
            """)
        #expect(shown == "retracted|||||||\nretracted|||||||")
        let again = Publication.impact(5, version: 3)
        try await store.write([again])
        #expect(try await PostgresRows.publications(server) == [gone[0], again])
    }

    @Test("leaves out the row that the server refuses, and takes all others")
    func refused() async throws {
        let server = try await PostgresServer()
        let told = Mutex(0)
        let store = PostgresStore(server.settings, logger: .silent) { count in told.withLock { $0 += count } }
        try await store.connect()
        try await server.query("ALTER TABLE footfall.readings ADD CHECK (zone <> 'zone-7')")
        let all = (0..<40).map { Publication.sample($0 + 1, .sample("zone-\($0)")) }
        try await store.write(all + [.sample(41, .sample("nul\0"))])
        let kept = try await PostgresRows.publications(server)
        #expect(Set(kept) == Set(all).subtracting([all[7]]))
        #expect(told.withLock { $0 } == 2)
    }

    @Test("lets a role read that is named, and not write")
    func reader() async throws {
        let server = try await PostgresServer()
        try await server.query("CREATE ROLE looker LOGIN")
        var settings = server.settings
        settings.readerRole = "looker"
        settings.schema = "crowd"
        let store = PostgresStore(settings, logger: .silent)
        try await store.write([.sample(1)])
        #expect(try await server.query("SELECT zone FROM crowd.readings", as: "looker") == "old-market")
        let statements = [
            "DELETE FROM crowd.readings", "UPDATE crowd.readings SET value = 1",
            "INSERT INTO crowd.readings SELECT * FROM crowd.readings", "DROP TABLE crowd.readings",
            "CREATE TABLE crowd.mine(a int)",
        ]
        for statement in statements {
            await #expect(throws: (any Error).self) { try await server.query(statement, as: "looker") }
        }
    }

    @Test("commits to the server's disk even where the database would not")
    func durable() async throws {
        let server = try await PostgresServer(.init(lines: ["synchronous_commit = off"]))
        let store = server.store()
        let batch = (0..<500).map { Publication.sample($0 + 1, .sample("zone-\($0)")) }
        try await store.write(batch)
        try await server.kill()
        try await server.start()
        #expect(try await Set(PostgresRows.publications(server)) == Set(batch))
    }

    /// The first of the highest version of each subject, in the order of the tables' reader.
    private func newest(_ publications: [Publication]) -> [Publication] {
        var newest: [Subject: Publication] = [:]
        for publication in publications {
            if let known = newest[publication.subject], known.version >= publication.version { continue }
            newest[publication.subject] = publication
        }
        return newest.values.sorted { rank($0.subject) < rank($1.subject) }
    }

    private func rank(_ subject: Subject) -> (Int64, String, String, Int64) {
        switch subject {
        case .window(let zone, let window):
            (window.end.milliseconds, "", zone.name, window.start.milliseconds)
        case .event(let event, let zone): (.max, event.name, zone.name, 0)
        case .detail(let event): (.max, event.name, "", 1)
        case .series(let series): (.max, series.name, "", 2)
        }
    }
}

import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

/// Events as a whole, and series, in each store.
@Suite("A summary") struct SummaryTests {
    private static let story: [Publication] = [
        .summary(1, .detail(.sample())), .summary(2, .series(.sample())),
        .summary(4, version: 2, .detail(.sample(uplift: 0.5))),
        .summary(5, .detail(.sample("fair-2026"))),
        .retraction(6, version: 2, of: .detail(EventID("fair-2026"))),
        // An older version that comes late.
        .summary(3, .detail(.sample(uplift: 0.2))),
    ]

    @Test("is in the file as its newest version, and gone when it was retracted")
    func file() async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            try await store.write(Self.story)
            #expect(try await store.newest(of: Self.story[0].subject) == Self.story[2])
            #expect(try await store.newest(of: .detail(EventID("fair-2026")))?.summary == nil)
            #expect(try await store.series() == [Self.story[1]])
            #expect(
                try await store.publications(after: 0, limit: 9)
                    == [Self.story[1], Self.story[2], Self.story[4]])
            #expect(try await store.newestSequence() == 6)
        }
    }

    @Test("is in the database as its newest version, and empty when it was retracted")
    func database() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        for publication in Self.story { try await store.write([publication]) }
        try await store.write(Self.story)
        let rows = try await server.query(
            """
            SELECT kind || ' ' || name || ' ' || status || ' ' || version || ' '
                || coalesce(body->'whole'->>'value', body->'effect'->>'value', '-')
            FROM footfall.summaries ORDER BY kind, name
            """)
        #expect(
            rows.split(separator: "\n").map(String.init) == [
                "detail fair-2026 retracted 2 -", "detail zaterdagmarkt-20260314 told 2 50",
                "series zaterdagmarkt told 1 40",
            ])
        await store.close()
    }

    @Test("answers by the name of its event or series")
    func site() async throws {
        try await TestSite.serve { site in
            try await site.publish(.summary(1, .detail(.sample())), .summary(2, .series(.sample())))
            let detail = try await site.get("/api/v1/events/zaterdagmarkt-20260314/detail")
            #expect(detail.status == 200 && detail.text.contains(#""version":1"#), "\(detail.text)")
            let series = try await site.get("/api/v1/series")
            #expect(series.text.contains(#""editions":["zaterdagmarkt-1","zaterdagmarkt-2"]"#))
            #expect(try await site.get("/api/v1/series/zaterdagmarkt/impact").status == 200)
            #expect(try await site.get("/api/v1/series/none/impact").status == 404)
        }
    }
}

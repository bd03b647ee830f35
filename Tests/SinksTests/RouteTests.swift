import Barometer
import Foundation
import Sinks
import TestKit
import Testing

@Suite("Over HTTP") struct RouteTests {
    @Test("the newest reading of a zone comes with a tag, and not again for who has it")
    func newest() async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1), .sample(2, .sample(from: .at("14:15"))))
            let answer = try await site.get("/api/v1/zones/old-market/reading")
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/json")
            #expect(answer["Cache-Control"] == "public, max-age=60")
            #expect(answer["Vary"] == "Accept")
            #expect(answer.object["from"] as? String == "2026-03-14T14:15:00Z")
            let tag = try #require(answer["ETag"])
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
            for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let again = try await site.get(
                    "/api/v1/zones/old-market/reading", headers: ["If-None-Match": known])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again["ETag"] == tag)
            }
            try await site.publish(
                .sample(3, version: 2, .sample(from: .at("14:15"), content: .sample(index: 150))))
            let changed = try await site.get(
                "/api/v1/zones/old-market/reading", headers: ["If-None-Match": tag])
            #expect(changed.status == 200)
            #expect(changed["ETag"] != tag)
        }
    }

    @Test(
        "what cannot be answered is a problem document",
        arguments: [
            ("/api/v1/zones/nowhere/reading", 404), ("/api/v1/zones/station/reading", 404), ("/nothing", 404),
            ("/api/v1/readings", 400), ("/api/v1/readings?from=2026-03-14T00:00:00Z", 400),
            ("/api/v1/readings?from=yesterday&to=today", 400),
            ("/api/v1/readings?from=2026-03-14T10:00:00Z&to=2026-03-14T10:00:00Z", 400),
            ("/api/v1/readings?from=2026-03-14T10:00:00Z&to=2026-03-14T11:00:00Z&zone=nowhere", 404),
            ("/api/v1/readings?from=2026-03-14T10:00:00Z&to=2026-03-14T11:00:00Z&cursor=x", 400),
        ])
    func problems(path: String, status: Int) async throws {
        try await TestSite.serve { site in
            let answer = try await site.get(path)
            #expect(answer.status == status)
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(answer.object["status"] as? Int == status)
            #expect((answer.object["title"] as? String)?.isEmpty == false)
            #expect((answer.object["detail"] as? String)?.isEmpty == false)
        }
    }

    @Test("nothing can be written", arguments: ["POST", "PUT", "DELETE"])
    func methods(method: String) async throws {
        try await TestSite.serve { site in
            let answer = try await site.get("/api/v1/zones", method: method)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "GET, HEAD")
            #expect(answer["Content-Type"] == "application/problem+json")
        }
    }

    @Test(
        "HEAD answers as GET, without a body",
        arguments: ["/", "/api/v1/zones", "/healthz", "/live", "/nothing"])
    func head(path: String) async throws {
        try await TestSite.serve { site in
            let answer = try await site.get(path, method: "HEAD")
            #expect(answer.status == (path == "/nothing" ? 404 : 200))
            #expect(answer.body.isEmpty)
        }
    }

    @Test("the zones say what is live, what is stale and of what nothing is known")
    func zones() async throws {
        try await TestSite.serve(zones: ["old-market", "park", "station"]) { site in
            try await site.publish(.sample(1), .sample(2, .sample("park", from: .at("12:00"))))
            let object = try await site.get("/api/v1/zones").object
            #expect(object["now"] as? String == "2026-03-14T14:20:00Z")
            #expect(object["city"] as? String == "Mechelen")
            #expect(object["time_zone"] as? String == "Europe/Brussels")
            #expect(object["attribution"] as? String == "Stad Mechelen")
            let zones = try #require(object["zones"] as? [[String: Any]])
            #expect(zones.map { $0["id"] as? String } == ["old-market", "park", "station"])
            #expect(zones.map { $0["state"] as? String } == ["live", "stale", "none"])
            #expect((zones[0]["name"] as? [String: String])?["nl"] == "De old-market")
            #expect((zones[0]["reading"] as? [String: Any])?["level"] as? Int == 3)
            #expect(zones[2]["reading"] is NSNull)
            site.clock.set(.at("14:35"))
            let later = try await site.get("/api/v1/zones").object["zones"] as? [[String: Any]]
            #expect(later?.first?["state"] as? String == "stale")
        }
    }

    @Test("history comes in pages that follow each other")
    func history() async throws {
        try await TestSite.serve { site in
            let all = (0..<1_100).map { number in
                Publication.sample(number + 1, .sample(from: .at("00:00") - .seconds(900 * number)))
            }
            try await site.store.write(all)
            var path =
                "/api/v1/readings?from=2026-02-01T00:00:00Z&to=2026-03-15T01:00:00%2B01:00&zone=old-market"
            var starts: [String] = []
            for expected in [500, 500, 100] {
                let answer = try await site.get(path)
                let items = try #require(answer.object["items"] as? [[String: Any]])
                #expect(items.count == expected)
                starts += items.compactMap { $0["from"] as? String }
                let next = answer.object["next"] as? String
                #expect((next == nil) == (expected == 100))
                if let next { #expect(answer["Link"]?.contains("cursor=\(next)>; rel=\"next\"") == true) }
                if let next {
                    path = String(path.split(separator: "&cursor").first ?? "") + "&cursor=\(next)"
                }
            }
            #expect(starts == all.reversed().compactMap { $0.reading.map { "\($0.window.start)" } })
        }
    }

    @Test("an offset is understood, escaped or not", arguments: ["+", "%2B"])
    func offset(plus: String) async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1))
            let answer = try await site.get(
                "/api/v1/readings?from=2026-03-14T15:00:00\(plus)01:00&to=2026-03-14T15:15:00\(plus)01:00")
            #expect((answer.object["items"] as? [Any])?.count == 1)
        }
    }

    @Test(
        "history is a table for who asks for one",
        arguments: ["text/csv", "text/csv;q=0.9, application/json;q=0.1"])
    func table(accept: String) async throws {
        try await TestSite.serve { site in
            try await site.publish(
                .sample(
                    1, .sample(completeness: 0.67, reasons: [.sensors(.init(2, of: 3)), .publicHoliday])),
                .sample(2, .sample("station", content: .withheld, reasons: [.tooFewPassersBy])))
            let answer = try await site.get(
                "/api/v1/readings?from=2026-03-14T00:00:00Z&to=2026-03-15T00:00:00Z",
                headers: ["Accept": accept])
            #expect(answer["Content-Type"]?.hasPrefix("text/csv") == true)
            #expect(
                answer.text == """
                    zone,event,indicator,from,to,value,unit,lower,upper,coverage,deviation,busyness,level,score,class,\
                    grade,confidence,completeness,status,reason,method,version\r
                    old-market,,relatieve-drukte-index,2026-03-14T14:00:00Z,2026-03-14T14:15:00Z,100,%,,,,usual,85,3,,,,\
                    high,0.67,final,sensors public_holiday,barometer/1.0.0,1\r
                    station,,relatieve-drukte-index,2026-03-14T14:00:00Z,2026-03-14T14:15:00Z,,%,,,,,,,,,,\
                    ,1,withheld,too_few_passers_by,barometer/1.0.0,1\r

                    """)
        }
    }

    @Test("what an event did is found by its name and by its time")
    func impacts() async throws {
        try await TestSite.serve { site in
            try await site.publish(.impact(1))
            let one = try await site.get("/api/v1/events/zaterdagmarkt-20260314/impact").object
            #expect(one["event"] as? String == "zaterdagmarkt-20260314" && one["value"] as? Int == 42)
            let list = try await site.get("/api/v1/events?from=2026-03-14T00:00:00Z&to=2026-03-15T00:00:00Z")
            #expect((list.object["items"] as? [Any])?.count == 1)
            #expect(try await site.get("/api/v1/events?from=2026-03-14T00:00:00Z").status == 400)
            #expect(try await site.get("/api/v1/events/kermis/impact").status == 404)
        }
    }

    @Test("operators see health, readiness with reasons, and metrics")
    func operations() async throws {
        try await TestSite.serve { site in
            #expect(try await site.get("/healthz").text == "ok\n")
            #expect(try await site.get("/readyz").status == 200)
            let metrics = try await site.get("/metrics")
            #expect(metrics["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            #expect(metrics.text == "footfall_up 1\n")
        }
        try await TestSite.serve(readiness: ["broker not reached"]) { site in
            let answer = try await site.get("/readyz")
            #expect(answer.status == 503)
            #expect(answer.object["reasons"] as? [String] == ["broker not reached"])
        }
    }

    @Test("every answer keeps the browser on a leash", arguments: ["/", "/api/v1/zones", "/nothing"])
    func security(path: String) async throws {
        try await TestSite.serve { site in
            let answer = try await site.get(path)
            let policy = try #require(answer["Content-Security-Policy"])
            #expect(policy.contains("default-src 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Referrer-Policy"] == "no-referrer")
        }
    }
}

import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

@Suite("Linked data over HTTP") struct StreamRouteTests {
    static let root = "/ldes/indicators"
    static let day = "/ldes/indicators/2026-03-14"

    @Test(
        "is written as the client would rather have it",
        arguments: [
            (nil, "text/turtle"), ("*/*", "text/turtle"), ("text/turtle", "text/turtle"),
            ("application/n-quads", "application/n-quads"),
            ("text/turtle;q=0.4, application/n-quads;q=0.6", "application/n-quads"),
            ("text/html, application/xhtml+xml, */*;q=0.8", "text/turtle"),
            ("nonsense", nil), ("text/turtle;q=0", nil), ("application/ld+json", nil),
        ] as [(String?, String?)])
    func negotiation(accept: String?, type: String?) async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1))
            for path in [Self.root, Self.day, Self.day + "/1"] {
                let answer = try await site.get(path, headers: accept.map { ["Accept": $0] } ?? [:])
                #expect(answer.status == (type == nil ? 406 : 200))
                #expect(answer["Content-Type"] == type ?? "application/problem+json")
                #expect(answer["Access-Control-Allow-Origin"] == "*")
            }
        }
    }

    @Test("may be kept for a minute while it grows, and for ever once it is sealed")
    func caching() async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1))
            for path in [Self.root, Self.day, Self.day + "/1"] {
                #expect(try await site.get(path)["Cache-Control"] == "public, max-age=60")
            }
            try await site.stream.pass(.at("12:00") + .seconds(86_400))
            #expect(try await site.get(Self.root)["Cache-Control"] == "public, max-age=60")
            for path in [Self.day, Self.day + "/1"] {
                let answer = try await site.get(path)
                #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable")
                #expect(answer["Vary"] == "Accept" && answer.text.contains("ldes:immutable true"))
                let tag = try #require(answer["ETag"])
                #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
                let again = try await site.get(path, headers: ["If-None-Match": tag])
                #expect(again.status == 304 && again.body.isEmpty)
                let lines = try await site.get(path, headers: ["Accept": "application/n-quads"])
                #expect(lines["ETag"] != tag)
                let head = try await site.get(path, method: "HEAD")
                #expect(head.status == 200 && head["ETag"] == tag && head.body.isEmpty)
            }
        }
    }

    @Test(
        "is not at other addresses",
        arguments: [
            "/ldes", "/ldes/other", "/ldes/indicators/2026-03-15", "/ldes/indicators/2026-3-14",
            "/ldes/indicators/today", "/ldes/indicators/2026-03-14/0", "/ldes/indicators/2026-03-14/01",
            "/ldes/indicators/2026-03-14/2", "/ldes/indicators/2026-03-14/-1",
            "/ldes/indicators/2026-03-14/99999999999999999999", "/doc/zone/nowhere", "/doc/event/nothing",
            "/doc/concept/level/1", "/doc/concept/activiteittype/markt", "/doc/concept/grade/E",
            "/doc/procedure/barometer/9.9.9",
            "/doc/observation/barometer/old-market/20260314T141500Z-PT16M",
            "/doc/observation/barometer/old-market/20260314T141500Z-PT15M/v2",
            "/doc/observation/barometer/old-market/20260314T141500Z-PT15M/v0",
            "/doc/observation/barometer/old-market/20260314T141500Z-PT15M/v01",
            "/doc/observation/barometer/cellar/20260314T141500Z-PT15M", "/doc/observation/other/a/b",
        ])
    func missing(path: String) async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1), .sample(2, .sample("cellar")))
            let answer = try await site.get(path)
            #expect(answer.status == 404 && answer["Content-Type"] == "application/problem+json")
        }
    }

    @Test("says that a day which is kept no longer was there")
    func gone() async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1))
            try await site.stream.pass(.at("12:00") + .seconds(86_400))
            try await site.stream.prune(asOf: .at("12:00") + .seconds(800 * 86_400))
            #expect(try await site.get(Self.day).status == 410)
            #expect(try await site.get(Self.day + "/1").status == 410)
            #expect(try await site.get(Self.root).text.contains("2026-03-14>") == false)
        }
    }

    @Test("has a name for each thing, which leads to what is told of it")
    func names() async throws {
        try await TestSite.serve { site in
            let market = EventID("feest é")
            try await site.publish(.sample(1), .impact(2, .sample(market.name)))
            let addresses = AddressSpace(base: "https://data.example.org")
            let window = Publication.sample(1).subject
            let names = [
                addresses.zone(ZoneID("old-market")), addresses.event(market),
                addresses.concept("deviation", "busier"), addresses.procedure(Reading.method),
                addresses.procedure(Impact.method), addresses.system, addresses.observation(of: window),
                addresses.version(.sample(1)), addresses.version(.impact(2, .sample(market.name))),
                addresses.base + "/id/concept/class",
            ]
            for name in names {
                let path = String(name.dropFirst(addresses.base.count))
                let answer = try await site.get(path)
                #expect(answer.status == 200 && answer["Content-Type"] == "application/ld+json", "\(path)")
                let told = answer.object["@id"] as? String
                #expect(told == name || name == addresses.observation(of: window), "\(path)")
                let turtle = try await site.get(path, headers: ["Accept": "text/turtle"])
                #expect(turtle["Content-Type"] == "text/turtle" && turtle.text.contains("<\(told ?? "")> a "))
            }
            #expect(try await site.get("/context.jsonld").object["@context"] != nil)
        }
    }

    @Test("leads from an older version to its page, and from what was retracted nowhere")
    func versions() async throws {
        try await TestSite.serve { site in
            let first = Publication.sample(1)
            try await site.publish(first)
            try await site.publish(.sample(2, version: 2, .sample(content: .sample(index: 150))))
            let path = "/id/observation/barometer/old-market/20260314T141500Z-PT15M"
            #expect(try await site.get(path).object["version"] as? Int == 2)
            let old = try await site.get(path + "/v1")
            #expect(old.status == 200 && old.text.contains("tree:member"))
            try await site.publish(.retraction(3, version: 3, of: first.subject))
            #expect(try await site.get(path).status == 410)
            #expect(try await site.get(path + "/v3").object["@type"] as? String == "as:Delete")
            #expect(try await site.get(Self.day + "/1").text.ranges(of: "tree:member").count == 3)
        }
    }
}

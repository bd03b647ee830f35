import Barometer
import Foundation
import Logging
import Sinks
import Synchronization
import TestKit
import Testing

/// A real server takes the calls; a judge holds what it was sent against the schema.
@Suite("A context broker") struct ContextBrokerTests {
    /// A sink, the server that it speaks to, and how many entities it gave up.
    private struct Place {
        let taker: CallTaker
        let sink: ContextBroker
        let refused: Counter

        init(published: [Publication] = [], token: String? = nil) async throws {
            let taker = try await CallTaker()
            let refused = Counter()
            let zones = [
                ZoneDescription(
                    id: ZoneID("old-market"), name: .both("Oude Markt"),
                    location: .init(longitude: 4.4803, latitude: 51.0281))
            ]
            let city = CityDescription(
                name: "Mechelen", timeZone: "Europe/Brussels", attribution: nil, zones: zones,
                events: [EventID("zaterdagmarkt-20260314"): .init(name: .both("Zaterdagmarkt"))])
            sink = ContextBroker(
                .init(
                    address: "http://localhost:\(taker.port)", tenant: "mechelen", token: token,
                    city: "mechelen", context: "https://data.example.org/ngsi-context.jsonld"),
                city: { city }, published: { published }, logger: .silent,
                onRefused: { refused.add($0) })
            (self.taker, self.refused) = (taker, refused)
        }

        /// Method and the end of the path.
        var calls: [String] {
            taker.calls.map {
                "\($0.method) \($0.path.split(separator: "/").suffix(3).joined(separator: "/"))"
            }
        }

        func entities() throws -> [[String: Any]] {
            try taker.calls.filter { $0.method == "POST" }.flatMap { call in
                try #require(
                    try JSONSerialization.jsonObject(with: Data(call.body.utf8)) as? [[String: Any]])
            }
        }
    }

    private final class Counter: Sendable {
        private let number = Mutex(0)
        var value: Int { number.withLock { $0 } }
        func add(_ more: Int) { number.withLock { $0 += more } }
    }

    private static let upsert = "POST v1/entityOperations/upsert?options=update"
    private static let zone = "urn:ngsi-ld:CrowdFlowObserved:mechelen-old-market"

    @Test("has an entity of each zone, with what is known of it, and its place")
    func reading() async throws {
        let place = try await Place(token: "s3cret")
        try await place.sink.write([.sample(1), .sample(2, .sample(from: .at("14:15")))])
        let call = try #require(place.taker.calls.first)
        #expect(place.calls == [Self.upsert])
        #expect(call.type == "application/ld+json")
        #expect(call.authorization == "Bearer s3cret")
        #expect(call.headers["ngsild-tenant"] == "mechelen")
        let entity = try #require(try place.entities().first)
        #expect(entity["id"] as? String == Self.zone)
        func value(_ name: String) -> Any? { (entity[name] as? [String: Any])?["value"] }
        #expect(value("dateObserved") as? String == "2026-03-14T14:15:00Z/2026-03-14T14:30:00Z")
        #expect(value("busynessIndex") as? Int == 100 && value("busynessLevel") as? Int == 3)
        #expect(value("busynessShareOfPeak") as? Int == 85 && value("congested") as? Bool == false)
        let point = try #require(value("location") as? [String: Any])
        #expect(point["coordinates"] as? [Double] == [4.4803, 51.0281])
    }

    @Test("keeps no number of what is withheld or in cold start, and deletes it once")
    func withheld() async throws {
        let place = try await Place()
        let gone = ["busynessIndex", "busynessLevel", "busynessShareOfPeak", "congested"]
            .map { "DELETE \(Self.zone)/attrs/\($0)" }
        let withheld = Reading.sample(content: .withheld, reasons: [.noData])
        try await place.sink.write([.sample(1, withheld)])
        #expect(place.calls == gone + [Self.upsert])
        #expect(
            place.taker.calls.first?.headers["link"]?.hasPrefix(
                "<https://data.example.org/ngsi-context.jsonld>; rel=\"http://www.w3.org/ns/json-ld#context\""
            )
                == true)
        try await place.sink.write([.sample(2, version: 2, withheld)])
        #expect(place.calls == gone + [Self.upsert, Self.upsert])
        let cold = Reading.sample(content: .sample(level: nil), reasons: [.coldStart])
        try await place.sink.write([.sample(3, version: 3, .sample()), .sample(4, version: 4, cold)])
        #expect(place.calls.count == 7 && place.calls.last == Self.upsert)
        try await place.sink.write([.sample(5, version: 5, .sample())])
        try await place.sink.write([.retraction(6, version: 6, of: Publication.sample(1).subject)])
        #expect(place.calls.suffix(5) == gone + [Self.upsert])
        #expect(try place.entities().last?["busynessIndex"] == nil)
    }

    @Test("has an entity of each event, and none of what is withheld or taken back")
    func impact() async throws {
        let place = try await Place()
        try await place.sink.write([.impact(1)])
        let id = "urn:ngsi-ld:KeyPerformanceIndicator:mechelen-zaterdagmarkt-20260314-old-market"
        let entity = try #require(try place.entities().first)
        #expect(entity["id"] as? String == id)
        let value = try #require(entity["kpiValue"] as? [String: Any])
        #expect(value["value"] as? Int == 42 && value["unitCode"] as? String == "P1")
        #expect((entity["process"] as? [String: Any])?["value"] as? String == "Zaterdagmarkt")
        try await place.sink.write([
            .impact(2, version: 2, .sample(content: .withheld, reasons: [.lowCoverage]))
        ])
        #expect(place.calls.last == "DELETE v1/entities/\(id)")
        try await place.sink.write([.impact(3, version: 3)])
        try await place.sink.write([.retraction(4, version: 4, of: Publication.impact(1).subject)])
        #expect(place.calls.suffix(2) == [Self.upsert, "DELETE v1/entities/\(id)"])
    }

    @Test("is sent what the schema of the standard takes, whatever was published", arguments: [1, 2])
    func chance(seed: UInt64) async throws {
        let place = try await Place()
        let all = Array(PublicationsByChance(seed: seed).prefix(1_000))
        for start in stride(from: 0, to: all.count, by: 250) {
            try await place.sink.write(Array(all[start..<start + 250]))
        }
        let bodies = place.taker.calls.filter { $0.method == "POST" }.map(\.body)
        #expect(bodies.count >= 4)
        try await Folder.use { folder in
            try bodies.joined(separator: "\n").write(
                toFile: folder + "bodies", atomically: true, encoding: .utf8)
            let verdict = try await Judge.Sitting("ngsi_contract.py", [folder + "bodies"]).verdict()
            #expect(verdict.code == 0, "\(verdict.text)")
        }
    }

    @Test("keeps the newest, also when it began after that was told")
    func older() async throws {
        let newest = Publication.sample(2, .sample(from: .at("14:15")))
        let place = try await Place(published: [newest])
        let correction = Publication.sample(3, version: 2, .sample(from: .at("14:00")))
        try await place.sink.write([correction])
        #expect(place.calls.isEmpty)
        try await place.sink.write([newest])
        try await place.sink.write([newest, correction])
        #expect(place.calls == [Self.upsert])
    }

    @Test(
        "that cannot take it now is asked again, and what it will never take is let go and counted",
        arguments: [
            (500, nil), (503, "7"), (429, "0"), (401, nil), (404, nil), (302, nil), (400, ""), (422, ""),
        ])
    func status(status: Int, retryAfter: String?) async throws {
        let place = try await Place()
        try place.taker.answer(
            status, #"{"title": "No", "detail": "that is wrong"}"#,
            headers: retryAfter.map { ["Retry-After": $0] } ?? [:])
        let batch = [Publication.sample(1), .sample(2, .sample("station")), .impact(3)]
        if retryAfter == "" {
            try await place.sink.write(batch)
            #expect(place.refused.value == 3)
            // All three, then one and two, then each of the two.
            #expect(place.calls.count == 5)
            return
        }
        let error = await #expect(throws: SinkError.self) { try await place.sink.write(batch) }
        #expect(error?.retryHelps == true && place.refused.value == 0)
        #expect(error?.retryAfter == retryAfter.flatMap { Int($0) }.map { .seconds($0) })
        try place.taker.answer(204)
        try await place.sink.write(batch)
        #expect(try place.entities().count == 6)
    }

    @Test("says which entities it did not take, and only those that it may take later come again")
    func partly() async throws {
        let place = try await Place()
        func errors(_ id: String, _ status: Int) -> String {
            #"{"success": [], "errors": [{"entityId": "\#(id)", "error": {"title": "No", "status": \#(status)}}]}"#
        }
        let batch = [Publication.sample(1), .sample(2, .sample("station"))]
        try place.taker.answer(207, errors(Self.zone, 400))
        try await place.sink.write(batch)
        #expect(place.refused.value == 1)
        let next = [Publication.sample(3, version: 2), .sample(4, version: 2, .sample("station"))]
        try place.taker.answer(207, errors(Self.zone, 503))
        let error = await #expect(throws: SinkError.self) { try await place.sink.write(next) }
        #expect(error?.retryHelps == true && place.refused.value == 1)
        try place.taker.answer(201)
        try await place.sink.write(next)
        #expect(try place.entities().compactMap { $0["id"] as? String }.suffix(1) == [Self.zone])
        #expect(try place.entities().count == 5)
    }

    @Test("that is away is asked again")
    func away() async throws {
        let place = try await Place()
        place.taker.stop()
        let error = await #expect(throws: SinkError.self) { try await place.sink.write([.sample(1)]) }
        #expect(error?.retryHelps == true)
        try await place.taker.start()
        try await place.sink.write([.sample(1)])
        #expect(place.calls == [Self.upsert])
    }
}

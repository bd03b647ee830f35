import Barometer
import Foundation
import Mosquitto
import Sinks
import TestKit
import Testing

@Suite("An outlook") struct OutlookTests {
    @Test("is a retained CloudEvent on MQTT that expires when it is over")
    func envelope() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker)
        let start = ContinuousClock.now
        try await sink.tell([.outlook(.sample())])
        let topic = try #require(try await topics(broker).first)
        let underway = Int((ContinuousClock.now - start).components.seconds) + 2
        #expect(topic.topic == "barometer/v1/zone/old-market/outlook")
        #expect(topic.retain == 1 && topic.qos == 1)
        #expect(topic.properties?.contentType == "application/cloudevents+json")
        // Made at 14:15 for 25 minutes, sent at 14:20.
        #expect((1200 - underway...1200).contains(topic.properties?.expiry ?? 0))
        let event = try object(topic.payload)
        #expect(event["id"] as? String == "outlook/old-market/2026-03-14T14:15:00Z")
        #expect(event["type"] as? String == "org.example.footfall.outlook.v1")
        #expect(event["subject"] as? String == "zone/old-market")
        #expect(event["time"] as? String == "2026-03-14T14:15:00Z")
        #expect(event["dataschema"] as? String == "https://data.example.org/schema/outlook.schema.json")
        let data = try #require(event["data"] as? [String: Any])
        #expect(data["status"] as? String == "expected")
        #expect((data["steps"] as? [Any])?.count == 4)
    }

    @Test("that is over is not sent, and an alarm has no topic of a zone's")
    func over() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker, now: .at("14:40"))
        try await sink.tell([.outlook(.sample()), .outlook(.sample("station", made: .at("14:30")))])
        #expect(try await topics(broker).map(\.topic) == ["barometer/v1/zone/station/outlook"])
    }

    @Test("is told again to a broker that forgot it")
    func outage() async throws {
        let broker = try await Broker(.init(lines: ["autosave_interval 0"]))
        let sink = MQTTSink.sample(broker)
        try await sink.tell([.outlook(.sample())])
        try await broker.kill()
        await #expect(throws: SinkError.self) { try await sink.tell([.outlook(.sample("station"))]) }
        try await broker.start()
        try await sink.tell([.outlook(.sample("station"))])
        #expect(
            try await topics(broker).map(\.topic).sorted()
                == ["barometer/v1/zone/old-market/outlook", "barometer/v1/zone/station/outlook"])
    }

    @Test("has its members over HTTP, until it is over")
    func route() async throws {
        try await TestSite.serve { site in
            let path = "/api/v1/zones/old-market/outlook"
            #expect(try await site.get(path).status == 404)
            let record = Outlook.Record(levelHit: Share(0.86), inInterval: Share(0.9))
            try await site.feed.tell([.outlook(.sample(record: record))])
            let answer = try await site.get(path)
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "no-cache")
            #expect(
                Set(answer.object.keys) == [
                    "zone", "made", "valid_until", "status", "unit", "steps", "rest_of_day", "record",
                    "method",
                ])
            let step = try #require((answer.object["steps"] as? [[String: Any]])?.last)
            #expect(step["from"] as? String == "2026-03-14T15:00:00Z")
            #expect(step["to"] as? String == "2026-03-14T15:15:00Z")
            #expect([step["lower"], step["value"], step["upper"]].map { $0 as? Int } == [80, 100, 125])
            #expect(step["level"] as? Int == 3)
            #expect((step["label"] as? [String: String])?["nl"] == "druk")
            #expect(
                (answer.object["record"] as? [String: Double]) == ["level_hit": 0.86, "in_interval": 0.9])
            site.clock.set(.at("14:40"))
            #expect(try await site.get(path).status == 404)
            #expect(try await site.get("/api/v1/zones/nowhere/outlook").status == 404)
        }
    }

    @Test("that is withheld says why, and has no number")
    func withheld() async throws {
        try await TestSite.serve { site in
            try await site.feed.tell([.outlook(.withheld(reasons: [.tooFewPassersBy]))])
            let answer = try await site.get("/api/v1/zones/old-market/outlook").object
            #expect(answer["status"] as? String == "withheld")
            #expect((answer["steps"] as? [Any])?.isEmpty == true)
            #expect((answer["reason"] as? [[String: String]]) == [["code": "too_few_passers_by"]])
            #expect(answer["rest_of_day"] == nil)
        }
    }

    @Test("reaches who listens, and who comes later while it holds; an alarm does not")
    func live() async throws {
        try await TestSite.serve { site in
            let early = try Listener(port: site.port)
            try await early.wait(for: "event: now")
            try await site.feed.tell([.alarm(.sample()), .outlook(.sample())])
            try await early.wait(for: "event: outlook\ndata: {\"made\":\"2026-03-14T14:15:00Z\"")
            let late = try Listener(port: site.port)
            try await late.wait(for: "event: now")
            #expect(late.text.contains("event: outlook\n"))
            #expect(!early.text.contains("silence") && !late.text.contains("silence"))
            site.clock.set(.at("14:40"))
            let tooLate = try Listener(port: site.port)
            try await tooLate.wait(for: "event: now")
            #expect(!tooLate.text.contains("outlook"))
        }
    }

    private func topics(_ broker: Broker) async throws -> [Topic] {
        try await Topic.retained(port: broker.port, filter: "barometer/v1/zone/#")
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}

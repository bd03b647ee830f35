import Barometer
import Foundation
import Logging
import Mosquitto
import ServiceLifecycle
import Sinks
import TestKit
import Testing

@Suite("On MQTT") struct MQTTSinkTests {
    @Test("a reading is a retained CloudEvent that expires with it")
    func envelope() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker)
        let start = ContinuousClock.now
        try await sink.write([.sample(184_467)])
        let topic = try #require(
            try await Topic.retained(port: broker.port, filter: "barometer/v1/zone/#").first)
        let underway = Int((ContinuousClock.now - start).components.seconds) + 2
        #expect(topic.topic == "barometer/v1/zone/old-market/reading")
        #expect(topic.retain == 1)
        #expect(topic.qos == 1)
        #expect(topic.properties?.contentType == "application/cloudevents+json")
        #expect(topic.properties?.format == 1)
        // Valid until 14:35, sent at 14:20; the broker takes off what it waited there.
        #expect((900 - underway...900).contains(topic.properties?.expiry ?? 0))
        let event = try #require(
            try JSONSerialization.jsonObject(with: Data(topic.payload.utf8)) as? [String: Any])
        #expect(
            Set(event.keys) == [
                "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema",
                "data",
            ])
        #expect(event["specversion"] as? String == "1.0")
        #expect(event["id"] as? String == "184467")
        #expect(event["source"] as? String == "https://data.example.org/id/system/footfalld")
        #expect(event["type"] as? String == "org.example.footfall.barometer.v1")
        #expect(event["subject"] as? String == "zone/old-market")
        #expect(event["time"] as? String == "2026-03-14T14:15:01Z")
        #expect(event["datacontenttype"] as? String == "application/json")
        #expect(event["dataschema"] as? String == "https://data.example.org/schema/indicator.schema.json")
        #expect((event["data"] as? [String: Any])?["value"] as? Int == 100)
    }

    @Test("a stale reading is counted and not sent")
    func stale() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker, now: .at("14:35"))
        try await sink.write([.sample(1), .sample(2, .sample("station", from: .at("14:15")))])
        #expect(try await Topic.readings(port: broker.port).map { $0.subject.zone?.name } == ["station"])
        #expect(sink.staleReadings == 1)
    }

    @Test("a correction of an older window does not replace the newest one")
    func correction() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker)
        let newest = Publication.sample(2, .sample(from: .at("14:15")))
        try await sink.write([newest])
        try await sink.write([.sample(3, version: 2, .sample(from: .at("14:00")))])
        #expect(try await Topic.readings(port: broker.port) == [newest])
    }

    @Test("the status says online while it runs, and offline after a goodbye")
    func status() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker)
        let group = ServiceGroup(configuration: .init(services: [sink], logger: .silent))
        let running = Task { try await group.run() }
        var seen = ""
        for _ in 0..<10 where seen != "{\"online\":true}" { seen = try await status(broker) }
        #expect(seen == "{\"online\":true}")
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(try await status(broker) == "{\"online\":false}")
    }

    @Test("a broker that is gone is an error that may pass, and what it forgot is told again")
    func outage() async throws {
        let broker = try await Broker(.init(lines: ["autosave_interval 0"]))
        let sink = MQTTSink.sample(broker)
        try await sink.write([.sample(1)])
        try await broker.kill()
        let error = await #expect(throws: SinkError.self) {
            try await sink.write([.sample(2, .sample("station"))])
        }
        #expect(error?.retryHelps == true)
        try await broker.start()
        try await sink.write([.sample(2, .sample("station"))])
        #expect(
            try await Topic.readings(port: broker.port).map { $0.subject.zone?.name } == [
                "old-market", "station",
            ])
    }

    @Test("an impact has a topic of its own, without expiry, and what is retracted leaves its topic empty")
    func impacts() async throws {
        let broker = try await Broker()
        let sink = MQTTSink.sample(broker)
        try await sink.write([.sample(1), .impact(2)])
        let filter = "barometer/v1/event/#"
        let topic = try #require(try await Topic.retained(port: broker.port, filter: filter).first)
        #expect(topic.topic == "barometer/v1/event/zaterdagmarkt-20260314/impact")
        #expect(topic.properties?.expiry == nil)
        #expect(topic.payload.contains("org.example.footfall.eventimpact.v1"))
        #expect(topic.payload.contains("\"subject\":\"event/zaterdagmarkt-20260314\""))
        try await sink.write([
            .retraction(3, version: 2, of: Publication.sample(1).subject),
            .retraction(4, version: 2, of: Publication.impact(2).subject),
        ])
        #expect(try await Topic.retained(port: broker.port, filter: filter).isEmpty)
        #expect(try await Topic.readings(port: broker.port).isEmpty)
    }

    private func status(_ broker: Broker) async throws -> String {
        try await Topic.retained(port: broker.port, filter: "barometer/v1/status").first?.payload ?? ""
    }
}

extension MQTTSink {
    static func sample(_ broker: Broker, now: EventTime = .at("14:20")) -> MQTTSink {
        MQTTSink(
            endpoint: Endpoint(port: broker.port, clientID: "sink"), origin: .example, now: { now },
            logger: .silent)
    }
}

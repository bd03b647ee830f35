import Barometer
import Foundation
import Mosquitto
import Sinks
import TestKit
import Testing

@Suite("The operator's board") struct AlarmBoardTests {
    private func board(_ broker: Broker) -> AlarmBoard {
        AlarmBoard(endpoint: Endpoint(port: broker.port, clientID: "board"), origin: .example)
    }

    /// Zone and rules of each list that the broker keeps.
    private func lists(_ broker: Broker) async throws -> [String] {
        try await Topic.retained(port: broker.port, filter: "barometer/v1/alarm/+").map { topic in
            let event = try JSONSerialization.jsonObject(with: Data(topic.payload.utf8)) as? [String: Any]
            let data = try #require(event?["data"] as? [String: Any])
            let alarms = try #require(data["alarms"] as? [[String: Any]])
            #expect(topic.retain == 1 && topic.qos == 1)
            #expect(topic.properties?.contentType == "application/cloudevents+json")
            #expect(event?["type"] as? String == "org.example.footfall.alarms.v1")
            #expect(topic.topic.hasSuffix("/\(data["zone"] as? String ?? "")"))
            return "\(topic.topic.split(separator: "/").last ?? "") "
                + alarms.compactMap { $0["rule"] as? String }.joined(separator: ",")
        }.sorted()
    }

    @Test("has a list for each zone, empty when all is well, and shows what is new")
    func lists() async throws {
        let broker = try await Broker()
        let board = board(broker)
        let zones = [ZoneID("old-market"), ZoneID("station")]
        try await board.show([], in: zones, at: .at("14:20"))
        #expect(try await lists(broker) == ["old-market ", "station "])
        try await board.show([.sample(), .sample(rule: "blind")], in: zones, at: .at("14:21"))
        #expect(try await lists(broker) == ["old-market full,blind", "station "])
        // A zone that is gone keeps no alarm.
        try await board.show([.sample("station")], in: [ZoneID("station")], at: .at("14:22"))
        #expect(try await lists(broker) == ["old-market ", "station full"])
        await board.close()
        let status = try await Topic.retained(port: broker.port, filter: "barometer/v1/alarm")
        #expect(status.map(\.payload) == ["{\"online\":false}"])
    }

    @Test("after an outage everything is shown again")
    func outage() async throws {
        let broker = try await Broker(.init(lines: ["autosave_interval 0"]))
        let board = board(broker)
        let zones = [ZoneID("old-market"), ZoneID("station")]
        try await board.show([.sample()], in: zones, at: .at("14:20"))
        try await broker.kill()
        await #expect(throws: SinkError.self) {
            try await board.show([.sample(), .sample("station")], in: zones, at: .at("14:21"))
        }
        try await broker.start()
        try await board.show([.sample(), .sample("station")], in: zones, at: .at("14:22"))
        #expect(try await lists(broker) == ["old-market full", "station full"])
    }
}

import Barometer
import Foundation
import Glibc
import Mosquitto
import TestKit
import Testing

@testable import footfalld

@Suite("The daemon") struct DaemonRestartTests {
    private func messages(_ minutes: Range<Int>) -> [OutgoingMessage] {
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 / 86_400) * 86_400_000)
        return minutes.map { minute in
            let end = now - .seconds(86_400) + .seconds(minute * 60)
            return OutgoingMessage(
                topic: "kill/old-market-1", payload: Array(#"{"ts":"\#(end)","n":1}"#.utf8))
        }
    }

    @Test("stopped and started again, it has all that came meanwhile, and nothing twice")
    func restart() async throws {
        let broker = try await Broker()
        let town = try Town(broker: broker.port)
        let publisher = Publisher(broker.endpoint("p"))
        var daemon = try town.daemon()
        try await daemon.ready()
        for round in 0..<3 {
            try await publisher.publish(messages(round * 100..<round * 100 + 60))
            #expect(try await daemon.stop() == 0)
            try await publisher.publish(messages(round * 100 + 50..<round * 100 + 100))
            daemon = try town.daemon()
            try await daemon.ready()
        }
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()
        #expect(try await daemon.stop() == 0)
        let heard = try town.journalled(source: "kill")
        #expect(heard.count == 300)
        #expect(heard.values.allSatisfy { $0 == 1 })
    }

    @Test("messages that cannot be understood are let go and hold up none")
    func poison() async throws {
        let broker = try await Broker()
        let town = try Town(broker: broker.port)
        let daemon = try town.daemon()
        try await daemon.ready()
        let bad = [
            "", "{", "[]", #"{"ts":"0001-01-01T00:00:00Z","n":1}"#, #"{"ts":"9999-12-31T23:59:59Z","n":1}"#,
            #"{"ts":"1970-01-01T00:00:00Z","n":-1}"#, #"{"ts":"2026-01-01T00:00:00Z","n":1e400}"#,
            #"{"ts":null,"n":1}"#,
        ]
        let publisher = Publisher(broker.endpoint("p"))
        try await publisher.publish(messages(0..<10))
        try await publisher.publish(
            bad.map { OutgoingMessage(topic: "kill/old-market-1", payload: Array($0.utf8)) })
        try await publisher.publish(messages(10..<50))
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()
        #expect(try await daemon.get("/healthz").status == 200)
        #expect(try await daemon.stop() == 0)
        #expect(try town.journalled(source: "kill").count >= 50)
    }

    @Test("a second one does not get into the same data folder")
    func locked() async throws {
        let broker = try await Broker()
        let town = try Town(broker: broker.port)
        let daemon = try town.daemon()
        try await daemon.ready()
        let second = try town.daemon()
        #expect(try await second.ended() == 74)
        #expect(second.errors.contains("lock is held by another footfalld"))
        #expect(second.errors.contains("stop the other one"))
        let file = try town.file("h.csv", Traffic.header)
        let load = try DaemonProcess(["import", "--config", town.config, "--data", town.data, file])
        #expect(try await load.ended() == 74)
        #expect(daemon.isRunning)
        #expect(try await daemon.stop() == 0)
    }
}

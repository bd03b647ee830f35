import Footfall
import Foundation
import Mosquitto
import TestKit
import Testing

@testable import footfalld

@Suite("discover") struct DiscoverTests {
    private func publish(_ broker: Broker, _ topic: String, _ payload: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/mosquitto_pub")
        process.arguments = ["-h", "127.0.0.1", "-p", "\(broker.port)", "-t", topic, "-m", payload, "-r"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("tells shapes, who takes them, and drafts the rest, without payloads")
    func live() async throws {
        let broker = try await Broker()
        let town = try Town()
        try town.write(
            "mappings/known.yaml",
            """
            name: known
            match: { topic: "known/{gate}" }
            fields: { sensor: "{gate}", count: $.n, kind: delta }
            time: received
            """)
        try publish(broker, "known/g1", "{\"n\":1}")
        for gate in 1...3 {
            try publish(
                broker, "new/gate\(gate)/count",
                "{\"sensor\":\"g\(gate)\",\"ts\":1773479700,\"in\":77123,\"out\":2,\"note\":\"SECRET\"}")
        }
        let process = try DaemonProcess([
            "discover", "--broker", "127.0.0.1:\(broker.port)", "--seconds", "3", "--config", town.config,
            "--write", town.folder + "/drafts",
        ])
        #expect(try await process.ended() == 0, "\(process.errors)")
        #expect(process.output.contains("known/g1") || process.output.contains("known/+"))
        #expect(process.output.contains(": known\n"))
        #expect(process.output.contains("new/+/count: 3 topics, 3 messages"))
        #expect(!process.output.contains("77123") && !process.output.contains("SECRET"))
        let draft = try String(contentsOfFile: town.folder + "/drafts/new-count.yaml", encoding: .utf8)
        #expect(Draft.mapping(draft) != nil)
    }

    @Test("says so when there is no broker")
    func noBroker() async throws {
        let process = try DaemonProcess(["discover", "--broker", "127.0.0.1:1", "--seconds", "1"])
        #expect(try await process.ended() == 69)
    }

    @Test("keeps a bounded number of messages of each shape")
    func bounded() {
        var findings = Discovery.Findings()
        for index in 0..<1000 {
            findings.add(
                SampleMessage(
                    topic: Array("a/g\(index)".utf8), payload: [48], envelope: .init(),
                    received: HouseClock().now))
        }
        #expect(findings.shapes["a/+"]?.messages == 1000)
        #expect(findings.shapes["a/+"]?.kept.count == Discovery.kept)
    }
}

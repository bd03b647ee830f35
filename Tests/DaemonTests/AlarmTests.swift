import Foundation
import Glibc
import Mosquitto
import TestKit
import Testing

/// A daemon, a broker and an operator's server, all real.
@Suite("An operator") struct AlarmTests {
    private func town(_ broker: Broker, _ desk: CallTaker, silence: String = "0s") throws -> Town {
        try Town(
            broker: broker.port,
            more: """
                stores: {mqtt: {source: https://data.example.org}}
                alarms:
                  rules: [{id: blind, silence: \(silence), hold: 0s}]
                  webhook: {url: "http://127.0.0.1:\(desk.port)/desk"}
                """)
    }

    private func states(_ desk: CallTaker) throws -> [String] {
        try desk.calls.map { call in
            let event = try JSONSerialization.jsonObject(with: Data(call.body.utf8)) as? [String: Any]
            let data = event?["data"] as? [String: Any]
            return "\(event?["id"] ?? "") \(data?["state"] ?? "")"
        }
    }

    /// Waits until the desk was told as much.
    private func hears(_ desk: CallTaker, _ count: Int, _ daemon: DaemonProcess) async throws {
        for _ in 0..<600 where desk.calls.count < count { try await Task.sleep(for: .milliseconds(50)) }
        try #require(desk.calls.count >= count, "\(daemon.errors)")
    }

    private func run(_ arguments: String...) async throws -> (code: Int32, output: String, errors: String) {
        let process = try DaemonProcess(arguments)
        let code = try await process.ended()
        return (code, process.output, process.errors)
    }

    @Test("is called, says so, and misses nothing while server and daemon are away")
    func story() async throws {
        let (broker, desk) = (try await Broker(), try await CallTaker())
        let town = try town(broker, desk)
        var daemon = try town.daemon()
        try await daemon.ready()
        try await hears(desk, 1, daemon)
        #expect(try states(desk) == ["alarm/1 raised"])
        #expect(try await run("alarms", "--data", town.data).output.contains("old-market  blind  silence"))
        #expect(try await daemon.get("/metrics").body.contains(#"footfall_alarms_raised{cause="silence"} 1"#))
        #expect(try await !daemon.get("/api/v1/zones").body.contains("blind"))

        // The server goes; a person acknowledges; the daemon is killed.
        desk.stop()
        let wrong = try await run(
            "acknowledge", "--zone", "old-market", "--rule", "blnd", "--config", town.config)
        #expect(wrong.code == 64 && wrong.errors.contains("Perhaps blind was meant"))
        let seen = try await run(
            "acknowledge", "--zone", "old-market", "--rule", "blind", "--config", town.config)
        #expect(seen.code == 0, "\(seen.errors)")
        try await daemon.says("webhook takes no alarm")
        daemon.send(SIGKILL)
        _ = try await daemon.ended()
        #expect(try await run("alarms", "--data", town.data, "--json").output.contains(#""acknowledged""#))

        try await desk.start()
        daemon = try town.daemon()
        try await hears(desk, 2, daemon)
        #expect(try states(desk) == ["alarm/1 raised", "alarm/2 acknowledged"])

        // The rule is taken away, and its alarm with it.
        try await daemon.ready()
        try town.write(
            "footfall.yaml",
            String(contentsOfFile: town.config + "/footfall.yaml", encoding: .utf8)
                .replacing("id: blind, silence: 0s", with: "id: other, silence: 1d"))
        daemon.send(SIGHUP)
        try await hears(desk, 3, daemon)
        #expect(try states(desk).last == "alarm/3 cleared")
        #expect(try await run("alarms", "--data", town.data).output == "no alarm is raised\n")
        #expect(try await daemon.stop() == 0)
    }

    @Test("an acknowledgement of nothing is counted, and a retained one is refused")
    func unknown() async throws {
        let (broker, desk) = (try await Broker(), try await CallTaker())
        let town = try town(broker, desk, silence: "1d")
        let publisher = Publisher(broker.endpoint("p"))
        let topic = "footfall/alarm/old-market/blind/acknowledge"
        try await publisher.publish([OutgoingMessage(topic: topic, payload: [], retain: false)])
        try await publisher.publish([OutgoingMessage(topic: topic, payload: [0x31], retain: true)])
        let daemon = try town.daemon()
        try await daemon.ready()
        try await publisher.publish([OutgoingMessage(topic: topic, payload: [])])
        let two = #"footfall_rejections_total{code="unknown_alarm"} 2"#
        for _ in 0..<600 where try await !daemon.get("/metrics").body.contains(two) {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await daemon.get("/metrics").body.contains(two))
        #expect(try await daemon.stop() == 0)
        #expect(desk.calls.isEmpty)
    }
}

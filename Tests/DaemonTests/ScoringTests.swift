import Barometer
import Foundation
import GRDB
import TestKit
import Testing

@testable import footfalld

@Suite("The daemon scores events", .serialized) struct ScoringTests {
    /// The counts end at 23 o'clock of this Saturday, on the clock of the town hall.
    private static let end = "2026-03-14T22:00:00Z"

    private func town(_ broker: Broker, events: [String]) async throws -> Town {
        let town = try Town(
            zones: ["old-market": 2, "quay": 2, "station": 2], broker: broker.port, windows: "{slot: 1h}",
            more: """
                stores: {mqtt: {broker: same, source: "https://data.example.org"}}
                events: {watch: 1s}
                """)
        try town.write("events.csv", Self.table(events))
        let file = try town.file("history.csv", history(of: town))
        let load = try DaemonProcess(["import", "--config", town.config, "--data", town.data, file])
        try #require(try await load.ended(within: .seconds(300)) == 0, "\(load.errors)")
        return town
    }

    private static func table(_ events: [String]) -> String {
        "id,name,series,zones,start,end\n" + events.map { $0 + "\n" }.joined()
    }

    /// - Parameter day: of March 2026.
    private static func event(_ id: String, _ day: String, _ zones: String = "old-market") -> String {
        "\(id),Kermis,fairs,\(zones),2026-\(day)T12:00,2026-\(day)T18:00"
    }

    /// Ten weeks by the hour; three afternoons in March have half as many people more on the old market.
    private func history(of town: Town) -> String {
        let last = EventTime(Self.end) ?? EventTime(seconds: 0)
        var (text, dice) = (Traffic.header, Chance(seed: 5))
        for back in (1...70 * 24).reversed() {
            let start = last - .seconds(3600 * back)
            let hour = Int(start.seconds / 3600 % 24)
            let isFair = "\(start)".contains(#/^2026-03-1[234]T/#) && (11..<17).contains(hour)
            for sensor in town.sensors {
                let wave = 100 + 20 * (12 - abs(hour - 13)) + Int.random(in: 0...12, using: &dice)
                let people = isFair && sensor.hasPrefix("old-market") ? wave * 3 / 2 : wave
                text += "\(sensor),\(start),3600,\(people)\n"
            }
        }
        return text
    }

    /// - Parameter time: what the house's clock shows when it starts.
    private func daemon(_ town: Town, at time: String) throws -> DaemonProcess {
        let wall = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return try DaemonProcess(
            ["run", "--config", town.config, "--data", town.data, "--timelapse", "1@\(wall)=\(time)"])
    }

    fileprivate struct Row: Equatable, CustomStringConvertible {
        let event, zone, status: String
        let value: Int?
        let version: Int

        var description: String { "\(event) \(zone) \(status) \(value.map { "\($0)" } ?? "–") v\(version)" }
    }

    private func rows(_ town: Town) -> [Row] {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let rows = try? DatabaseQueue(path: town.data + "/readings.sqlite", configuration: configuration)
            .read { database in
                try GRDB.Row.fetchAll(
                    database,
                    sql: "SELECT event, zone, status, value, version FROM impacts ORDER BY event, zone")
            }
        return (rows ?? []).map {
            Row(event: $0[0], zone: $0[1], status: $0[2], value: $0[3], version: $0[4])
        }
    }

    /// Waits until it is so, as long as the daemon lives.
    private func wait(
        _ daemon: DaemonProcess, until isSo: () async throws -> Bool, _ what: () -> String
    ) async throws {
        for _ in 0..<1200 {
            if try await isSo() { return }
            try #require(daemon.isRunning, "\(daemon.errors)")
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it never came: \(what()) \(daemon.errors)")
    }

    private func has(_ town: Town, _ daemon: DaemonProcess, _ lines: [String]) async throws {
        try await wait(daemon, until: { rows(town).map(\.withoutValue) == lines }, { "\(rows(town))" })
    }

    /// What the broker keeps; empty when it keeps nothing.
    private func retained(_ broker: Broker, _ topic: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/mosquitto_sub")
        process.arguments = ["-p", "\(broker.port)", "-t", topic, "-C", "1", "-W", "1", "-F", "%p"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.runOpenToSignals()
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    private static let topic = "barometer/v1/event/fair-2026/impact"

    @Test(
        "provisionally at night, finally when the day is; through kill -9 nothing twice; what is gone is retracted"
    )
    func night() async throws {
        let broker = try await Broker()
        let events = [Self.event("early-2026", "01-08"), Self.event("fair-2026", "03-14")]
        let town = try await town(broker, events: events)

        var running = try daemon(town, at: "2026-03-14T23:40:00Z")
        let early = "early-2026 old-market withheld v1"
        try await has(town, running, [early, "fair-2026 old-market provisional v1"])
        try await wait(
            running, until: { try retained(broker, Self.topic).contains("provisional") }, { "on MQTT" })
        running.send(SIGKILL)
        _ = try await running.ended()

        running = try daemon(town, at: "2026-03-14T23:45:00Z")
        try await running.ready()
        #expect(try await running.stop() == 0)

        running = try daemon(town, at: "2026-03-15T03:00:00Z")
        try await has(town, running, [early, "fair-2026 old-market final v2"])
        let uplift = try #require(rows(town).last?.value)
        #expect((40...60).contains(uplift), "\(rows(town))")
        let answer = try await running.get("/api/v1/events/fair-2026/impact")
        #expect(answer.status == 200 && answer.body.contains(#""version":2"#), "\(answer)")
        try await wait(
            running, until: { try retained(broker, Self.topic).contains(#""version":2"#) }, { "on MQTT" })
        try await sameAsCommand(town, answer.body)
        let detail = "barometer/v1/event/fair-2026/detail"
        try await wait(
            running, until: { try retained(broker, detail).contains("eventdetail") }, { "detail on MQTT" })
        #expect(try await running.get("/api/v1/events/fair-2026/detail").body.contains(#""whole""#))
        #expect(
            try await running.get("/api/v1/series/fairs/impact").status == 404, "one edition is no series")

        try town.write("events.csv", "id,name,zones,start,end\nfair-2026,Kermis,old-markt,2026-03-14,soon\n")
        try await running.says("calendars refused, the old events stay")
        #expect(running.errors.contains("events.csv:2:"), "\(running.errors)")
        try await wait(
            running,
            until: { try await running.get("/metrics").body.contains("footfall_calendar_failures_total 1") },
            { "in the metrics" })
        #expect(rows(town).map(\.withoutValue) == [early, "fair-2026 old-market final v2"])

        try town.write("events.csv", Self.table([events[0]]))
        try await has(town, running, [early, "fair-2026 old-market retracted v3"])
        try await wait(running, until: { try retained(broker, Self.topic).isEmpty }, { "on MQTT" })
        #expect(try await running.get("/api/v1/events/fair-2026/impact").status == 404)
        #expect(try await running.get("/api/v1/events/fair-2026/detail").status == 404)

        try town.write("events.csv", Self.table(events))
        try await has(town, running, [early, "fair-2026 old-market final v4"])
        #expect(rows(town).last?.value == uplift)
        #expect(try await running.stop() == 0)
    }

    /// What `footfalld score` computes anew is what was published, to the byte.
    private func sameAsCommand(_ town: Town, _ published: String) async throws {
        let score = try DaemonProcess(
            ["score", "--config", town.config, "--data", town.data, "--event", "fair-2026", "--json"])
        #expect(try await score.ended() == 0, "\(score.errors)")
        struct Document: Decodable { let impacts: [Indicator] }
        let document = try JSONDecoder().decode(Document.self, from: Data(score.output.utf8))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(
            String(decoding: try encoder.encode(try #require(document.impacts.first)), as: UTF8.self)
                == published)
    }

    @Test("days that were missed are caught up with, through five kills, each edition once")
    func pause() async throws {
        let broker = try await Broker()
        let events = [
            Self.event("first-2026", "03-12"), Self.event("second-2026", "03-13", "old-market quay"),
            Self.event("third-2026", "03-14"), Self.event("unheard-2026", "03-15"),
        ]
        let town = try await town(broker, events: events)
        var running = try daemon(town, at: "2026-03-17T05:00:00Z")
        for kill in 0..<5 {
            try await Task.sleep(for: .milliseconds(400 + 300 * kill))
            running.send(SIGKILL)
            _ = try await running.ended()
            running = try daemon(town, at: "2026-03-17T05:00:00Z")
        }
        try await has(
            town, running,
            [
                "first-2026 old-market final v1", "second-2026 old-market final v1",
                "second-2026 quay final v1", "third-2026 old-market final v1",
                "unheard-2026 old-market withheld v1",
            ])
        for row in rows(town) where row.zone == "old-market" && row.status == "final" {
            #expect(row.value.map { (40...60).contains($0) } == true, "\(row)")
        }
        let names = ["first-2026", "second-2026", "third-2026"].map { "\"\($0)\"" }.joined(separator: ",")
        try await wait(
            running,
            until: { try await running.get("/api/v1/series/fairs/impact").body.contains("[\(names)]") },
            { "the series" })
        #expect(try await running.get("/api/v1/series/fairs/impact").body.contains(#""version":1"#))
        #expect(try await running.stop() == 0)
    }
}

extension ScoringTests.Row {
    fileprivate var withoutValue: String { "\(event) \(zone) \(status) v\(version)" }
}

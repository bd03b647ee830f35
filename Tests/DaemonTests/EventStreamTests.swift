import Barometer
import Foundation
import GRDB
import Mosquitto
import TestKit
import Testing
import Vault

@testable import footfalld

/// A day of the stream with all that can happen to it, watched by a client that knows the rules.
@Suite("The event stream of a running daemon") struct EventStreamTests {
    /// Forty minutes before a midnight that is to come, so that no clock of ours is past it.
    let start: EventTime
    private let rate = 60
    private let port: Int

    init() throws {
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        start = EventTime(now.utcDate.advanced(byDays: 2)) - .seconds(2400)
        port = try Broker.freePort()
    }

    private var day: String { start.utcDate.description }
    private var root: String { "http://127.0.0.1:\(port)/ldes/indicators" }

    private func watcher(_ more: [String]) throws -> Judge.Sitting {
        let shapes = Judge.file("standards/shapes/member.ttl")
        return try Judge.Sitting(
            "standards/ldes_check.py", [root, "--shapes", shapes, "--judged", "60"] + more)
    }

    private static let more = """
        publisher:
          base_address: https://data.example.org
          name: {nl: Stad Test, en: City of Test}
          identifier: OVO002067
          contact: {name: Dienst data, email: data@example.org}
          licence: https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0
          municipality: 12025
        """

    /// Two zones with some history, and a market that is known by its name.
    private func town(_ broker: Broker, _ client: String, _ traffic: Traffic) throws -> Town {
        let town = try Town(
            zones: ["old-market": 6, "alley": 2], broker: broker.port, client: client,
            windows: "{lengths: [15m], idle: \(2 * 3600 - 450)s}", more: Self.more)
        try town.write(
            "events.csv",
            """
            id,name,kind,zones,sensors,start,end
            zaterdagmarkt-20260314,Zaterdagmarkt,markt,old-market,,2026-03-14T08:00,2026-03-14T13:00
            """)
        return town
    }

    private func daemon(_ town: Town, clock: String, port: Int) async throws -> DaemonProcess {
        let daemon = try DaemonProcess(
            ["run", "--config", town.config, "--data", town.data, "--timelapse", clock],
            environment: ["FOOTFALL_HTTP_PORT": "\(port)"])
        try await daemon.ready()
        return daemon
    }

    @Test("keeps every promise through late data, a correction, a retraction, a restart and midnight")
    func day() async throws {
        let broker = try await Broker()
        let traffic = Traffic(.init(sensors: 8, hours: 2), now: start)
        let town = try town(broker, "stream", traffic)
        let history = try town.file("history.csv", traffic.history)
        let load = try DaemonProcess(["import", "--config", town.config, "--data", town.data, history])
        try #require(try await load.ended(within: .seconds(300)) == 0, "\(load.errors)")

        let clock = "\(rate)@\(EventTime(seconds: Int64(Date().timeIntervalSince1970)))=\(start)"
        var running = try await daemon(town, clock: clock, port: port)
        let watching = try watcher(["--polls", "6", "--wait", "3"])
        let publisher = Publisher(broker.endpoint("p"))
        let (late, timely) = (traffic.late, traffic.timely)
        for chunk in timely.chunks(of: 500) { try await publisher.publish(chunk) }
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await running.hearsTheEnd()
        try await publisher.publish(late)
        #expect(try await running.stop() == 0)

        let retract = try DaemonProcess([
            "retract", "--data", town.data, "--zone", "old-market", "--from", "\(traffic.begin)", "--to",
            "\(traffic.begin + .seconds(3600))",
        ])
        #expect(try await retract.ended() == 0, "\(retract.errors)")
        let retracted = try #require(retract.output.prefixMatch(of: #/(\d+) windows retracted/#)?.1)
        try town.publishes(.impact(.sample()))

        running = try await daemon(town, clock: clock, port: port)
        try await running.seals(day)
        let verdict = try await watching.verdict()
        #expect(verdict.code == 0 && verdict.text.contains(" 0 broken promises"), "\(verdict.text)")
        let members = town.folder + "/members.tsv"
        let last = try await watcher(["--polls", "1", "--wait", "1", "--members", members]).verdict()
        #expect(last.code == 0 && last.text.contains(" 0 broken promises"), "\(last.text)")
        #expect(last.text.contains(#/\([3-9] immutable\)/#), "\(last.text)")
        try await judgeDocuments(of: running, town)
        try await searchOutputs(of: running, town)
        #expect(try await running.stop() == 0)
        try compare(members: members, with: town, retracted: Int(retracted))
    }

    /// Every version once, and the newest of each is what the table of readings has.
    private func compare(members path: String, with town: Town, retracted: Int?) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t").map(String.init) }
        var versions: [String: [String]] = [:]
        for line in lines { versions[line[3], default: []].append(line[2]) }
        for (thing, members) in versions {
            #expect(members == (1...members.count).map { "\(thing)/v\($0)" })
        }
        let newest = Set(
            lines.map { "\($0[0]) \($0[2].split(separator: "/").dropFirst(5).joined(separator: "/"))" })
        let rows = try town.rows(
            "SELECT sequence || ' ' || zone, window_end, window_start, version, status FROM readings")
        // What was published since the members were read is no news; the market's impact is in a table of its own.
        let end = lines.compactMap { Int($0[0]) }.max() ?? 0
        let known = rows.filter { Int(($0[0] as String).prefix { $0 != " " }) ?? 0 <= end }
        #expect(known.count < versions.count && versions.count <= rows.count + 1 && known.count > 1000)
        for row in known {
            let (end, start): (Int64, Int64) = (row[1], row[2])
            let time = EventTime(milliseconds: end).description.filter { $0 != "-" && $0 != ":" }
            let name = "\(row[0] as String)/\(time)-PT\((end - start) / 60_000)M/v\(row[3] as Int)"
            #expect(newest.contains(name))
        }
        #expect(rows.count { ($0[4] as String) == "retracted" } == retracted)
        #expect(versions.values.contains { $0.count >= 2 })
    }
}

extension Traffic {
    /// A count that is found again wherever it would come out.
    static let unmistakable = "79197"

    /// The last hour of one sensor, which is held back.
    fileprivate var late: [OutgoingMessage] { messages.filter(isLate) }

    /// All else; one sensor once counts what is unmistakable.
    fileprivate var timely: [OutgoingMessage] {
        let place = messages.firstIndex { $0.topic == "kill/old-market-3" }
        return messages.enumerated().filter { !isLate($1) }.map { index, message in
            guard index == place else { return message }
            let text = String(decoding: message.payload, as: UTF8.self)
            return OutgoingMessage(
                topic: message.topic,
                payload: Array(text.replacing(#/"n":\d+/#, with: #""n":\#(Self.unmistakable)"#).utf8))
        }
    }

    private func isLate(_ message: OutgoingMessage) -> Bool {
        guard message.topic == "kill/old-market-2" else { return false }
        let text = String(decoding: message.payload, as: UTF8.self)
        let time = text.firstMatch(of: #/"ts":"([^"]*)"/#).flatMap { EventTime(String($0.1)) }
        return time.map { $0 > begin + .seconds(3600) } ?? false
    }
}

extension DaemonProcess {
    /// Waits until the stream's day is over.
    fileprivate func seals(_ day: String) async throws {
        for _ in 0..<1200 {
            if try await get("/ldes/indicators/\(day)").body.contains("ldes:immutable true") { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the day was not sealed: \(errors)")
    }
}

extension Town {
    func rows(_ sql: String) throws -> [Row] {
        try DatabaseQueue(path: data + "/readings.sqlite").read { try Row.fetchAll($0, sql: sql) }
    }

    /// Puts something into the outbox; nobody may be at work here.
    fileprivate func publishes(_ content: Publication.Content) throws {
        let store = try StateStore(in: DataFolder(path: data))
        _ = try store.commit(
            .init(
                position: store.position(), contents: [content], keepsakes: [], checkpoint: nil,
                now: .at("00:00")))
        try store.close()
    }
}

import Barometer
import Foundation
import GRDB
import Mosquitto
import Sinks
import TestKit
import Testing

@testable import footfalld

@Suite("Day files of a daemon", .serialized) struct DayFilesDeliveryTests {
    @Test("have everything once, each in its newest version, however often it is killed")
    func kills() async throws {
        let town = try Town(more: "stores: {day_files: {folder: ../days, interval: 1s}}")
        var dice = Chance(seed: 3)
        var (interrupted, published) = (0, 0)
        for round in 0..<12 {
            published = try town.publish(DayStory(round: round, seed: 17).contents)
            let daemon = try town.daemon()
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...900, using: &dice)))
            daemon.send(SIGKILL)
            #expect(try await daemon.ended() == 1009)
            if try town.cursor() < published { interrupted += 1 }
        }
        print("killed 12 times, \(interrupted) of them with something still to write")
        let daemon = try town.daemon()
        for _ in 0..<600 where try town.cursor() < published {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try town.cursor() == published)
        #expect(try await daemon.stop() == 0)
        let (kept, expected) = (try town.dayRows(), try await town.tableRows())
        #expect(expected.count > 3_000)
        #expect(kept.count == expected.count)
        #expect(zip(kept.sorted(), expected.sorted()).first { $0 != $1 } == nil)
        let drafts = try FileManager.default.contentsOfDirectory(atPath: town.folder + "/days")
            .filter { $0.hasSuffix(".new") }
        #expect(drafts == [])
    }

    @Test("are what their descriptions promise, and have no word of a zone that is not public")
    func judged() async throws {
        let broker = try await Broker()
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let traffic = Traffic(.init(sensors: 5, hours: 2), now: now)
        let town = try await traffic.town(broker, "days", hidesAlley: true)
        try town.publish([
            .impact(.sample()), .impact(.sample("b", content: .withheld, reasons: [.coldStart])),
        ])
        let daemon = try town.daemon(environment: [
            "FOOTFALL_STORES_DAY_FILES_FOLDER": town.folder + "/days",
            "FOOTFALL_STORES_DAY_FILES_INTERVAL": "1s",
        ])
        try await daemon.ready()
        let publisher = Publisher(broker.endpoint("p"))
        try await publisher.publish(traffic.messages)
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()
        await publisher.close()
        for table in ["datapackage.json", "2026-03-14.csv", "2026-03-14.csv-metadata.json"] {
            for _ in 0..<300 where try await daemon.get("/days/\(table)").status != 200 {
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try await daemon.get("/days/\(table)").status == 200)
        }
        let manual = ConfigurationTests.house.appending(path: "docs/python.md").path
        let days = town.folder + "/days"
        let read = try await Judge.Sitting(
            "manual.py", [manual, "FOLDER=\(days)", "ADDRESS=\(daemon.address())"]
        ).verdict()
        #expect(read.code == 0 && read.text.contains("readings of the last day"), "\(read.text)")
        #expect(read.text.contains("published 3.9, worked out"))
        #expect(try await daemon.stop() == 0)
        let rows = try town.dayRows()
        #expect(rows.count > 100 && !rows.contains { $0.contains("alley") })
        #expect(rows.sorted() == (try await town.tableRows()).sorted())
        let (text, code) = try await Judge.Sitting("day_files.py", [days]).verdict()
        print(text)
        #expect(code == 0, "\(text)")
    }
}

/// A round of publications about three days: most are new, some correct an earlier one or take it back.
private struct DayStory {
    let contents: [Publication.Content]

    init(round: Int, seed: UInt64) {
        var dice = Chance(seed: seed + UInt64(round))
        contents = ReadingsByChance(seed: seed + UInt64(round)).prefix(700).compactMap(\.reading).map {
            chance in
            let start = EventTime(seconds: 1_773_446_400 + 900 * Int64.random(in: 0..<3 * 96, using: &dice))
            let window = Window(from: start, to: start + .seconds(900))
            if Int.random(in: 0..<20, using: &dice) == 0 { return .retraction(.window(chance.zone, window)) }
            return .reading(
                Reading(
                    zone: chance.zone, window: window, content: chance.content,
                    completeness: chance.completeness, reasons: chance.reasons, validUntil: window.end))
        }
    }
}

extension Town {
    /// How far the day files are.
    fileprivate func cursor() throws -> Int {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let file = try DatabaseQueue(path: data + "/state.sqlite", configuration: configuration)
        return try file.read {
            try Int.fetchOne($0, sql: "SELECT sequence FROM cursors WHERE sink = 'day_files'")
        } ?? 0
    }

    /// The lines of all day files below their headers.
    fileprivate func dayRows() throws -> [String] {
        let folder = self.folder + "/days"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }
            .flatMap { name in
                try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\r\n")
                    .dropFirst().map(String.init)
            }
    }

    /// What the SQLite store would write of all that it has.
    fileprivate func tableRows() async throws -> [String] {
        let store = try ReadingStore(path: data + "/readings.sqlite")
        let (from, to) = (EventTime(seconds: 0), EventTime(seconds: 4_000_000_000))
        let page = try await store.page(from: from, to: to, limit: 1_000_000)
        let all = page.publications + (try await store.impacts(from: from, to: to))
        try store.close()
        return IndicatorTable(all).rows.split(separator: "\r\n").map(String.init)
    }
}

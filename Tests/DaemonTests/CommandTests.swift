import Barometer
import Footfall
import Foundation
import TestKit
import Testing
import Vault

@testable import footfalld

@Suite("A command") struct CommandTests {
    private func run(_ arguments: String...) async throws -> (code: Int32, output: String, errors: String) {
        let process = try DaemonProcess(arguments)
        let code = try await process.ended()
        return (code, process.output, process.errors)
    }

    @Test("check tells five mistakes at once, with place, key and remedy")
    func check() async throws {
        let town = try Town(windows: "{slot: 7m}", more: "windos: {}\nlog: {level: verbos}")
        try town.write("sensors.csv", "sensor,zone\ngate-1,old-markt\n")
        try town.write("mappings/kill.yaml", "name: kill\nmatch: { topic: kill/x }\nfields: { count: $.n }\n")
        let (code, output, _) = try await run("check", "--config", town.config)
        #expect(code == 78)
        let expected = [
            "footfall.yaml:4:17: windows.slot: ", "footfall.yaml:5:1: windos: ",
            "footfall.yaml:6:14: log.level: ", "sensors.csv:2:8: ", "mappings/kill.yaml:",
        ]
        for place in expected {
            let line = output.split(separator: "\n").first { $0.hasPrefix(place) }
            #expect(
                line?.contains(/: .+\. [A-Z].+/) == true, "\(place) is missing or has no remedy: \(output)")
        }
        let good = try Town()
        #expect(try await run("check", "--config", good.config).code == 0)
        #expect(try await run("run", "--config", town.config, "--data", town.data).code == 78)
    }

    @Test("health names what is wrong, with a remedy, while the daemon holds its folder")
    func health() async throws {
        let town = try Town()
        let store = try StateStore(in: DataFolder(path: town.data))
        func trouble(_ sensor: String, _ zone: ZoneID?, until: EventTime?) -> Keepsake {
            .health(
                SensorHealth(
                    sensor: SensorID(sensor), zone: zone, trouble: zone == nil ? .sourceSilent : .stuck,
                    since: .at("13:00"), noticed: .at("13:45"), until: until))
        }
        let told = [
            trouble("old-market-1", ZoneID("old-market"), until: nil), trouble("kill", nil, until: nil),
            trouble("old-market-2", ZoneID("old-market"), until: .at("14:00")),
        ]
        _ = try store.commit(
            .init(position: 1, contents: [], keepsakes: told, checkpoint: nil, now: .at("15:00")))
        let (code, output, errors) = try await run("health", "--data", town.data)
        #expect(code == 0, "\(errors)")
        #expect(output.contains("stuck: old-market-1 (old-market) since \(EventTime.at("13:00"))"))
        #expect(output.contains(SensorHealth.Trouble.stuck.remedy) && output.contains("kill (source)"))
        #expect(!output.contains("old-market-2"))
        let json = try await run("health", "--data", town.data, "--all", "--json").output
        let list = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        #expect(list?.count == 3)
        #expect(list?.count { $0["until"] == nil } == 2)
        try store.close()
        #expect(try await run("health", "--data", town.data).output == output)
        #expect(try await run("health", "--data", town.data + "/none").code == 74)
    }

    /// Three days of two sensors, a line a minute.
    private var lines: [String] {
        (0..<3 * 1440).flatMap { minute in
            let start = EventTime.at("00:05") + .seconds(60 * minute)
            return (1...2).map { "old-market-\($0),\(start),60,\((minute / 60 + $0) % 24 * 3)\n" }
        }
    }

    private func replay(_ town: Town, _ lines: [String], to name: String) async throws -> Data {
        let file = try town.file(name + ".csv", Traffic.header + lines.joined())
        let out = "\(town.folder)/\(name)"
        let (code, _, errors) = try await run(
            "replay", "--config", town.config, "--observations", file, "--out", out, "--private")
        try #require(code == 0, "\(errors)")
        let files = ["readings.csv", "tallies.csv", "forecasts.csv"].map { URL(filePath: "\(out)/\($0)") }
        return try files.map { try Data(contentsOf: $0) }.reduce(Data(), +)
    }

    @Test("replay gives the same bytes twice")
    func replayTwice() async throws {
        let town = try Town()
        let first = try await replay(town, lines, to: "a")
        #expect(first.count > 20_000)
        #expect(try await replay(town, lines, to: "b") == first)
    }

    @Test("replay writes what was expected of the hour ahead, for the owner alone")
    func forecasts() async throws {
        let town = try Town()
        let quarters = (0..<9 * 96).map { quarter in
            "old-market-1,\(EventTime.at("00:00") + .seconds(900 * quarter)),900,\(50 + quarter % 96)\n"
        }
        _ = try await replay(town, quarters, to: "a")
        let text = try String(contentsOfFile: town.folder + "/a/forecasts.csv", encoding: .utf8)
        #expect(text.hasPrefix("zone,made,from,to,usual,expected,lower,upper\n"))
        let hour = "old-market,2026-03-22T12:00:00Z,2026-03-22T12:00:00Z,2026-03-22T13:00:00Z,"
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix(hour) })
        let people = row.dropFirst(hour.count).split(separator: ",").compactMap { Double($0) }
        try #require(people.count == 4)
        #expect(abs(people[0] - 398) < 0.1 && abs(people[1] - 398) < 0.1)
        #expect(people[2] < 398 && 398 < people[3])
        let file = try town.file("b.csv", Traffic.header)
        _ = try await run(
            "replay", "--config", town.config, "--observations", file, "--out", town.folder + "/b")
        #expect(!FileManager.default.fileExists(atPath: town.folder + "/b/forecasts.csv"))
    }

    /// Ten weeks of three sensors by the hour; on the last Saturday half as many more are there from 10 to 16.
    private var weeks: [String] {
        (0..<70 * 24).flatMap { hour in
            let start = EventTime.at("00:00") + .seconds(3600 * hour)
            let isFair = hour / 24 == 63 && (10..<16).contains(hour % 24)
            return (1...3).map { sensor in
                let wave = 300 + 20 * (hour % 24) + (hour * 7 + sensor * 11) % 31
                return "old-market-\(sensor),\(start),3600,\(isFair ? wave * 3 / 2 : wave)\n"
            }
        }
    }

    @Test("replay scores the events that are known, and says why where it cannot")
    func scores() async throws {
        let town = try Town()
        try town.write(
            "sensors.csv",
            "sensor,zone\nold-market-1,old-market\nold-market-2,old-market\nold-market-3,old-market\n")
        try town.write(
            "events.csv",
            """
            id,name,zones,start,end
            early-2026,Te vroeg,old-market,2026-03-18T10:00:00Z,2026-03-18T16:00:00Z
            fair-2026,Kermis,old-market,2026-05-16T10:00:00Z,2026-05-16T16:00:00Z

            """)
        _ = try await replay(town, weeks, to: "a")
        let rows = try Table.rows(of: town.folder + "/a/scores.csv")
        let text = try String(contentsOfFile: town.folder + "/a/scores.csv", encoding: .utf8)
        let lines = text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == 2 && lines.count == 3)
        try #require(lines.count == 3 && lines[2].count == 22)
        #expect(lines[1][1] == "early-2026" && lines[1][18] == "withheld" && lines[1][15] == "D")
        #expect(lines[2][1] == "fair-2026" && lines[2][2] == "bezoekersimpact" && lines[2][18] == "final")
        let uplift = try #require(Int(lines[2][5]))
        #expect((44...60).contains(uplift), "\(lines[2])")
        #expect(Double(lines[2][13]).map { $0 > 2 } == true)
    }

    @Test("replay gives the same readings out of order within the tolerated two minutes")
    func shuffled() async throws {
        let town = try Town()
        _ = try await replay(town, lines, to: "a")
        var dice = Chance(seed: 3)
        // Each line may come up to 119 s late, so two lines are at most so far out of order.
        let order = lines.enumerated()
            .map { (Double($0.offset / 2) * 60 + Double.random(in: 0...119, using: &dice), $0.element) }
            .sorted { $0.0 < $1.0 }.map(\.1)
        #expect(order != lines)
        _ = try await replay(town, order, to: "b")
        #expect(
            try Table.rows(of: town.folder + "/a/readings.csv")
                == Table.rows(of: town.folder + "/b/readings.csv"))
    }

    @Test("import stores nothing the second time")
    func importTwice() async throws {
        let town = try Town()
        let file = try town.file("history.csv", Traffic.header + lines.joined())
        let arguments = ["import", "--config", town.config, "--data", town.data, file]
        let first = try DaemonProcess(arguments)
        #expect(try await first.ended() == 0, "\(first.errors)")
        #expect(first.output.contains("8640 observations read, 8640 stored, 0 known already, 0 bad lines"))
        let second = try DaemonProcess(arguments)
        #expect(try await second.ended() == 0, "\(second.errors)")
        #expect(second.output.contains("8640 observations read, 0 stored, 8640 known already, 0 bad lines"))
        #expect(try town.journalled(source: "import").values.allSatisfy { $0 == 1 })
    }

    @Test(
        "a file that is not there, or is no table, ends with 74", arguments: ["none.csv", "letter.txt", "."])
    func badFile(name: String) async throws {
        let town = try Town()
        _ = try town.file("letter.txt", "Dear reader,\n")
        let file = "\(town.folder)/\(name)"
        let load = try await run("import", "--config", town.config, "--data", town.data, file)
        #expect(load.code == 74)
        #expect(load.errors.contains(name))
        let replay = try await run(
            "replay", "--config", town.config, "--observations", file, "--out", town.folder + "/out")
        #expect(replay.code == 74)
        #expect(replay.errors.contains(name))
    }

    @Test("replay that cannot write ends with 74")
    func nowhere() async throws {
        let town = try Town()
        let file = try town.file("a.csv", Traffic.header)
        let (code, _, errors) = try await run(
            "replay", "--config", town.config, "--observations", file, "--out", file)
        #expect(code == 74)
        #expect(!errors.isEmpty)
    }

    @Test("help", arguments: [[], ["run"], ["check"], ["replay"], ["import"]])
    func help(command: [String]) async throws {
        let process = try DaemonProcess(command + ["--help"])
        #expect(try await process.ended() == 0)
        #expect(process.output.contains("USAGE: footfalld"))
    }
}

import CrowdSimulator
import Foundation
import Testing

@Suite("A scenario") struct ScenarioTests {
    @Test("tells the same, byte for byte, for the same seed")
    func sameSeed() throws {
        #expect(try Scenario.town().messages.map(\.recordLine) == Scenario.town().messages.map(\.recordLine))
    }

    @Test("tells something else for another seed")
    func otherSeed() throws {
        let other = calmTown.replacing("seed 42", with: "seed 43")
        let messages = try Scenario(parsing: other, file: "other.txt").messages
        #expect(try Scenario.town().messages.map(\.payload) != messages.map(\.payload))
    }

    @Test("reports all that passed when nothing is wrong")
    func sums() throws {
        let town = try Scenario.town()
        let messages = town.messages
        for sensor in town.sensors {
            let reported =
                sensor.format.isCounter
                ? messages.growth(of: sensor.name) : messages.from(sensor.name).people
            #expect(reported == town.passed(sensor.name), "\(sensor.name)")
        }
        #expect(town.truth.allSatisfy { $0.fault.isEmpty })
        #expect(town.passed("grote-markt/gate-1") > 1000)
    }

    @Test("has its messages in the order in which they leave, none before its interval is over")
    func order() throws {
        let messages = try Scenario.town().messages
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.sent <= $1.sent })
        #expect(messages.allSatisfy { $0.sent >= $0.start.later(seconds: 60) })
    }

    @Test("puts an event on top of the same city, and its spill next door")
    func festival() throws {
        let calm = try Scenario.town()
        let busy = try Scenario.town("festival day 2 10:00-20:00 zone grote-markt uplift 100% spill 30%")
        func ratio(_ sensor: String) throws -> Double {
            let span = try #require(busy.uplifts.first).span
            func sum(_ town: Scenario) -> Int {
                town.truth.filter { $0.sensor == sensor && span.contains($0.start) }
                    .reduce(0) { $0 + $1.passed.people }
            }
            return Double(sum(busy)) / Double(sum(calm))
        }
        #expect(abs(try ratio("grote-markt/gate-1") - 2) < 0.1)
        #expect(abs(try ratio("stationsplein/gate-5") - 1.3) < 0.06)
        #expect(abs(try ratio("kerkstraat/gate-9") - 1.3) < 0.06)
    }

    @Test("follows local days over the change of the clocks")
    func clockChange() throws {
        let scenario = try Scenario(
            parsing: text("Simulators/scenarios/clock-change.txt"), file: "clock-change.txt")
        #expect(scenario.span.upperBound.seconds - scenario.span.lowerBound.seconds == 71 * 3600)
        #expect(scenario.span.upperBound == Moment("2026-03-30T22:00:00Z"))
    }

    @Test("is read whole, each file that is shipped")
    func shipped() throws {
        let folder = package.appendingPathComponent("Simulators/scenarios")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.count >= 4)
        for file in files where file.hasSuffix(".txt") {
            _ = try Scenario(parsing: text("Simulators/scenarios/\(file)"), file: file)
        }
    }

    @Test(
        "says which line it does not understand, and what it expected",
        arguments: [
            ("10:00 day 3 gate-2 dead for 2h", "town.txt:4: expected a day from 1 to 2, found '3'"),
            ("10:00 day 1 gate-2 dead", "town.txt:4: expected 'for', the line ends here"),
            (
                "10:00 day 1 gate-2 dead for ever",
                "town.txt:4: expected a duration such as 90s, 20m, 2h or 1d, found 'ever'"
            ),
            (
                "10:00 day 1 gate-13 dead for 2h",
                "town.txt:4: expected a sensor from gate-1 to gate-12, a zone or 'broker', found 'gate-13'"
            ),
            (
                "10:00 day 1 zone markt dead for 2h",
                "town.txt:4: expected a zone (grote-markt, stationsplein, kerkstraat), found 'markt'"
            ),
            (
                "10:00 day 1 gate-1 sleeps for 2h",
                "town.txt:4: expected dead, stuck, stuck-at, duplicates, shuffled, resets, rolls-over, reboots, "
                    + "swapped, drifts, counts-times, gateway-down, skewed, clock-resets or malformed, "
                    + "found 'sleeps'"
            ),
            (
                "festival day 1 14:00-23:00 zone grote-markt uplift 80",
                "town.txt:4: expected a percentage from -99% to 1000%, found '80'"
            ),
            (
                "10:00 day 1 gate-1 resets",
                "town.txt:4: expected a sensor of format acme-counter before 'resets', found 'another format'"
            ),
            ("weather steady please", "town.txt:4: expected the end of the line, found 'please'"),
            (
                "carnival day 1",
                "town.txt:4: expected formats, holiday, weather, market, festival, a sensor or a time of "
                    + "day, found 'carnival'"
            ),
        ])
    func mistakes(line: String, message: String) {
        let error = #expect(throws: InputError.self) { try Scenario.town(line) }
        #expect(error?.description == message)
    }

    @Test("needs a city and a calendar before all else")
    func incomplete() {
        #expect(throws: InputError.self) { try Scenario(parsing: "# nothing\n", file: "empty.txt") }
        #expect(throws: InputError.self) { try Scenario(parsing: "holiday day 1", file: "early.txt") }
    }

    @Test("names each of its sensors in a zone of its map")
    func files() throws {
        let town = try Scenario.town()
        #expect(town.sensorsFile.split(separator: "\n").count == 13)
        let map = try JSONSerialization.jsonObject(with: Data(town.zonesFile.utf8)) as? [String: Any]
        #expect((map?["features"] as? [Any])?.count == 3)
    }
}

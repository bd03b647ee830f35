import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct PipelineTests {
    @Test("an ordinary half hour reads 100, with every sensor heard")
    func ordinary() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("10:20")))
        let reading = try #require(actions.lastWords.last)
        #expect(reading.window == Window(from: .at("09:45"), to: .at("10:15")))
        let measurement = try #require(reading.measurement)
        #expect(measurement.index.percent == 100)
        #expect(measurement.deviation == .usual)
        #expect(measurement.peak?.busyness.percent == 100)
        #expect(reading.completeness == .whole)
        #expect(reading.reasons.isEmpty)
        #expect(reading.validUntil > .at("10:30"))
    }

    @Test("before anything is usual there is a tally, and no reading")
    func coldStart() {
        var house = House()
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("12:00")))
        #expect(actions.lastWords.dropFirst().allSatisfy { $0.reasons.first == .coldStart })
        #expect(actions.lastWords.allSatisfy { $0.content == .withheld })
        let tally = actions.tallies(of: 900).last
        #expect(tally?.count == 180 && tally?.expectation == nil && tally?.state == .measured)
    }

    @Test("zero people is a measurement")
    func zero() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("10:35")) { _ in 0 })
        let tally = try #require(actions.tallies(of: 900).last)
        #expect(tally.count == 0 && tally.state == .measured && tally.completeness == 1)
        #expect(actions.lastWords.last?.measurement?.index.percent == 0)
    }

    @Test("nobody for three slots where many come: the sensors are stuck, not the market empty")
    func stuck() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("11:05")) { _ in 0 })
        let last = try #require(actions.lastWords.last)
        #expect(last.content == .withheld && last.reasons.first == .noData)
        let tallies = actions.tallies(of: 900)
        #expect(tallies.map(\.state) == [.measured, .measured, .measured, .missing, .missing])
        #expect(tallies.last?.count == nil)
        // And one passer-by is enough to be believed again.
        let after = house.hear(Told.steady(from: .at("11:05"), to: .at("11:35")) { _ in 1 })
        #expect(after.lastWords.last?.measurement != nil)
    }

    @Test("one stuck gate of three: the zone is told from the others, and says so")
    func stuckGate() throws {
        var house = House.settled
        let told = Told.steady(["gate-1"], from: .at("10:00"), to: .at("11:05")) { _ in 0 }
        let others = Told.steady(["gate-2", "gate-3"], from: .at("10:00"), to: .at("11:05"))
        let actions = house.hear(
            zip(told, stride(from: 0, to: others.count, by: 2)).flatMap { [$0, others[$1], others[$1 + 1]] })
        let last = try #require(actions.lastWords.last)
        #expect(last.measurement?.index.percent == 100)
        #expect(last.completeness < .whole && last.reasons.contains(.sensors(.init(2, of: 3))))
    }

    @Test("silence is no number, and no reading stays live")
    func silence() throws {
        var house = House.settled
        let actions = house.hear(Told.ticks(from: "10:00", to: "11:00"))
        let tally = try #require(actions.tallies(of: 900).last)
        #expect(tally.count == nil && tally.state == .missing && tally.completeness == 0)
        let last = try #require(actions.lastWords.last)
        #expect(last.content == .withheld)
        #expect(last.reasons.first == .noData)
        let live = actions.readings.filter { $0.measurement != nil && $0.validUntil > .at("11:00") }
        #expect(live.isEmpty)
    }

    @Test("one of three reports missing makes the quarter missing for its sensor")
    func gap() throws {
        var house = House.settled
        var told = Told.steady(from: .at("10:00"), to: .at("10:20"))
        told.remove(at: 3)
        let actions = house.hear(told)
        let tally = try #require(actions.tallies(of: 900).last)
        #expect(tally.count == 120 && tally.state == .estimated)
        #expect(abs(tally.completeness - 2 / 3.0) < 1e-9)
        let reading = try #require(actions.lastWords.last)
        #expect(reading.completeness.hundredths == 83)
        #expect(reading.reasons == [.sensors(.init(2, of: 3))])
        #expect(reading.measurement?.index.percent == 100)
    }

    @Test("a zone with less than half of its people in sight is withheld")
    func halfBlind() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(["gate-1"], from: .at("10:00"), to: .at("10:50")))
        let reading = try #require(actions.lastWords.last)
        #expect(reading.content == .withheld)
        #expect(reading.reasons == [.noData, .sensors(.init(1, of: 3))])
    }

    @Test("a sensor that was never heard leaves no tally whole")
    func neverHeard() throws {
        var house = House(.house(["old-market": ["gate-1", "gate-2"]]))
        let actions = house.hear(Told.steady(["gate-1"], from: .at("10:00"), to: .at("10:50")))
        #expect(actions.tallies(of: 900).last?.state == .estimated)
        #expect(actions.tallies(of: 300).last?.state == .estimated)
    }

    @Test("what cannot be placed is rejected")
    func rejected() {
        var house = House.settled
        let actions = house.hear(
            .from("gate-9", at: "10:00"), .from(at: "06:00"), .from(at: "10:00", lasting: 7200),
            .from(at: "10:00", kind: .occupancy), .from(at: "10:00", kind: .devices))
        #expect(
            actions.rejections.map(\.code) == [.unknownSensor, .late, .outOfRange, .notAFlow, .notAFlow])
        #expect(actions.rejections.first?.subject == "gate-9")
    }

    @Test("a sensor that goes on without directions keeps what it told with them")
    func otherDirections() throws {
        var house = House(.house(["old-market": ["gate-1"]]))
        let start = EventTime.at("10:00")
        _ = house.hear(
            stride(from: start.seconds, to: start.seconds + 1800, by: 900).flatMap { second in
                [Observation.Direction.in, .out].map { direction in
                    Told.from(at: EventTime(seconds: second), lasting: 900, direction: direction)
                }
            })
        let tallies = house.hear(
            Told.steady(["gate-1"], from: .at("10:30"), to: .at("11:05"), lasting: 60)
        ).tallies(of: 900)
        #expect(tallies.map(\.state) == [.measured, .measured, .measured])
        #expect(tallies.map(\.count) == [40, 300, 300])
    }

    @Test("a city does not begin where a clock stood at 1970")
    func ancient() {
        var house = House()
        let actions = house.hear(.tick("10:05"), .from(at: EventTime(seconds: 0)), .from(at: "10:00"))
        #expect(actions.rejections.map(\.code) == [.late])
        #expect(
            house.hear(Told.ticks(from: "10:06", to: "10:40")).readings.map(\.window.end).min()
                == .at("10:15"))
    }

    @Test("a zone that is not public is counted and never spoken of")
    func notPublic() {
        let open = Plan.house()
        let zones = open.zones.map { Plan.Zone(id: $0.id, isPublic: false) }
        var house = House(Plan(clock: open.clock, zones: zones, sensors: open.sensors))
        let actions = house.hear(Told.steady(from: .at("08:00"), to: .at("10:00")))
        #expect(actions.readings.isEmpty)
        #expect(actions.tallies(of: 900).isEmpty == false)
    }

    @Test("a late report makes a new version only of windows that then read otherwise")
    func late() throws {
        var house = House.settled
        let missing = Told.from("gate-1", at: "10:05")
        let others = Told.steady(from: .at("10:00"), to: .at("11:10")).enumerated()
            .filter { $0.offset != 3 }.map(\.element)
        _ = house.hear(others)
        let corrections = house.hear(missing).readings
        #expect(
            corrections.map(\.window) == [
                Window(from: .at("09:45"), to: .at("10:15")), Window(from: .at("10:00"), to: .at("10:30")),
            ])
        #expect(corrections.allSatisfy { $0.completeness == .whole && $0.measurement?.index.percent == 100 })
        #expect(house.hear(.from("gate-1", counting: 21, at: "10:05", insteadOf: 20)).readings.isEmpty)
    }

    @Test("the newest record wins, in the tally too")
    func replaced() throws {
        var house = House.settled
        _ = house.hear(Told.steady(from: .at("10:00"), to: .at("10:20")))
        let actions = house.hear(.from(counting: 200, at: "10:05", insteadOf: 20))
        #expect(actions.tallies(of: 900).map(\.count) == [360])
        #expect(actions.tallies(of: 300).map(\.count) == [240])
        #expect(actions.readings.first?.measurement?.index.percent == 150)
    }

    @Test("a late report is in the tally of its day")
    func lateDay() throws {
        var house = House()
        let midnight = EventTime.at("00:00")
        let told = Told.steady(from: midnight - .seconds(86_400), to: midnight + .seconds(1800))
        let missing = told[told.count - 40]
        let actions = house.hear(told.enumerated().filter { $0.offset != told.count - 40 }.map(\.element))
        #expect(actions.tallies(of: 86_400).last?.state == .estimated)
        let day = try #require(house.hear(missing).tallies(of: 86_400).last)
        #expect(day.count == 3 * 288 * 20 && day.state == .measured)
    }

    @Test("an open window is told of every minute, and is never a final word")
    func provisional() {
        var house = House.settled
        _ = house.hear(.tick("10:10"))
        _ = house.hear(Told.steady(from: .at("10:00"), to: .at("10:10")))
        for minute in 11...13 {
            let readings = house.hear(.tick("10:\(minute)")).readings
            #expect(readings.count == 1)
            #expect(readings.allSatisfy { $0.isProvisional && $0.validUntil == .at("10:\(minute + 5)") })
            #expect(readings.allSatisfy { $0.window == Window(from: .at("09:45"), to: .at("10:15")) })
        }
        #expect(house.hear(.tick("10:13:20")).readings.isEmpty)
    }

    @Test(
        "an open window reads as usual, in whatever windows tallies are kept", arguments: [[60, 300], [900]])
    func provisionalShare(lengths: [Int]) throws {
        var house = House(.house(windows: .init(lengths: lengths)))
        _ = house.hear(Told.steady(from: .at("00:00") - .seconds(22 * 86_400), to: .at("10:00")))
        _ = house.hear(Told.steady(from: .at("10:00"), to: .at("10:10")))
        let reading = try #require(house.hear(.tick("10:11")).readings.first)
        #expect(reading.isProvisional)
        #expect(reading.measurement?.index.percent == 100)
        #expect(reading.measurement?.peak?.busyness.percent == 100)
        #expect(reading.completeness == .whole)
    }

    @Test("a sensor that tells only at the end of the quarter is not missed before")
    func slowSensor() throws {
        let plan = Plan.house(["old-market": ["gate-1", "gate-2"]])
        var house = House(plan)
        let start = EventTime.at("00:00") - .seconds(22 * 86_400)
        let day = (0..<22 * 96 + 40).flatMap { quarter in
            let from = start + .seconds(900 * quarter)
            return Told.steady(["gate-1"], from: from, to: from + .seconds(900))
                + [Told.from("gate-2", counting: 60, at: from, lasting: 900)]
        }
        _ = house.hear(day)
        _ = house.hear(Told.steady(["gate-1"], from: .at("10:00"), to: .at("10:10")))
        let reading = try #require(house.hear(.tick("10:11")).readings.last)
        #expect(reading.isProvisional)
        #expect(reading.completeness == .whole)
        #expect(reading.measurement?.peak?.busyness.percent == 100)
    }

    @Test("tallies tile the time line", arguments: [60, 300, 900])
    func tumbling(length: Int) throws {
        var house = House()
        let told = Told.steady(from: .at("10:00"), to: .at("12:10"), lasting: 60) { _ in 2 }
        let tallies = house.hear(told).tallies(of: Int64(length)).filter { $0.window.start >= .at("10:00") }
        #expect(tallies.count >= 2 * 3600 / length)
        #expect(zip(tallies, tallies.dropFirst()).allSatisfy { $0.window.end == $1.window.start })
        #expect(tallies.allSatisfy { $0.count == Double(length / 60 * 6) && $0.state == .measured })
    }

    @Test("windows finer than the source are not made up")
    func notFiner() {
        var house = House()
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("12:00")))
        #expect(actions.tallies(of: 60).isEmpty)
        #expect(!actions.tallies(of: 300).isEmpty)
    }

    @Test("a registered gain divides the count")
    func gain() {
        var house = House(.house(factor: 2))
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("10:50")))
        #expect(actions.tallies(of: 900).last?.count == 90)
    }

    @Test("a device that was replaced does not weigh in the peak")
    func successor() throws {
        let (zone, moved) = (Plan.Zone(id: .init("old-market")), EventTime.at("00:00") - .seconds(9 * 86_400))
        let sensors = [
            Plan.Sensor(id: .init("gate-1"), zone: 0), Plan.Sensor(id: .init("gate-2"), zone: 0, to: moved),
            Plan.Sensor(id: .init("gate-3"), zone: 0, from: moved),
        ]
        var house = House(Plan(clock: .utc, zones: [zone], sensors: sensors))
        _ = house.hear(Told.steady(["gate-1", "gate-2"], from: moved - .seconds(13 * 86_400), to: moved))
        let actions = house.hear(Told.steady(["gate-1", "gate-3"], from: moved, to: .at("10:50")))
        let reading = try #require(actions.lastWords.last)
        #expect(reading.measurement?.peak?.busyness.percent == 100)
        #expect(reading.reasons.isEmpty)
    }

    @Test("a device that tells each passer-by is compared with the time it was heard")
    func passersBy() throws {
        var house = House()
        let start = EventTime.at("00:00") - .seconds(22 * 86_400)
        _ = house.hear(Told.steady(from: start, to: .at("10:00"), lasting: 60).map(\.asPasserBy))
        _ = house.hear(Told.steady(from: .at("10:00"), to: .at("10:10"), lasting: 60).map(\.asPasserBy))
        let reading = try #require(house.hear(.tick("10:11")).readings.last)
        #expect(reading.isProvisional)
        // The last of them stands at the very end of the time.
        let percent = try #require(reading.measurement).index.percent
        #expect((95...105).contains(percent))
    }
}

extension Told {
    /// One person at the moment that an interval starts.
    fileprivate var asPasserBy: Told {
        guard case .report(let report) = self else { return self }
        return .from(report.sensor, counting: 1, at: report.start, lasting: 0)
    }
}

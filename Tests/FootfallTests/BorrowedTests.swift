import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct BorrowedTests {
    /// Four gates; three have counted for eleven weeks, the fourth since yesterday at eight, half as many people.
    private static func house(old: Int = 3, hasColdStart: Bool = true) -> House {
        var plan = Plan.house(["old-market": ["gate-1", "gate-2", "gate-3", "gate-4"]])
        plan = Plan(
            clock: plan.clock, zones: plan.zones, sensors: plan.sensors, windows: plan.windows,
            hasColdStart: hasColdStart)
        var house = House(plan)
        let start = EventTime.at("00:00") - .seconds(77 * 86_400)
        let yesterday = EventTime.at("08:00") - .seconds(86_400)
        let gates = ["gate-1", "gate-2", "gate-3"].prefix(old).map { $0 }
        let old = Told.steady(gates, from: start, to: .at("11:00"), lasting: 900, counting: wave)
        let new = Told.steady(["gate-4"], from: yesterday, to: .at("11:00"), lasting: 900) { wave($0) / 2 }
        _ = house.hear((old + new).sorted { time($0) < time($1) })
        return house
    }

    private static func time(_ told: Told) -> EventTime {
        if case .report(let report) = told { report.start } else { .at("00:00") }
    }

    /// From 40 at night to 200 at noon.
    private static func wave(_ time: EventTime) -> Double {
        40 + 160 * (1 - Double((time.seconds / 900 % 96 - 48).magnitude) / 48)
    }

    @Test("a new gate borrows the week of the others at its own scale")
    func borrows() throws {
        let state = Self.house().pipeline.state
        let day = try #require(state.sensors[3].day(EventTime.at("10:00").utcDate))
        // From midnight to eight it has never counted on any day.
        for slot in [0, 12, 31] {
            let expected = Self.wave(EventTime.at("00:00") + .seconds(slot * 900)) / 2
            #expect(abs(day.people[slot] - expected) < 0.05 * expected)
            #expect(day.spread[slot] == 0.45)
        }
    }

    @Test("what leans on a borrowed week says so, and is not sure")
    func says() throws {
        var house = Self.house()
        let readings = house.hear(
            Told.steady(
                ["gate-1", "gate-2", "gate-3", "gate-4"], from: .at("11:00"), to: .at("11:40"),
                counting: { _ in 60 }))
        let reading = try #require(readings.lastWords.last)
        #expect(reading.reasons.contains(.coldStart))
        #expect(reading.measurement?.confidence != .high)
    }

    @Test("two lenders are too few, and none without a cold start", arguments: [(2, true), (3, false)])
    func tooFew(old: Int, hasColdStart: Bool) throws {
        let state = Self.house(old: old, hasColdStart: hasColdStart).pipeline.state
        let day = try #require(state.sensors[3].day(EventTime.at("10:00").utcDate))
        #expect(day.people[0].isNaN)
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite("The memory of counters") struct CounterMemoryTests {
    /// Readings `time count`, what came of the last as `seconds count flags`.
    private func last(_ readings: [(String, Double)], _ rule: CounterRule) -> String {
        var memory = CounterMemory()
        var difference: Observation?
        for (time, count) in readings {
            difference = memory.difference(Self.reading(time, count), rule: rule)
        }
        guard let difference else { return "nothing" }
        #expect(difference.kind == .delta && difference.key == 9)
        let flags = difference.flags.names.map { " " + $0 }.joined()
        return "\(difference.seconds) \(Int(difference.count))\(flags)"
    }

    private static func reading(
        _ time: String, _ count: Double, sensor: Roster.Number = 0, _ direction: Observation.Direction = .in,
        _ flags: Observation.Flags = []
    ) -> Observation {
        Observation(
            sensor: sensor, start: .utc(time), seconds: 0, direction: direction, count: count,
            kind: .cumulative, key: 9, flags: flags)
    }

    static let wide = CounterRule(modulus: 4_294_967_296)
    static let narrow = CounterRule(modulus: 65_536, maxStep: 100)
    static let daily = CounterRule(modulus: 65_536, dailyReset: .brussels)

    static let stories: [([(String, Double)], CounterRule, String)] = [
        ([("2026-03-14T10:00", 100)], CounterRule(), "nothing"),
        ([("2026-03-14T10:00", 100), ("2026-03-14T10:15", 130)], CounterRule(), "900 30"),
        ([("2026-03-14T10:00", 100), ("2026-03-14T10:15", 100)], CounterRule(), "900 0"),
        ([("2026-03-14T10:00", 100), ("2026-03-14T10:15", 7)], CounterRule(), "900 7 reset"),
        ([("2026-03-14T10:00", 100), ("2026-03-14T10:00", 130)], CounterRule(), "nothing"),
        ([("2026-03-14T10:00", 100), ("2026-03-14T09:45", 90)], CounterRule(), "nothing"),
        (
            [("2026-03-14T10:00", 100), ("2026-03-14T09:45", 90), ("2026-03-14T10:15", 130)], CounterRule(),
            "900 30"
        ),
        ([("2026-03-14T10:00", 4_294_967_290), ("2026-03-14T10:15", 4)], wide, "900 10"),
        ([("2026-03-14T10:00", 4_294_962_296), ("2026-03-14T10:15", 0)], wide, "900 5000"),
        ([("2026-03-14T10:00", 4_294_962_296), ("2026-03-14T10:15", 1)], wide, "900 1 reset"),
        ([("2026-03-14T10:00", 65_500), ("2026-03-14T10:15", 64)], narrow, "900 100"),
        ([("2026-03-14T10:00", 65_500), ("2026-03-14T10:15", 65)], narrow, "900 65 reset"),
        ([("2026-03-14T10:00", 70_000), ("2026-03-14T10:15", 65)], narrow, "900 65 reset"),
        ([("2026-03-14T10:00", 100), ("2026-03-14T10:15", 9000)], narrow, "900 8900"),
        ([("2026-03-14T22:50", 900), ("2026-03-14T23:05", 12)], daily, "900 12 reset"),
        ([("2026-03-14T22:50", 10), ("2026-03-14T23:05", 12)], daily, "900 12 reset"),
        ([("2026-03-14T22:50", 65_530), ("2026-03-14T23:05", 12)], daily, "900 12 reset"),
        ([("2026-03-14T23:00", 0), ("2026-03-14T23:15", 12)], daily, "900 12"),
        ([("2026-07-14T21:50", 10), ("2026-07-14T22:05", 12)], daily, "900 12 reset"),
        ([("2026-07-14T22:50", 10), ("2026-07-14T23:05", 12)], daily, "900 2"),
        ([("2026-03-14T10:00", 10), ("2026-03-16T10:00", 12)], daily, "172800 12 reset"),
    ]

    @Test("tells what was counted since the last reading", arguments: stories.indices)
    func story(index: Int) {
        let (readings, rule, told) = Self.stories[index]
        #expect(last(readings, rule) == told)
    }

    @Test("keeps sensors and directions apart, and the flags of the newer reading")
    func apart() {
        var memory = CounterMemory()
        func hear(_ observation: Observation) -> Observation? { memory.difference(observation) }
        #expect(hear(Self.reading("2026-03-14T10:00", 100)) == nil)
        #expect(hear(Self.reading("2026-03-14T10:01", 200, sensor: 1)) == nil)
        #expect(hear(Self.reading("2026-03-14T10:02", 300, .out)) == nil)
        let next = hear(Self.reading("2026-03-14T10:03", 101, .in, .clockFallback))
        #expect(next?.count == 1 && next?.flags == .clockFallback)
        let reset = hear(Self.reading("2026-03-14T10:04", 5, .in, .clockFallback))
        #expect(reset?.count == 5 && reset?.flags == [.reset, .clockFallback])
        #expect(reset?.start == .utc("2026-03-14T10:03"))
    }

    @Test("a source's rule holds for its sensors, also after a restart")
    func pipeline() throws {
        func counter(_ reading: Double, _ clock: String, _ source: String) -> Told {
            .from("gate-1", source: source, counting: reading, at: clock, lasting: 0, kind: .cumulative)
        }
        for (source, count) in [("radar", 10.0), ("other", 4)] {
            let zone = Plan.Zone(id: ZoneID("old-market"))
            let sensor = Plan.Sensor(id: SensorID("gate-1"), zone: 0)
            let plan = Plan(
                clock: .utc, zones: [zone], sensors: [sensor], counters: ["radar": Self.narrow])
            var house = House(plan)
            _ = house.hear(counter(65_530, "10:00", source))
            try house.restart()
            let actions = house.hear(
                counter(4, "10:05", source), counter(4, "10:10", source), counter(4, "10:15", source))
            #expect(actions.tallies(of: 300).contains { $0.count == count })
        }
    }

    @Test("flags have names")
    func flags() {
        #expect(Observation.Flags.all.names == ["reset", "incomplete", "clock_fallback", "sensor_status"])
        #expect(Observation.Flags(names: "clock_fallback reset") == [.reset, .clockFallback])
        #expect(Observation.Flags(names: "") == [])
        #expect(Observation.Flags(names: "reset,incomplete") == nil)
        let seen = Self.reading("2026-03-14T10:00", 1, .in, .incomplete)
        #expect(seen.replacing(3).flags == .incomplete)
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

/// A new sensor in the place of an old one: the series goes on.
@Suite struct ExchangeTests {
    static let both = ["gate-2", "gate-3"]

    /// Readings of closed windows that end in the days from `first` to `last` after the handover.
    private static func readings(
        _ story: ExchangeStory, _ plan: Plan, days: Int = 20, exchanged: Bool = true
    ) -> [Reading] {
        var house = House(plan)
        let end = story.handover + .seconds(days * 86_400 + 7200)
        return house.hear(story.told(to: end, exchanged: exchanged)).lastWords
    }

    private static func after(_ readings: [Reading], _ story: ExchangeStory, days: Int = 0) -> [Reading] {
        readings.filter { $0.window.start >= story.handover + .seconds(days * 86_400) }
    }

    @Test(
        "index and level go on when both counted for a while",
        arguments: [
            ([], 14, 0.3), ([], 14, 1), ([], 14, 3), ([], 1, 0.3), ([], 1, 1), ([], 1, 3), (both, 14, 3),
            (both, 1, 0.3),
        ])
    func overlap(others: [String], days: Int, factor: Double) throws {
        let story = ExchangeStory(others: others, factor: factor, overlap: days)
        let plain = Self.after(Self.readings(story, story.undisturbed, exchanged: false), story)
        let told = Self.after(Self.readings(story, story.plan), story)
        #expect(plain.count == told.count && told.count > 470)
        #expect(told.allSatisfy { $0.measurement != nil })
        let differences = zip(plain, told).map { abs($0.percent - $1.percent) }
        #expect(differences.count { $0 > 5 } * 100 <= differences.count)
        #expect(differences.reduce(0, +) < 3 * differences.count)
        #expect(zip(plain, told).count { $0.levelNumber != $1.levelNumber } * 50 < told.count)
        let changed = told.filter { $0.window.end <= story.handover + .seconds(14 * 86_400) }
        #expect(
            changed.allSatisfy { $0.reasons == [.sensorChanged] && $0.measurement?.confidence == .medium })
        #expect(told.suffix(96).allSatisfy { $0.reasons.isEmpty && $0.measurement?.confidence == .high })
    }

    @Test("while both count, the old one alone is the zone's", arguments: [[], both], [true, false])
    func notTwice(others: [String], hasEnd: Bool) {
        let story = ExchangeStory(others: others, factor: 0.5, hasEnd: hasEnd)
        func tallies(_ plan: Plan, exchanged: Bool) -> [Tally] {
            var house = House(plan)
            let actions = house.hear(story.told(to: story.handover + .seconds(7200), exchanged: exchanged))
            return actions.tallies.filter { $0.window.end <= story.handover }
        }
        let plain = tallies(story.undisturbed, exchanged: false)
        #expect(tallies(story.plan, exchanged: true) == plain && plain.count > 1500)
    }

    @Test(
        "without a day together nothing is told of the new one until its first day is full",
        arguments: [0.3, 3])
    func notTogether(factor: Double) throws {
        let alone = ExchangeStory(factor: factor, overlap: 0)
        let readings = Self.after(Self.readings(alone, alone.plan), alone)
        // Yesterday is final at three o'clock, and the day's expectation is made at midnight with what it says.
        let first = readings.filter { $0.window.end <= alone.handover + .seconds(86_400) }
        #expect(first.count == 24)
        #expect(first.allSatisfy { $0.content == .withheld && $0.reasons == [.sensorChanged] })
        let later = Self.after(readings, alone, days: 1)
        #expect(later.allSatisfy { (75...130).contains($0.percent) })
        let changed = later.filter { $0.window.end <= alone.handover + .seconds(14 * 86_400) }
        #expect(changed.allSatisfy { $0.reasons == [.sensorChanged] && $0.measurement?.confidence == .low })
        #expect(later.suffix(96).allSatisfy { $0.reasons.isEmpty && $0.measurement?.confidence == .high })
    }

    @Test("until then the zone is told from its other sensors", arguments: [0.3, 3])
    func toldFromTheRest(factor: Double) throws {
        let story = ExchangeStory(others: Self.both, factor: factor, overlap: 0)
        let plain = Self.after(Self.readings(story, story.undisturbed, exchanged: false), story)
        let told = Self.after(Self.readings(story, story.plan), story)
        let differences = zip(plain, told).map { abs($0.percent - $1.percent) }
        #expect(differences.count { $0 > 5 } * 50 <= differences.count)
        let first = told.filter { $0.window.end <= story.handover + .seconds(86_400) }
        #expect(first.allSatisfy { $0.reasons == [.sensorChanged] && $0.measurement?.confidence == .low })
        #expect(first.allSatisfy { (60...70).contains($0.completeness.hundredths) })
        #expect(told.suffix(96).allSatisfy { $0.reasons.isEmpty && $0.completeness == .whole })
    }

    @Test("a handover in the middle of a day", arguments: [1, 3])
    func midday(overlap: Int) {
        let story = ExchangeStory(
            others: Self.both, factor: 0.5, overlap: overlap, hour: 10 * 3600, hasEnd: false)
        let plain = Self.readings(story, story.undisturbed, days: 2, exchanged: false)
        let told = Self.readings(story, story.plan, days: 2)
        #expect(plain.count == told.count)
        #expect(zip(plain, told).allSatisfy { abs($0.percent - $1.percent) <= 5 })
        #expect(told.suffix(100).allSatisfy { $0.completeness == .whole })
    }

    @Test("from hours to quarters, and from quarters to hours", arguments: [(3600, 900), (900, 3600)])
    func otherSlots(intervals: (old: Int, new: Int)) {
        let story = ExchangeStory(factor: 0.5, overlap: 7, intervals: intervals)
        let plain = Self.after(
            Self.readings(
                ExchangeStory(intervals: (3600, 3600)), story.undisturbed, days: 5, exchanged: false), story)
        let told = Self.after(Self.readings(story, story.plan, days: 5), story).filter {
            $0.window.length == .seconds(3600)
        }
        #expect(told.count > 5 * 24 - 2)
        let index = Dictionary(plain.map { ($0.window, $0.percent) }) { first, _ in first }
        #expect(told.allSatisfy { abs($0.percent - (index[$0.window] ?? 0)) <= 10 })
    }

    @Test(
        "a restart while both count changes nothing, and the old row may go once the new one has taken over")
    func restart() throws {
        let story = ExchangeStory(others: Self.both, factor: 0.3, overlap: 4)
        var (house, other) = (House(story.plan), House(story.plan))
        let middle = story.handover - .seconds(2 * 86_400)
        let later = story.handover + .seconds(86_400)
        let end = story.handover + .seconds(3 * 86_400)
        var (told, plain) = (house.hear(story.told(to: middle)), other.hear(story.told(to: middle)))
        try house.restart()
        told += house.hear(story.told(from: middle, to: later))
        plain += other.hear(story.told(from: middle, to: later))
        let successor = Plan.Sensor(id: SensorID("gate-1b"), zone: 0, from: story.begin)
        try house.restart(with: story.plan([successor]))
        told += house.hear(story.told(from: later, to: end))
        plain += other.hear(story.told(from: later, to: end))
        #expect(told.finals == plain.finals && told.finals.count > 1500)
        #expect(told.finals.last?.measurement != nil)
    }

    @Test("a row that says only afterwards whom it replaces gets the history at the next midnight")
    func toldLate() throws {
        let story = ExchangeStory(others: Self.both, factor: 0.3, overlap: 0)
        let old = Plan.Sensor(id: SensorID("gate-1"), zone: 0, to: story.handover)
        let new = Plan.Sensor(id: SensorID("gate-1b"), zone: 0, from: story.handover)
        var house = House(story.plan([old, new]))
        let later = story.handover + .seconds(3 * 86_400 + 36_000)
        _ = house.hear(story.told(to: later))
        try house.restart(with: story.plan)
        let told = house.hear(story.told(from: later, to: later + .seconds(3 * 86_400))).lastWords
        let known = try #require(house.pipeline.state.sensors[1].profile)
        #expect(known.firstDay == ExchangeStory.start.utcDate)
        #expect(told.suffix(24).allSatisfy { (80...120).contains($0.percent) && $0.completeness == .whole })
    }

    @Test("one after the other")
    func chain() throws {
        let (day, zone) = (Duration.seconds(86_400), Plan.Zone(id: ZoneID("old-market")))
        let (second, third) = (EventTime.at("00:00") - .seconds(10 * 86_400), EventTime.at("00:00"))
        let sensors = [
            Plan.Sensor(id: SensorID("a"), zone: 0),
            Plan.Sensor(id: SensorID("b"), zone: 0, from: second, replaces: SensorID("a")),
            Plan.Sensor(id: SensorID("c"), zone: 0, from: third, replaces: SensorID("b")),
        ]
        var house = House(Plan(clock: .utc, zones: [zone], sensors: sensors))
        let end = third + day + day
        let shares: [(String, EventTime, EventTime, Double)] = [
            ("a", ExchangeStory.start, second, 1), ("b", second - day - day, third, 0.5),
            ("c", third - day, end, 1.5),
        ]
        let told = stride(from: ExchangeStory.start.seconds, to: end.seconds, by: 900).flatMap {
            second -> [Told] in
            let time = EventTime(seconds: second)
            let people = 600 + 20 * Double(second / 3600 % 24)
            return shares.filter { $0.1 <= time && time < $0.2 }
                .map { .from($0.0, counting: ($0.3 * people).rounded(), at: time, lasting: 900) }
        }
        let readings = house.hear(told).lastWords.filter { $0.window.start >= second }
        #expect(readings.count > 1000)
        #expect(readings.allSatisfy { (95...105).contains($0.percent) })
    }

    @Test("what the two count beside each other is weighed by its people, whatever a few slots say")
    func factor() throws {
        var chance = Chance(seed: 7)
        var (short, long) = (Exchange(), Exchange())
        for day in 0..<14 {
            let old = (0..<96).map { _ in Double.random(in: 100..<400, using: &chance).rounded() }
            let new = old.enumerated().map { slot, people in
                slot % 10 == 0
                    ? 5 * people : (0.6 * people * .random(in: 0.9..<1.1, using: &chance)).rounded()
            }
            long.compare(new: new, old: old)
            if day == 0 { short.compare(new: new, old: old) }
        }
        let (one, many) = (try #require(short.factor(slots: 96)), try #require(long.factor(slots: 96)))
        #expect(abs(Statistics.exp(many.logarithm) - 0.6) < 0.02)
        #expect(abs(Statistics.exp(one.logarithm) - 0.6) < 0.04)
        #expect(many.doubt < 0.03 && one.doubt > many.doubt && one.doubt < 0.1)
    }

    @Test("too little together says nothing")
    func tooLittle() {
        var exchange = Exchange()
        exchange.compare(new: [Double](repeating: .nan, count: 96), old: [Double](repeating: 10, count: 96))
        #expect(exchange.factor(slots: 96) == nil)
        exchange.compare(
            new: (0..<96).map { $0 < 40 ? 10 : .nan }, old: [Double](repeating: 10, count: 96))
        #expect(exchange.factor(slots: 96) == nil)
        var quiet = Exchange()
        quiet.compare(new: [Double](repeating: 0, count: 24), old: [Double](repeating: 1, count: 24))
        #expect(quiet.factor(slots: 24) == nil)
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

/// Another gain, another sensor: the same event has to score the same.
@Suite struct ImpactInvarianceTests {
    private static let end = EventTime.at("00:00")

    @Test("counts times 0.3 change no score by more than a twentieth on average", arguments: UInt64(0)..<2)
    func lessOfEach(seed: UInt64) {
        let (whole, less) = (Self.scores(seed: seed), Self.scores(seed: seed) { count, _ in count * 0.3 })
        #expect(whole.count == less.count && whole.count > 100)
        let differences = zip(whole, less).map { abs($0 - $1) }
        #expect(differences.reduce(0, +) / Double(differences.count) <= 0.05)
    }

    @Test("three people in ten seen: scores go together", arguments: UInt64(0)..<2)
    func thinned(seed: UInt64) {
        let whole = Self.scores(seed: seed)
        let thin = Self.scores(seed: seed) { count, chance in
            Double((0..<Int(count)).count { _ in Double.random(in: 0..<1, using: &chance) < 0.3 })
        }
        #expect(whole.count == thin.count && whole.count > 100)
        #expect(Self.correlation(whole, thin) >= 0.95)
    }

    private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
        let means = [one, other].map { $0.reduce(0, +) / Double($0.count) }
        func sum(_ left: [Double], _ right: [Double], _ first: Int, _ second: Int) -> Double {
            zip(left, right).reduce(0) { $0 + ($1.0 - means[first]) * ($1.1 - means[second]) }
        }
        return sum(one, other, 0, 1) / (sum(one, one, 0, 0) * sum(other, other, 1, 1)).squareRoot()
    }

    /// Scores of the last four weeks of sixteen, three windows a day in each of three zones, through the whole house.
    ///
    /// Whole zones have good and bad days, and hours of their own on a third of the shown days.
    private static func scores(
        seed: UInt64, seen: (Double, inout Chance) -> Double = { count, _ in count }
    ) -> [Double] {
        let names = (0..<3).map { zone in (0..<2).map { "zone-\(zone)-\($0)" } }
        var house = House(
            .house(
                ["zone-0": names[0], "zone-1": names[1], "zone-2": names[2]], windows: .init(slot: 3600)))
        var (crowd, eyes) = (Chance(seed: seed), Chance(seed: seed &+ 99))
        var days: [SensorDay] = []
        for back in (0..<112).reversed() {
            let start = end - .seconds(Int64(back + 1) * 86_400)
            let city = 1 + 0.1 * crowd.wave()
            let zones = (0..<3).map { _ in city * (1 + 0.1 * crowd.wave()) }
            let odd = (0..<3).map { _ in
                back < 28 && Int.random(in: 0..<3, using: &crowd) == 0 ? 1 + 0.3 * crowd.wave() : 1
            }
            for hour in 0..<24 {
                let wave = 150 + 500 * Double(max(0, 12 - abs(hour - 14))) / 12
                for (zone, sensors) in names.enumerated() {
                    for sensor in sensors {
                        let people =
                            wave * zones[zone] * (hour < 12 ? 1 : max(0.2, odd[zone]))
                            * (1 + 0.05 * crowd.wave())
                        let told = Told.from(
                            sensor, counting: seen(people.rounded(), &eyes),
                            at: start + .seconds(Int64(hour) * 3600), lasting: 3600)
                        days += house.hear(told).sensorDays
                    }
                }
            }
        }
        days += house.hear(.tick(end + .seconds(6 * 3600))).sensorDays
        var history = ImpactHistory(plan: house.plan)
        for day in days { history.add(day) }
        let scorer = ImpactScorer(history: history, editions: [])
        return (1...28).flatMap { back in
            (0..<9).compactMap { place in
                let start = end - .seconds(Int64(back) * 86_400 - Int64([9, 12, 18][place / 3]) * 3600)
                let edition = EventEdition(
                    id: EventID("e"), name: Words(nl: "e", en: "e"), kind: "none",
                    zones: [.zone(place % 3)], window: Window(from: start, to: start + .seconds(5 * 3600)))
                return scorer.assess(edition, isFinal: true).accounts[0].result?.z
            }
        }
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

/// Another gain, another sensor: the same crowd has to read the same.
@Suite struct InvarianceTests {
    private static let end = EventTime.at("10:00")

    @Test("counts times 0.3 leave index, deviation and level as they are", arguments: UInt64(0)..<4)
    func lessOfEach(seed: UInt64) {
        let (whole, less) = (Self.readings(seed: seed), Self.readings(seed: seed) { count, _ in count * 0.3 })
        #expect(whole.count == less.count && whole.count > 300)
        let differences = zip(whole, less).map { abs(Self.percent($0) - Self.percent($1)) }
        #expect(differences.allSatisfy { $0 <= 5 })
        #expect(differences.count { $0 > 0 } * 20 < differences.count)
        #expect(zip(whole, less).count { !Self.readsAlike($0, $1) } * 50 < whole.count)
    }

    @Test(
        "three people in ten seen: index and level differ no more than chance allows",
        arguments: UInt64(0)..<4)
    func thinned(seed: UInt64) {
        let whole = Self.readings(seed: seed)
        let thin = Self.readings(seed: seed) { count, chance in
            Double((0..<Int(count)).count { _ in Double.random(in: 0..<1, using: &chance) < 0.3 })
        }
        #expect(whole.count == thin.count && whole.count > 300)
        // Some 300 people an hour are left of 1,000: one standard deviation is 6 percent of them.
        let differences = zip(whole, thin).map { abs(Self.percent($0) - Self.percent($1)) }
        #expect(differences.reduce(0, +) < 6 * differences.count)
        #expect(zip(whole, thin).count { !Self.readsAlike($0, $1) } * 4 < whole.count)
        #expect(zip(whole, thin).allSatisfy { abs(Self.level($0) - Self.level($1)) <= 1 })
    }

    private static func percent(_ reading: Reading) -> Int { reading.measurement?.index.percent ?? -100 }

    private static func level(_ reading: Reading) -> Int {
        reading.measurement?.peak?.level.rawValue ?? -9
    }

    private static func readsAlike(_ one: Reading, _ other: Reading) -> Bool {
        one.measurement?.deviation == other.measurement?.deviation
            && one.measurement?.peak?.level == other.measurement?.peak?.level
    }

    /// The last four weeks of ten, by the hour, as one zone of three gates reads.
    private static func readings(
        seed: UInt64, seen: (Double, inout Chance) -> Double = { count, _ in count }
    ) -> [Reading] {
        var house = House(.house(windows: .init(slot: 3600)))
        var (crowd, eyes) = (Chance(seed: seed), Chance(seed: seed &+ 99))
        let start = end - .seconds(70 * 86_400)
        let told = stride(from: start.seconds, to: end.seconds, by: 3600).flatMap { second -> [Told] in
            let hour = EventTime(seconds: second)
            // A wave over the day of 200 to 600, and days that are busier or quieter than others.
            let wave = 400 + 200 * Double((second / 3600 % 24 - 12).magnitude) / -12 + 100
            let day = 1 + 0.2 * Double((second / 86_400 * 7919) % 11 - 5) / 5
            return ["gate-1", "gate-2", "gate-3"].map { gate in
                let share = Double.random(in: 0.9..<1.1, using: &crowd)
                return .from(
                    gate, counting: seen((wave * day * share).rounded(), &eyes), at: hour, lasting: 3600)
            }
        }
        let shown = end - .seconds(28 * 86_400)
        return house.hear(told).finals.filter { $0.window.start >= shown }
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

/// Attackers who know the plan, what is usual and every other count, but not the key, ask whether one particular person
/// was there. Guessing is right in 50 of 100 cases; epsilon = 1 allows 73.1 (`e/(1 + e)`), whatever they see.
///
/// Each guesses by likelihood: it plays both worlds with keys of its own and takes the one in which what it sees was
/// commoner. Its success on keys that it has not played is printed.
@Suite struct AttackTests {
    static let bound = 2.718281828 / 3.718281828

    /// What is seen in a world with the person or without, under a key.
    typealias World = @Sendable (_ isThere: Bool, _ key: UInt64) -> String

    /// The share of right guesses over `keys` keys in both worlds.
    static func success(keys: UInt64 = 800, _ world: World) -> Double {
        var seen: [String: (with: Int, without: Int)] = [:]
        for key in 0..<keys {
            seen[world(true, key), default: (0, 0)].with += 1
            seen[world(false, key), default: (0, 0)].without += 1
        }
        var right = 0.0
        for key in keys..<2 * keys {
            for isThere in [true, false] {
                let (with, without) = seen[world(isThere, key)] ?? (0, 0)
                right += with == without ? 0.5 : (with > without) == isThere ? 1 : 0
            }
        }
        return right / Double(2 * keys)
    }

    /// Beyond what `keys` keys may show by chance.
    static func slack(keys: UInt64 = 800) -> Double { 3 * (0.25 / Double(2 * keys)).squareRoot() }

    private func tell(_ attack: String, _ success: Double) {
        print("attack: \(attack): right in \((success * 1000).rounded() / 10) of 100")
    }

    /// Everything that is published of the windows that hold the person.
    private static func sight(_ readings: [Reading]) -> String {
        readings.filter { $0.window.start <= .at("10:04") && .at("10:04") < $0.window.end }.map {
            let measurement = $0.measurement
            return "\(measurement?.index.percent ?? -1) \(measurement?.deviation.rawValue ?? "")"
                + " \(measurement?.peak?.busyness.percent ?? -1) \($0.isProvisional)"
        }.joined(separator: ",")
    }

    // MARK: The zones, from a square to the smallest that is spoken of

    /// 360 people usual in half an hour, at three gates; 36, at two gates; 108, at one.
    static let square = House.settled
    static let alley = House.settled(gates: 2, counting: 3)
    static let lane = House.settled(gates: 1, counting: 18)

    /// Forty minutes, in which one gate counts one person more or not.
    private static func story(_ house: House, usual: Double, isThere: Bool, ticking: Bool = false)
        -> [Reading]
    {
        var house = house
        let gates = house.plan.sensors.map(\.id.name)
        var told = Told.steady(gates, from: .at("10:00"), to: .at("10:40")) { _ in usual }
        told[0] = .from(counting: usual + (isThere ? 1 : 0), at: "10:00")
        guard ticking else { return house.hear(told).readings }
        return told.enumerated().flatMap { index, report in
            house.hear(
                [report] + ((index + 1).isMultiple(of: gates.count) ? ticks(after: index / gates.count) : []))
        }.readings
    }

    private static func ticks(after interval: Int) -> [Told] {
        (0..<5).map { .tick(EventTime.at("10:05") + .seconds(300 * interval + 60 * $0)) }
    }

    @Test("the noisy count itself gives away as much as epsilon allows, and no more")
    func count() {
        let sensor = SensorID("gate-1")
        let success = Self.success(keys: 6000) { isThere, key in
            "\((isThere ? 21 : 20) + Noise.sample(key).draw(for: sensor, at: .at("10:00")))"
        }
        tell("the noisy count, which nobody sees", success)
        #expect(abs(success - Self.bound) < Self.slack(keys: 6000))
    }

    @Test("1, 3, 7: was she there? all overlapping windows of a zone, large and small")
    func presence() {
        let zones = [
            ("square, 360 people", Self.square, 20.0), ("alley, 36", Self.alley, 3),
            ("lane, one sensor, 108", Self.lane, 18),
        ]
        for (name, house, usual) in zones {
            let success = Self.success { isThere, key in
                Self.sight(Self.story(house.with(.sample(key)), usual: usual, isThere: isThere))
            }
            tell("presence, \(name)", success)
            #expect(success < Self.bound + Self.slack())
        }
    }

    @Test("2: repeats, versions and replays bring the same draw, so there is nothing to average")
    func averaging() {
        let runs = (0..<20).map { _ in Self.story(Self.alley.with(.sample(11)), usual: 3, isThere: true) }
        #expect(Set(runs).count == 1)
        let redrawn = (0..<20).map {
            Self.story(Self.alley.with(.sample(UInt64($0))), usual: 3, isThere: true)
        }
        #expect(Set(redrawn).count > 10, "the guard must see a draw that is new")
        // What averaging would win if each repeat had a draw of its own: the right count, nearly always.
        let sensor = SensorID("gate-1")
        let success = Self.success(keys: 600) { isThere, key in
            let sum = (0..<40).map { Noise.sample(key).draw(for: sensor, at: .at("10:00"), batch: $0) }
                .reduce(0, +)
            return "\(((isThere ? 1 : 0) + Double(sum) / 40) > 0.5)"
        }
        tell("averaging 40 fresh draws, which is not possible here", success)
        #expect(success > 0.95)
    }

    @Test("4: what is withheld, and when, tells nothing of today's counts", arguments: UInt64(0)..<10)
    func suppression(key: UInt64) {
        let outlines = [0.4, 1, 3, 50].map { count in
            Self.story(Self.alley.with(.sample(key)), usual: count, isThere: false)
                .map {
                    "\($0.window) \($0.measurement == nil) \($0.completeness) \($0.reasons) \($0.isProvisional)"
                }
        }
        #expect(Set(outlines).count == 1)
        #expect(!outlines[0].isEmpty)
    }

    @Test("5: an open window told of again and again does not show who has just come")
    func arrivals() {
        let noisy = Self.success { isThere, key in
            Self.sight(Self.story(Self.alley.with(.sample(key)), usual: 3, isThere: isThere, ticking: true))
        }
        tell("arrivals, alley, minute by minute", noisy)
        #expect(noisy < Self.bound + Self.slack())
        let plain = Self.success(keys: 20) { isThere, _ in
            Self.sight(Self.story(Self.alley, usual: 3, isThere: isThere, ticking: true))
        }
        tell("arrivals, alley, minute by minute, without noise", plain)
        #expect(plain == 1, "the attack works where nothing stands against it")
    }

    @Test("6: a correction does not show who came late into the counts")
    func corrections() {
        let noisy = Self.success { isThere, key in
            Self.sight(Self.correction(Self.alley.with(.sample(key)), isThere: isThere))
        }
        tell("late corrections, alley", noisy)
        #expect(noisy < Self.bound + Self.slack())
        let plain = Self.success(keys: 20) { isThere, _ in
            Self.sight(Self.correction(Self.alley, isThere: isThere))
        }
        tell("late corrections, alley, without noise", plain)
        #expect(plain == 1, "the attack works where nothing stands against it")
    }

    /// An hour later a report of the first five minutes comes again, with the person or as it was.
    private static func correction(_ house: House, isThere: Bool) -> [Reading] {
        var house = house
        let gates = house.plan.sensors.map(\.id.name)
        // With 37 beside 36 that are usual, the one person more is the step from 100 to 105 percent.
        var actions = house.hear(
            Told.steady(gates, from: .at("10:00"), to: .at("11:00")) { $0 == .at("10:10") ? 3.5 : 3 })
        actions += house.hear([.from(counting: isThere ? 4 : 3, at: "10:00", insteadOf: 3)])
        actions += house.hear(Told.steady(gates, from: .at("11:00"), to: .at("11:20")) { _ in 3 })
        return actions.readings
    }
}

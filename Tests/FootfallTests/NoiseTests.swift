import Barometer
import TestKit
import Testing

@testable import Footfall

extension Noise {
    /// The noise of a key that is a number; its hash is as good as chance, and no secret.
    static func sample(_ key: UInt64, epsilon: Epsilon = .one) -> Noise {
        Noise(epsilon: epsilon) { message in
            var hash = KeyHash()
            hash.add(key)
            unsafe message.withUnsafeBufferPointer { unsafe hash.add($0.span) }
            var chance = Chance(seed: hash.value)
            return (0..<4).flatMap { _ in
                let word = chance.next()
                return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
            }
        }
    }
}

@Suite struct NoiseTests {
    private func draws(_ epsilon: Int, _ count: Int) throws -> [Int] {
        let noise = Noise.sample(7, epsilon: try #require(Noise.Epsilon(hundredths: epsilon)))
        return (0..<count).map {
            noise.draw(for: SensorID("gate-\($0 % 10)"), at: EventTime(seconds: Int64($0 / 10) * 900))
        }
    }

    @Test(
        "each number comes as often as the method says",
        arguments: [(100, 1.357), (50, 2.799), (37, nil), (250, nil)])
    func distribution(hundredths: Int, deviation: Double?) throws {
        let draws = try draws(hundredths, 60_000)
        let a = Statistics.exp(-Double(hundredths) / 100)
        for k in -6...6 {
            let chance = (1 - a) / (1 + a) * (0..<abs(k)).reduce(1) { power, _ in power * a }
            let expected = chance * Double(draws.count)
            let seen = Double(draws.count { $0 == k })
            #expect(abs(seen - expected) < 4.5 * (expected * (1 - chance)).squareRoot() + 1, "\(k)")
        }
        let mean = Double(draws.reduce(0, +)) / Double(draws.count)
        let variance = draws.map { Double($0) * Double($0) }.reduce(0, +) / Double(draws.count)
        let exact = (2 * a).squareRoot() / (1 - a)
        #expect(abs(mean) < 4.5 * exact / Double(draws.count).squareRoot())
        #expect(abs(variance.squareRoot() / exact - 1) < 0.02)
        if let deviation { #expect(abs(exact - deviation) < 5e-4) }
    }

    @Test("neighbours have nothing to do with each other")
    func independence() throws {
        let draws = try draws(100, 40_000)
        for lag in [1, 10] {
            let product = zip(draws, draws.dropFirst(lag)).map { Double($0 * $1) }.reduce(0, +)
            #expect(abs(product / Double(draws.count)) < 4.5 * 1.842 / Double(draws.count).squareRoot())
        }
    }

    @Test("is a fixed function of key, sensor, start and batch")
    func fixed() {
        func row(_ key: UInt64, _ sensor: String = "gate-1", batch: Int = 0) -> [Int] {
            (0..<40).map {
                Noise.sample(key).draw(for: SensorID(sensor), at: EventTime(seconds: 900 * $0), batch: batch)
            }
        }
        #expect(row(1) == row(1))
        #expect(Set([row(1), row(2), row(1, "gate-2"), row(1, batch: 1)]).count == 4)
        #expect(Noise.sample(1) == Noise.sample(1) && Noise.sample(1) != Noise.sample(2))
    }

    @Test("epsilon is 0.1 to 10", arguments: [(9, false), (10, true), (1000, true), (1001, false)])
    func bounds(hundredths: Int, isGood: Bool) {
        #expect((Noise.Epsilon(hundredths: hundredths) != nil) == isGood)
    }

    @Test(
        "an hour has the noise of its four quarters; nobody becomes fewer than nobody; a head may stand for two"
    )
    func counts() throws {
        let noise = Noise.sample(3)
        for hour in Int64(0)..<50 {
            var state = SensorState()
            let sensor = Plan.Sensor(id: SensorID("gate-1"), zone: 0, factor: 0.5)
            let plan = Plan(
                clock: .utc, zones: [.init(id: ZoneID("z"))], sensors: [sensor], windows: .init(slot: 3600))
            let start = EventTime(seconds: hour * 3600)
            state.count(
                Observation(
                    sensor: 0, start: start, seconds: 3600, direction: .both, count: 0, kind: .delta, key: 0),
                people: 3, plan: plan)
            let told = try #require(
                ToldCounts(noise: noise, sensor: sensor, clock: .utc).people(
                    in: Slot(containing: start, seconds: 3600, clock: .utc), of: state))
            let sum = (0..<4).map { noise.draw(for: sensor.id, at: start + .seconds(900 * $0)) }.reduce(0, +)
            #expect(told == max(0, 3 + Double(sum) * 2))
        }
    }

    @Test("is in what is published, and not in what is kept or learned")
    func onlyPublished() {
        let told = Told.steady(from: .at("10:00"), to: .at("13:00")) { _ in 21 }
        var (plain, noisy) = (House.settled, House.settled.with(.sample(5)))
        let (without, with) = (plain.hear(told), noisy.hear(told))
        #expect(with.tallies == without.tallies)
        #expect(with.tallies.count > 30)
        #expect(with.finals != without.finals)
        #expect(with.finals.map(\.window) == without.finals.map(\.window))
        #expect(plain.pipeline.state.sensors.map(\.profile) == noisy.pipeline.state.sensors.map(\.profile))
    }

    @Test("is in a sensor's day as an event score sees it, an hour having that of its quarters")
    func sensorDays() throws {
        let told = Told.steady(from: .at("10:00"), to: .at("10:00") + .seconds(52_200)) { _ in 21 }
        func days(_ noise: Noise?) -> [SensorDay] {
            var house = House.settled.with(noise)
            return house.hear(told).compactMap {
                if case .keep(.sensorDay(let day)) = $0 { day } else { nil }
            }.filter { $0.date == EventTime.at("10:00").utcDate }
        }
        let noise = Noise.sample(6)
        let (plain, noisy) = (days(nil), days(noise))
        #expect(plain.count == 3 && plain.map(\.people) == noisy.map(\.people))
        #expect(plain.allSatisfy { $0.told == $0.people } && noisy.allSatisfy { $0.told != $0.people })
        for day in noisy {
            let sum = (0..<4).map {
                noise.draw(for: day.sensor, at: .at("12:00") + .seconds(900 * $0))
            }.reduce(0, +)
            #expect(day.told[12] == day.people[12] + Float(sum))
        }
    }

    @Test("survives a restart, and comes again with the same inputs", arguments: UInt64(0)..<5)
    func again(key: UInt64) throws {
        let told =
            Told.steady(from: .at("10:00"), to: .at("12:00")) + [.from(at: "10:20", insteadOf: 20)]
            + Told.steady(from: .at("12:00"), to: .at("13:00"))
        var (steady, crashing) = (House.settled.with(.sample(key)), House.settled.with(.sample(key)))
        let expected = steady.hear(told)
        var actions = crashing.hear(Array(told.prefix(74)))
        try crashing.restart()
        actions += crashing.hear(Array(told.dropFirst(74)))
        #expect(actions == expected)
    }

    @Test("a late report that changes no published value is not told of", arguments: [nil, Noise.sample(2)])
    func silentCorrection(noise: Noise?) {
        var house = House.settled.with(noise)
        let before = house.hear(Told.steady(from: .at("10:00"), to: .at("11:00")))
        #expect(before.finals.count > 2)
        // Nobody came beside those who were told of: noise or not, the same step of 5 percent.
        let after =
            house.hear([.from(counting: 20, at: "10:20", insteadOf: 20)])
            + house.hear(Told.steady(from: .at("11:00"), to: .at("11:05")))
        let told = after.finals.filter { $0.window.end <= .at("10:45") }
        #expect(noise != nil || told.isEmpty)
        for reading in told {
            let old = before.finals.last { $0.window == reading.window }
            #expect(reading != old, "a version that reads like the one before")
        }
    }

    @Test("late reports are told of together, at the next quarter of an hour")
    func together() {
        var house = House.settled.with(.sample(4))
        _ = house.hear(Told.steady(from: .at("10:00"), to: .at("11:00")))
        let late = (0..<3).map {
            Told.from(counting: 200, at: EventTime.at("10:15") + .seconds(300 * $0), insteadOf: 20)
        }
        #expect(house.hear(late).readings.isEmpty)
        let told = house.hear(Told.steady(from: .at("11:00"), to: .at("11:20"))).finals
        let corrected = told.filter { $0.window.end <= .at("10:45") }
        #expect(Set(corrected.map(\.window)).count == corrected.count && corrected.count == 2)
    }
}

/// Who really passes where and when: the truth that sensors try to tell.
struct Crowd: Sendable {
    private let seed: UInt64
    private let clock: LocalClock
    private let weather: [Day: Double]
    private let holidays: Set<Day>
    private let uplifts: [Uplift]
    private let zoneCount: Int

    init(of scenario: Scenario) {
        seed = scenario.seed
        clock = scenario.clock
        holidays = scenario.holidays
        uplifts = scenario.uplifts
        zoneCount = scenario.zones.count
        weather = Self.weather(of: scenario)
    }

    /// The people who pass in that many seconds, whole minutes of them.
    func passage(at sensor: Sensor, from start: Moment, seconds: Int) -> Passage {
        stride(from: 0, to: seconds, by: 60).reduce(into: Passage.none) { sum, second in
            sum += passage(at: sensor, inMinuteFrom: start.later(seconds: Int64(second)))
        }
    }

    /// How many are to be expected in the minute from `start`, both directions together.
    func mean(at sensor: Sensor, inMinuteFrom start: Moment) -> Double {
        let (day, minute) = clock.read(start)
        let kind = sensor.zone.kind
        var size = SeededRandom(seed: seed, for: .sensorSize, index: sensor.number)
        let share = Rhythm.share(
            kind, minute: minute, weekday: day.weekday, isHoliday: holidays.contains(day))
        // Under a roof the rain is felt by half.
        let sky = weather[day] ?? 1
        let felt = kind == .station ? (1 + sky) / 2 : sky
        let usual = Rhythm.peakPerMinute(kind) * size.number(in: 0.6...1.4) * share * felt
        return uplifts.reduce(usual) { mean, uplift in
            mean * uplift.factor(inZone: sensor.zoneIndex, of: zoneCount, at: start)
        }
    }

    private func passage(at sensor: Sensor, inMinuteFrom start: Moment) -> Passage {
        let mean = mean(at: sensor, inMinuteFrom: start)
        let inwards = Rhythm.inwardShare(sensor.zone.kind, minute: clock.read(start).minute)
        var random = SeededRandom(seed: seed, for: .people, index: sensor.number, at: start.seconds)
        return Passage(
            inwards: random.poisson(mean: mean * inwards),
            outwards: random.poisson(mean: mean * (1 - inwards)))
    }

    /// One day in three is wet: then up to a third stays at home.
    private static func weather(of scenario: Scenario) -> [Day: Double] {
        var factors: [Day: Double] = [:]
        for index in 0..<scenario.days where scenario.hasWeather {
            let day = Day(number: scenario.firstDay.number + index)
            var random = SeededRandom(seed: scenario.seed, for: .weather, index: day.number)
            let isWet = random.happens(withShare: 0.33)
            factors[day] = random.number(in: isWet ? 0.67...0.92 : 0.98...1.06)
        }
        return factors.merging(scenario.weather) { _, said in said }
    }
}

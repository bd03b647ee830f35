import Barometer
import TestKit

@testable import Footfall

/// A made-up city as its sensors' days: what is usual, days on which everybody or a single sensor strays, and chance.
struct ImpactCity {
    /// A Saturday.
    static let today = CalendarDate(daysSinceEpoch: 20_526)

    private(set) var plan: Plan
    var days: [SensorDay] = []

    /// Zones `zone-0` and so on, with sensors `zone-0-a` and so on.
    ///
    /// - Parameter history: days before today.
    init(
        zones: Int = 6, sensors: Int = 2, history: Int = 100, seed: UInt64 = 1, people: Double = 200,
        clock: CityClock = .utc, calendar: CityCalendar = .init(),
        neighbours: [Int: Set<ZoneID>] = [:], towns: [Int: String] = [:]
    ) {
        var chance = Chance(seed: seed)
        plan = Plan(
            clock: clock,
            zones: (0..<zones).map {
                Plan.Zone(id: .zone($0), neighbours: neighbours[$0] ?? [], municipality: towns[$0])
            },
            sensors: (0..<zones).flatMap { zone in
                (0..<sensors).map { Plan.Sensor(id: .sensor(zone, $0), zone: zone) }
            },
            calendar: calendar)
        for back in (-2...history).reversed() {
            let date = Self.today.advanced(byDays: -back)
            let city = chance.wave() * 0.1
            for (index, sensor) in plan.sensors.enumerated() {
                let own = chance.wave() * 0.06
                let expected = (0..<24).map { Float(people * Self.rhythm(hour: $0, sensor: index)) }
                days.append(
                    SensorDay(
                        sensor: sensor.id, zone: plan.zones[sensor.zone].id, date: date, isFinal: true,
                        people: expected.map {
                            Float((Double($0) * (1 + city + own + chance.wave() * 0.05)).rounded())
                        },
                        expected: expected, spread: .init(repeating: 0.15, count: 24)))
            }
        }
    }

    private static func rhythm(hour: Int, sensor: Int) -> Double {
        (0.1 + 0.9 * Double(max(0, 12 - abs(hour - 14))) / 12) * (1 + 0.3 * Double(sensor % 4))
    }

    /// Replaces the hours of days for which it is asked.
    mutating func change(
        _ zone: Int? = nil, sensor: Int? = nil, on dates: ClosedRange<Int> = 0...0,
        _ change: (inout [Float], inout [Float]) -> Void
    ) {
        for index in days.indices {
            let day = days[index]
            let back = day.date.daysSinceEpoch - Self.today.daysSinceEpoch
            guard dates.contains(back), zone == nil || day.zone == .zone(zone ?? 0),
                sensor == nil || day.sensor == .sensor(zone ?? 0, sensor ?? 0)
            else { continue }
            var (people, expected) = (day.people, day.expected)
            change(&people, &expected)
            days[index] = day.with(people: people, expected: expected)
        }
    }

    /// Puts so many times the people into hours of a zone, from today's midnight on.
    mutating func multiply(_ zone: Int, _ hours: Range<Int>, by factor: Float) {
        for hour in hours {
            change(zone, on: hour / 24...hour / 24) { people, _ in
                people[hour % 24] = (people[hour % 24] * factor).rounded()
            }
        }
    }

    mutating func fault(_ zone: Int?, on dates: ClosedRange<Int> = 0...0) {
        for index in days.indices
        where dates.contains(days[index].date.daysSinceEpoch - Self.today.daysSinceEpoch)
            && (zone == nil || days[index].zone == .zone(zone ?? 0))
        {
            days[index] = days[index].with(isFault: true)
        }
    }

    /// Today from one hour of the clock's face to another, in the first zone unless told otherwise.
    func edition(
        _ name: String = "fair", _ hours: Range<Int> = 12..<18, zones: [Int] = [0], day: Int = 0,
        sensors: Set<SensorID>? = nil, footprint: Set<ZoneID> = []
    ) -> EventEdition {
        func time(_ hour: Int) -> EventTime {
            plan.clock.time(
                of: Self.today.advanced(byDays: day + hour / 24), second: hour % 24 * 3600)
        }
        return EventEdition(
            id: EventID(name), series: EventSeriesID("fairs"), name: Words(nl: name, en: name),
            kind: "market", zones: zones.map { .zone($0) }, sensors: sensors,
            window: Window(from: time(hours.lowerBound), to: time(hours.upperBound)), footprint: footprint)
    }

    func scorer(_ editions: [EventEdition]) -> ImpactScorer {
        var history = ImpactHistory(plan: plan)
        for day in days { history.add(day) }
        return ImpactScorer(history: history, editions: editions)
    }

    /// - Parameter others: editions that are known beside it.
    func assess(_ edition: EventEdition, beside others: [EventEdition] = []) -> ImpactAssessment {
        scorer([edition] + others).assess(edition, isFinal: true)
    }
}

extension ZoneID {
    static func zone(_ number: Int) -> ZoneID { ZoneID("zone-\(number)") }
}

extension SensorID {
    static func sensor(_ zone: Int, _ number: Int) -> SensorID {
        SensorID("zone-\(zone)-\("abcdefgh".dropFirst(number).prefix(1))")
    }
}

extension SensorDay {
    func with(
        people: [Float]? = nil, expected: [Float]? = nil, isFault: Bool? = nil, epoch: CalendarDate? = nil
    ) -> SensorDay {
        SensorDay(
            sensor: sensor, zone: zone, date: date, isFinal: isFinal, isFault: isFault ?? self.isFault,
            epoch: epoch ?? self.epoch, hidden: hidden, people: people ?? self.people,
            expected: expected ?? self.expected, spread: spread)
    }
}

extension Chance {
    /// Nearly normal: between -6 and 6, with a standard deviation of 1.
    mutating func wave() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
    }
}

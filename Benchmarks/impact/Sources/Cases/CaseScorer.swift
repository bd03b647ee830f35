import Barometer
import Footfall

/// Scores one made-up edition after the other, each as if no other had been.
struct CaseScorer {
    private let plan: Plan
    private var history: ImpactHistory
    private var days: [Key: SensorDay]

    private struct Key: Hashable {
        let sensor: SensorID
        let date: CalendarDate
    }

    /// A window of whole hours before some sensors of one zone, and what was counted instead of what was recorded.
    struct Case {
        let sensors: [SensorID]
        let date: CalendarDate
        /// 0 ..< 48; from 24 on they are of the next day.
        let hours: Range<Int>
        /// For each sensor one for each hour, `nan` is missing; empty leaves all as it was.
        let counts: [Float]
    }

    init(_ days: [SensorDay], plan: Plan) {
        let dates = Set(days.map(\.date.daysSinceEpoch))
        self.plan = plan
        history = ImpactHistory(plan: plan, days: 1 + (dates.max() ?? 0) - (dates.min() ?? 0))
        for day in days { history.add(day) }
        self.days = Dictionary(days.map { (Key(sensor: $0.sensor, date: $0.date), $0) }) { $1 }
    }

    /// - Returns: `nil` for sensors that the city does not have.
    mutating func score(_ item: Case) -> ImpactAccount? {
        let recorded = changed(item).compactMap { day in days[Key(sensor: day.sensor, date: day.date)] }
        for day in changed(item) { history.add(day) }
        let account = ImpactScorer(history: history, editions: [])
            .assess(edition(item), isFinal: true).accounts.last
        for day in recorded { history.add(day) }
        return account
    }

    private func changed(_ item: Case) -> [SensorDay] {
        guard !item.counts.isEmpty else { return [] }
        return item.sensors.enumerated().flatMap { place, sensor in
            (0...1).compactMap { later -> SensorDay? in
                let date = item.date.advanced(byDays: later)
                guard let day = days[Key(sensor: sensor, date: date)] else { return nil }
                var people = day.people
                for hour in item.hours where hour / 24 == later {
                    people[hour % 24] =
                        item.counts[place * item.hours.count + hour - item.hours.lowerBound]
                }
                return SensorDay(
                    sensor: day.sensor, zone: day.zone, date: day.date, isFinal: true, isFault: day.isFault,
                    epoch: day.epoch, hidden: day.hidden, people: people, expected: day.expected,
                    spread: day.spread)
            }
        }
    }

    private func edition(_ item: Case) -> EventEdition {
        func time(_ hour: Int) -> EventTime {
            plan.clock.time(of: item.date.advanced(byDays: hour / 24), second: hour % 24 * 3600)
        }
        let zones = plan.sensors.filter { item.sensors.contains($0.id) }.map { plan.zones[$0.zone].id }
        return EventEdition(
            id: EventID("case"), name: Words(nl: "", en: ""), kind: "case", zones: Set(zones).sorted(),
            sensors: Set(item.sensors),
            window: Window(from: time(item.hours.lowerBound), to: time(item.hours.upperBound)))
    }
}

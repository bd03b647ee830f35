internal import Barometer

/// What happens at local midnight, and when yesterday can no longer be corrected.
extension Checkpoint {
    /// Fixes what the day is expected to bring, from all earlier days.
    ///
    /// Yesterday may still be corrected, so it is learned on a copy that is thrown away; `learn` does it for good.
    mutating func begin(_ day: CalendarDate, _ plan: Plan) {
        let yesterday = unlearned
        let rows = yesterday.map { [self] in self.rows(of: $0, plan) } ?? []
        let shift = cityShift(rows)
        let isHoliday = plan.calendar.publicHolidays.contains(day)
        var weeks = PeakFinder(plan: plan, zones: zones)
        for index in sensors.indices {
            guard var profile = sensors[index].profile else { continue }
            if let yesterday {
                profile.take(rows[index], on: yesterday, cityShift: shift, plan.calendar)
            }
            let (people, spread) = profile.expectation(weekday: day.weekday, isHoliday: isHoliday)
            sensors[index].expect(.init(date: day, people: people, spread: spread))
            if plan.sensors[index].serves(at: plan.clock.midnight(of: day)) {
                weeks.add(profile, of: plan.sensors[index])
            }
        }
        for zone in zones.indices { zones[zone].peak = weeks.peak(of: zone) }
        today = day
    }

    /// Learns the day that has just become final.
    mutating func learn(_ day: CalendarDate, _ plan: Plan) {
        let rows = rows(of: day, plan)
        let shift = cityShift(rows)
        for index in sensors.indices {
            sensors[index].profile?.take(rows[index], on: day, cityShift: shift, plan.calendar)
        }
        unlearned = nil
    }

    /// The learning view: for each sensor its day, without hours of known events.
    private func rows(of day: CalendarDate, _ plan: Plan) -> [DayRow] {
        let isHoliday = plan.calendar.publicHolidays.contains(day)
        return sensors.indices.map { index in
            guard let profile = sensors[index].profile else { return DayRow(people: [], shift: nil) }
            let zone = plan.zones[plan.sensors[index].zone].id
            let events = plan.calendar.events.filter { $0.zone == zone }
            let people = sensors[index].row(of: day, plan: plan) { start in
                events.contains { $0.window.contains(start) }
            }
            return DayRow(
                people: people, shift: isHoliday ? nil : profile.shift(of: people, weekday: day.weekday))
        }
    }

    /// How the whole city was off, so that a rainy day is no fault of each sensor (section 4).
    private func cityShift(_ rows: [DayRow]) -> Double {
        let shifts = rows.compactMap(\.shift)
        guard shifts.count >= 3, let median = Statistics.median(shifts) else { return 0 }
        return Statistics.clip(median, -0.7, 0.7)
    }
}

/// One sensor's day as it is learned.
private struct DayRow {
    let people: [Double]
    let shift: Double?
}

extension Profile {
    fileprivate mutating func take(
        _ row: DayRow, on day: CalendarDate, cityShift: Double, _ calendar: CityCalendar
    ) {
        if calendar.publicHolidays.contains(day) {
            learnHoliday(row.people, date: day)
        } else {
            learn(row.people, date: day, shift: row.shift.map { $0 - cityShift })
        }
    }
}

/// Finds each zone's usual weekly peak (section 6b).
private struct PeakFinder {
    private let plan: Plan
    private let steps: [Int]
    /// For each zone and slot of the week: people, and the mean people of the sensors that know the slot.
    private var people: [[Double]]
    private var weight: [[Double]]
    private var total: [Double]

    init(plan: Plan, zones: [ZoneState]) {
        self.plan = plan
        steps = zones.map(\.step)
        people = steps.map { .init(repeating: 0, count: $0 == 0 ? 0 : 7 * 86_400 / $0) }
        weight = people
        total = steps.map { _ in 0 }
    }

    mutating func add(_ profile: Profile, of sensor: Plan.Sensor) {
        guard steps[sensor.zone] > 0 else { return }
        let parts = max(1, profile.slots * steps[sensor.zone] / 86_400)
        let week = (0..<7 * profile.slots).map {
            profile.usual(weekday: $0 / profile.slots, slot: $0 % profile.slots)
        }
        let sums = stride(from: 0, to: week.count, by: parts).map { week[$0..<$0 + parts].reduce(0, +) }
        let known = sums.filter { !$0.isNaN }
        guard !known.isEmpty else { return }
        let mean = known.reduce(0, +) / Double(known.count)
        total[sensor.zone] += mean
        for slot in sums.indices where !sums[slot].isNaN {
            people[sensor.zone][slot] += sums[slot]
            weight[sensor.zone][slot] += mean
        }
    }

    /// The 95th percentile of the slots that sensors with nine tenths of the zone's people know.
    func peak(of zone: Int) -> Double? {
        let slots = people[zone].indices
        let known = slots.filter { weight[zone][$0] >= 0.9 * total[zone] && weight[zone][$0] > 0 }
            .map { people[zone][$0] }
            .sorted()
        guard !known.isEmpty, known.count * 2 >= slots.count else { return nil }
        return known[(known.count * 95 + 99) / 100 - 1]
    }
}

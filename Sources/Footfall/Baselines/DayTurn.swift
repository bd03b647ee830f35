internal import Barometer

/// What happens at local midnight, and when yesterday can no longer be corrected.
extension Checkpoint {
    /// Fixes what the day is expected to bring, from all earlier days.
    ///
    /// Yesterday may still be corrected, so it is learned on a copy that is thrown away; `learn` does it for good.
    mutating func begin(_ day: CalendarDate, _ plan: Plan) {
        var learned = self
        if let unlearned { learned.learn(unlearned, plan) }
        let kind = plan.calendar.kind(of: day)
        var weeks = PeakFinder(plan: plan, zones: zones)
        var lenders = Lenders(plan: plan, profiles: learned.sensors.map(\.profile), day: day)
        for index in sensors.indices {
            guard let profile = learned.sensors[index].profile else { continue }
            let borrowed = plan.hasColdStart ? lenders.lend(to: index) : nil
            let (people, spread) = profile.expectation(
                weekday: day.weekday, kind: kind, borrowed: borrowed)
            sensors[index].expect(.init(date: day, people: people, spread: spread))
            if plan.sensors[index].serves(at: plan.clock.midnight(of: day)) {
                weeks.add(profile.week(borrowed: borrowed), of: plan.sensors[index])
            }
        }
        for zone in zones.indices {
            zones[zone].peak = weeks.peak(of: zone)
            zones[zone].deviations = learned.zones[zone].spread.deviations(
                weekday: kind == .ordinary ? day.weekday : 6)
        }
        today = day
    }

    /// Learns the day that has just become final.
    mutating func learn(_ day: CalendarDate, _ plan: Plan) {
        let rows = rows(of: day, plan)
        let shift = cityShift(rows)
        let kind = plan.calendar.kind(of: day)
        for index in sensors.indices {
            if kind == .ordinary {
                sensors[index].profile?.learn(
                    rows[index].people, date: day, shift: rows[index].shift.map { $0 - shift },
                    settling: plan.hasColdStart ? 14 : 0)
            } else {
                sensors[index].profile?.learn(rows[index].people, of: kind)
            }
            sensors[index].remember(day, plan: plan)
        }
        if kind == .ordinary, !plan.calendar.hasEvent(on: day, plan.clock) {
            let faults = Set(
                rows.indices.filter { rows[$0].shift.map { Profile.isFault($0 - shift) } ?? false })
            for zone in zones.indices { learnSpread(of: zone, on: day, without: faults, plan) }
        }
        unlearned = nil
    }

    /// The learning view: for each sensor its day, without hours that are no guide to other days.
    func rows(of day: CalendarDate, _ plan: Plan) -> [DayRow] {
        let isOrdinary = plan.calendar.kind(of: day) == .ordinary
        let calendar = plan.calendar.touching(plan.clock.day(day))
        return sensors.indices.map { index in
            guard let profile = sensors[index].profile else { return DayRow(people: [], shift: nil) }
            let post = plan.sensors[index]
            let zone = plan.zones[post.zone].id
            let people = sensors[index].row(of: day, plan: plan) { start in
                calendar.hides(post.id, in: zone, at: start, plan.clock)
            }
            return DayRow(
                people: people, shift: isOrdinary ? profile.shift(of: people, weekday: day.weekday) : nil)
        }
    }

    /// How the whole city was off, so that a rainy day is no fault of each sensor (section 4).
    func cityShift(_ rows: [DayRow]) -> Double {
        let shifts = rows.compactMap(\.shift)
        guard shifts.count >= 3, let median = Statistics.median(shifts) else { return 0 }
        return Statistics.clip(median, -0.7, 0.7)
    }

    /// Of an hour that comes twice, the first is learned.
    private mutating func learnSpread(
        of zone: Int, on day: CalendarDate, without faults: Set<Int>, _ plan: Plan
    ) {
        let step = zones[zone].step
        guard step > 0 else { return }
        let calendar = plan.calendar.touching(plan.clock.day(day))
        let posts = plan.sensorsOfZone[zone].map { plan.sensors[$0].id }
        for slot in 0..<86_400 / step {
            let start = plan.clock.time(of: day, second: slot * step)
            let isHidden = posts.contains {
                calendar.hides($0, in: plan.zones[zone].id, at: start, plan.clock)
            }
            guard plan.clock.moment(at: start) == (day, slot * step), !isHidden else { continue }
            let window = zones[zone].window(endingAt: start + .seconds(step))
            let comparison = comparison(of: zone, window, plan, without: faults)
            guard comparison.sensorsCompared > 0 else { continue }
            zones[zone].spread.learn(comparison.logRatio, weekday: day.weekday, slot: slot)
        }
    }
}

/// One sensor's day as it is learned.
struct DayRow {
    let people: [Double]
    let shift: Double?
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

    /// - Parameter week: people in each slot of the week; `nan` is not known.
    mutating func add(_ week: [Double], of sensor: Plan.Sensor) {
        guard steps[sensor.zone] > 0 else { return }
        let parts = max(1, week.count * steps[sensor.zone] / (7 * 86_400))
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

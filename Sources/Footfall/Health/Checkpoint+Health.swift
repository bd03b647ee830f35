internal import Barometer

/// What is told of a sensor's health, and when.
extension Checkpoint {
    /// A report has come in, whatever becomes of it.
    mutating func watch(
        _ observation: Observation, at place: Int, source: (number: Int, name: String), _ plan: Plan
    ) -> [SensorHealth] {
        let now = watermark.clock ?? observation.end
        let back = health.hear(source: source.number, source.name, at: now)
        hear(place, through: source.number, at: now)
        let skew = Double(plan.windows.skew.wholeSeconds)
        let lag = health.sensors[place].clock.hear(endingAt: observation.end, at: now, skew: skew)
        let repeats = health.sensors[place].repeats.hear(at: now)
        if lag == .unclear, repeats == .unclear, back == nil, health.sensors[place].open.isEmpty { return [] }
        let changes = [
            health.sensors[place].settle(.silent, .well(since: now), at: now),
            health.sensors[place].settleClock(lagging: lag, at: now),
            health.sensors[place].settle(.duplicates, repeats, at: now),
        ]
        return (back.map { [$0] } ?? []) + Self.told(changes, of: place, plan)
    }

    private mutating func hear(_ place: Int, through source: Int, at now: EventTime) {
        health.sensors[place].source = source
        health.sensors[place].rhythm.hear(at: now, least: Health.least(sensors[place].interval))
    }

    /// People were counted, each way where the sensor tells it.
    mutating func watchPeople(
        _ observation: Observation, _ people: Double, at place: Int, _ plan: Plan
    ) -> [SensorHealth] {
        guard observation.replaced == nil else { return [] }
        health.sensors[place].sameness.hear(observation)
        let verdict = health.sensors[place].directions.count(observation, people: people)
        guard verdict != .unclear else { return [] }
        let now = watermark.clock ?? observation.end
        return Self.told([health.sensors[place].settle(.swapped, verdict, at: now)], of: place, plan)
    }

    /// Reports came that were known.
    mutating func watchRepeats(_ count: Int, at place: Int, _ plan: Plan) -> [SensorHealth] {
        guard let now = watermark.clock else { return [] }
        let verdict = health.sensors[place].repeats.hearAgain(count, at: now)
        return Self.told([health.sensors[place].settle(.duplicates, verdict, at: now)], of: place, plan)
    }

    /// Reports came that spoke of the future: the device is there, and its clock is not right.
    mutating func watchAhead(
        _ count: Int, at place: Int, source: (number: Int, name: String), _ plan: Plan
    ) -> [SensorHealth] {
        guard let now = watermark.clock else { return [] }
        let back = health.hear(source: source.number, source.name, at: now)
        hear(place, through: source.number, at: now)
        let verdict = health.sensors[place].clock.hearAhead(count, at: now)
        let changes = [
            health.sensors[place].settle(.silent, .well(since: now), at: now),
            health.sensors[place].settleClock(lagging: verdict, at: now),
        ]
        return (back.map { [$0] } ?? []) + Self.told(changes, of: place, plan)
    }

    /// Looks for who is silent, about once a minute.
    mutating func lookAround(at now: EventTime, _ plan: Plan) -> [SensorHealth] {
        let gone = health.takeGone()
        guard let time = health.lookingTime(at: now) else { return gone }
        let intervals = sensors.indices.map { index in
            plan.sensors[index].serves(at: time) ? sensors[index].interval : nil
        }
        let (sources, silent) = health.lookForSilence(at: time, intervals: intervals)
        let ofSources = sources.compactMap { number in
            health.sources[number].flatMap { $0.silence?.health(of: SensorID($0.name), in: nil) }
        }
        let ofSensors = silent.flatMap { place in
            let since = health.sensors[place].rhythm.last ?? time
            return Self.told(
                [health.sensors[place].settle(.silent, .trouble(since: since), at: time)], of: place, plan)
        }
        return gone + ofSources + ofSensors + health.dismissSources(at: time, intervals: intervals)
            + dismissals(at: time, intervals, plan)
    }

    /// A sensor that serves no more is no longer waited for.
    private mutating func dismissals(
        at now: EventTime, _ intervals: [Int?], _ plan: Plan
    ) -> [SensorHealth] {
        sensors.indices.filter { intervals[$0] == nil && !health.sensors[$0].open.isEmpty }.flatMap { place in
            let changes = health.sensors[place].open.map {
                health.sensors[place].settle($0.trouble, .well(since: now), at: now)
            }
            return Self.told(changes, of: place, plan)
        }
    }

    /// Static, since a method would hold a copy of the state while its arguments change it: each change of one
    /// sensor would copy all of them.
    private static func told(
        _ changes: [SensorWatch.Change?], of place: Int, _ plan: Plan
    ) -> [SensorHealth] {
        let post = plan.sensors[place]
        return changes.compactMap { change in
            change.map { $0.trouble.health(of: post.id, in: plan.zones[post.zone].id, until: $0.until) }
        }
    }
}

/// What is judged when slots have closed.
extension Checkpoint {
    /// Whether the slots that end here can be believed; full hours are held against what was expected.
    mutating func judge(before moment: EventTime, _ plan: Plan) -> [SensorHealth] {
        guard plan.watchesHealth else { return [] }
        let now = max(watermark.clock ?? moment, moment)
        var changes = sensors.indices.flatMap { place in
            Self.told([judgeStuck(place, before: moment, at: now, plan)], of: place, plan)
        }
        if Slot(containing: moment, seconds: 3600, clock: plan.clock).start(plan.clock) == moment {
            changes += judgeLevels(before: moment, at: now, plan)
        }
        for place in sensors.indices {
            if let since = health.sensors[place].doubtedSince {
                sensors[place].doubt(.unit, from: since, before: moment, plan.clock)
            }
        }
        return changes
    }

    private mutating func judgeStuck(
        _ place: Int, before moment: EventTime, at now: EventTime, _ plan: Plan
    ) -> SensorWatch.Change? {
        health.sensors[place].sameness.close(before: moment)
        guard let last = sensors[place].lastSlot(before: moment, plan.clock) else { return nil }
        let length = Duration.seconds(sensors[place].slotSeconds)
        if let since = health.sensors[place].sameness.since(asOf: moment) {
            sensors[place].doubt(.constant, from: since, before: moment, plan.clock)
            return health.sensors[place].settle(.stuck, .trouble(since: since), at: now)
        }
        switch last {
        case .stuck:
            return health.sensors[place].settle(
                .stuck, .trouble(since: moment - length - length - length), at: now)
        case .people: return health.sensors[place].settle(.stuck, .well(since: moment - length), at: now)
        case .nobody:
            // A sensor that is stuck is not believed before somebody passes, however quiet the hour.
            if health.sensors[place].has(.stuck) {
                sensors[place].doubt(.nobody, from: moment - length, before: moment, plan.clock)
            }
            return nil
        }
    }

    private mutating func judgeLevels(
        before moment: EventTime, at now: EventTime, _ plan: Plan
    ) -> [SensorHealth] {
        let hour = Window(from: moment - .seconds(3600), to: moment)
        let date = plan.clock.date(at: hour.start)
        guard plan.calendar.kind(of: date) == .ordinary else { return [] }
        let calendar = plan.calendar.touching(hour)
        let shifts = sensors.indices.map { place -> Double? in
            let post = plan.sensors[place]
            let isHidden = calendar.hides(post.id, in: plan.zones[post.zone].id, at: hour.start, plan.clock)
            // A new sensor in the place of another may count otherwise: it is not held against what the old one did.
            let isAwaited = sensors[place].day(date)?.footing == .awaited || !learns(place, from: date, plan)
            return isHidden || isAwaited ? nil : sensors[place].shift(in: hour, on: date, plan)
        }
        let city = cityShift(shifts)
        return sensors.indices.flatMap { place -> [SensorHealth] in
            guard let shift = shifts[place], isGrownUp(place, on: date) else { return [] }
            health.sensors[place].level.hear(
                shift - city, hour: hour.start.seconds.flooredQuotient(by: 3600))
            let isOpen = health.sensors[place].has(.unitChange)
            let verdict = health.sensors[place].level.verdict(isOpen: isOpen)
            return Self.told([health.sensors[place].settle(.unitChange, verdict, at: now)], of: place, plan)
        }
    }

    /// Three weeks are needed to know what is usual.
    private func isGrownUp(_ place: Int, on date: CalendarDate) -> Bool {
        sensors[place].profile?.firstDay.map { $0.advanced(byDays: 21) <= date } ?? false
    }

    /// Finds the sensors whose whole day was a fault of theirs (method `dasta-1.0`, section 4).
    ///
    /// - Returns: zones of sensors of which this was not known, or is not true any more.
    mutating func findFaults(on day: CalendarDate, _ plan: Plan) -> Set<Int> {
        guard plan.watchesHealth else { return [] }
        let rows = rows(of: day, plan)
        let city = cityShift(rows.map(\.shift))
        var changed: Set<Int> = []
        for place in sensors.indices {
            let isFault = rows[place].shift.map { Profile.isFault($0 - city) } ?? false
            let faultDay = isFault && !hasKnownEvent(place, on: day, plan) ? day : nil
            guard (health.sensors[place].faultDay == day) != (faultDay == day) else { continue }
            health.sensors[place].faultDay = faultDay
            changed.insert(plan.sensors[place].zone)
        }
        return changed
    }

    /// Sensors that are left out of a day.
    func faults(on day: CalendarDate) -> Set<Int> {
        Set(sensors.indices.filter { health.sensors[$0].faultDay == day })
    }

    private func hasKnownEvent(_ place: Int, on day: CalendarDate, _ plan: Plan) -> Bool {
        let window = plan.clock.day(day)
        let post = plan.sensors[place]
        return plan.calendar.events(touching: window).contains {
            $0.strikes(post.id, in: plan.zones[post.zone].id)
        }
    }

    /// Judges a day that can no longer be corrected, before it is learned.
    mutating func judgeDay(_ day: CalendarDate, _ plan: Plan) -> [SensorHealth] {
        guard plan.watchesHealth, plan.calendar.kind(of: day) == .ordinary else { return [] }
        let now = watermark.clock ?? plan.clock.day(day).end
        let rows = rows(of: day, plan)
        let city = cityShift(rows.map(\.shift))
        for place in sensors.indices {
            guard let shift = rows[place].shift, !health.sensors[place].has(.unitChange),
                health.sensors[place].faultDay != day
            else { continue }
            health.sensors[place].level.hearDay(shift - city)
        }
        return judgeEmptyDays(day, rows, at: now, plan) + judgeHours(day, rows, at: now, plan)
            + (day.weekday == 6 ? judgeDrift(at: now, plan) : [])
    }

    /// A fault day without anybody, on a street too quiet for three empty slots to tell.
    private mutating func judgeEmptyDays(
        _ day: CalendarDate, _ rows: [DayRow], at now: EventTime, _ plan: Plan
    ) -> [SensorHealth] {
        let start = plan.clock.midnight(of: day)
        return faults(on: day).sorted().flatMap { place -> [SensorHealth] in
            guard rows[place].people.allSatisfy({ $0.isNaN || $0 == 0 }) else { return [] }
            return Self.told(
                [health.sensors[place].settle(.stuck, .trouble(since: start), at: now)], of: place, plan)
        }
    }

    private mutating func judgeHours(
        _ day: CalendarDate, _ rows: [DayRow], at now: EventTime, _ plan: Plan
    ) -> [SensorHealth] {
        let shifts = sensors.indices.map { place -> Int? in
            guard isGrownUp(place, on: day), let expected = sensors[place].day(day)?.people,
                expected.reduce(0, { $1.isNaN ? $0 : $0 + $1 }) >= 200
            else { return nil }
            return HourShift.best(rows[place].people, expected: expected)
        }
        let known = shifts.compactMap { $0 }
        let common = [-3, -2, -1, 1, 2, 3].first { hours in
            known.count >= 3 && known.count { $0 == hours } * 3 > known.count
        }
        let start = plan.clock.midnight(of: day.advanced(byDays: -1))
        return sensors.indices.flatMap { place -> [SensorHealth] in
            guard let isShifted = health.sensors[place].hours.hear(shifts[place], city: common),
                isShifted != health.sensors[place].isShifted
            else { return [] }
            let change = health.sensors[place].settleClock(shifted: isShifted, since: start, at: now)
            return Self.told([change], of: place, plan)
        }
    }

    private mutating func judgeDrift(at now: EventTime, _ plan: Plan) -> [SensorHealth] {
        for place in sensors.indices {
            if let epoch = sensors[place].profile?.epoch,
                plan.clock.date(at: now) < epoch.advanced(byDays: 8)
            {
                health.sensors[place].drift.forget()
            }
            health.sensors[place].drift.hear(sensors[place].usualWeek)
        }
        let changes = health.sensors.map(\.drift.change)
        return sensors.indices.flatMap { place -> [SensorHealth] in
            let peers = peers(of: place, changes, plan)
            guard let own = changes[place], peers.count >= 3 else { return [] }
            let isDrift = DriftWatch.isDrift(own, among: peers, isOpen: health.sensors[place].has(.drift))
            let verdict: Verdict = isDrift ? .trouble(since: now - .seconds(56 * 86_400)) : .well(since: now)
            return Self.told([health.sensors[place].settle(.drift, verdict, at: now)], of: place, plan)
        }
    }

    /// The others of its zone if they are three or more, else of the city.
    private func peers(
        of place: Int, _ changes: [(whole: Double, newer: Double)?], _ plan: Plan
    ) -> [(whole: Double, newer: Double)] {
        func known(_ others: [Int]) -> [(whole: Double, newer: Double)] {
            others.filter { $0 != place }.compactMap { changes[$0] }
        }
        let neighbours = known(plan.sensorsOfZone[plan.sensors[place].zone])
        return neighbours.count >= 3 ? neighbours : known(Array(sensors.indices))
    }
}

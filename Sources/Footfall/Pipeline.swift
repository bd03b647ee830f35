internal import Barometer

/// The whole house on one page: inputs come in, and what to do goes out. It knows no clock and no I/O.
///
/// A message has become an observation before it gets here (`Intake`). An observation is placed in its sensor's
/// slot and its zone's minutes. The watermark closes windows; each closed window is compared with what is usual
/// (`Checkpoint.comparison`), and the `Anonymizer` makes of it a reading without people. At midnight the day's
/// expectation is fixed and later the day before is learned (`Checkpoint.begin` and `learn`).
public struct Pipeline: Sendable {
    let plan: Plan
    let anonymizer: Anonymizer
    /// Save this between two inputs, and a restart loses nothing.
    public internal(set) var state: Checkpoint
    /// For each number of the roster: its source, its name, its places in the plan's sensors, and how it counts.
    private var posts: [(source: Int, name: Roster.Entry, places: [Int], counter: CounterRule)] = []
    var actions: [Action] = []

    public init(plan: Plan, state: Checkpoint? = nil) {
        self.plan = plan
        anonymizer = Anonymizer(privacy: plan.privacy)
        self.state = state ?? Checkpoint(plan: plan)
    }

    /// How many sensors of the roster are known.
    public var sensorsMet: Int { posts.count }

    /// Makes the sensors known that observations speak of. To be called before numbers that are new come in.
    public mutating func meet(_ roster: Roster) {
        for number in posts.count..<max(posts.count, roster.entries.count) {
            let entry = roster.entries[number]
            let counter = plan.counters[entry.source] ?? CounterRule()
            posts.append(
                (roster.sourceOf[number], entry, plan.postsOfSensor[entry.sensor] ?? [], counter))
        }
    }

    /// Takes one input and says what to do. Do it, in order, before the next input.
    public mutating func handle(_ input: Input) -> [Action] {
        actions.removeAll()
        switch input {
        case .tick(let now):
            state.watermark.tick(now, plan.windows)
            closeWindows()
            tellOfOpenWindows(at: now)
        case .observation(let observation):
            take(observation)
            closeWindows()
        case .repeats, .acknowledge: break
        }
        return actions
    }

    private mutating func take(_ observation: Observation) {
        let post = posts[Int(observation.sensor)]
        state.watermark.hear(observation, source: post.source, plan.windows)
        guard let place = post.places.first(where: { plan.sensors[$0].serves(at: observation.start) }) else {
            return reject(observation, .unknownSensor, "no sensor of this name serves a zone at that time")
        }
        switch observation.kind {
        case .delta: count(observation, at: place)
        case .cumulative:
            guard let difference = state.counters.difference(observation, rule: post.counter) else { return }
            let slotSeconds = state.sensors[place].slotSeconds
            if slotSeconds > 0, difference.seconds > slotSeconds {
                return reject(observation, .outOfRange, "silent too long to tell when its people passed")
            }
            count(difference, at: place)
        case .occupancy, .devices:
            reject(observation, .notAFlow, "\(observation.kind.name) is no count of passers-by")
        }
    }

    private mutating func count(_ observation: Observation, at place: Int) {
        guard observation.seconds <= 3600 else {
            return reject(observation, .outOfRange, "an interval of more than an hour")
        }
        let sensor = plan.sensors[place]
        // A city begins with what is recent: one clock set to 1970 must not make it begin there.
        let isAncient = state.watermark.clock.map { observation.start + .seconds(35 * 86_400) < $0 } ?? false
        if state.closedUpTo == nil, isAncient {
            return reject(observation, .late, "older than five weeks when it came in")
        }
        let openFrom = state.closedUpTo ?? firstBoundary(before: observation)
        state.closedUpTo = openFrom
        if observation.start + plan.windows.lateness < openFrom {
            return reject(observation, .late, "its windows can no longer be corrected")
        }
        let people = (observation.count - (observation.replaced ?? 0)) / sensor.factor
        state.sensors[place].count(observation, people: people, plan: plan)
        let slotSeconds = state.sensors[place].slotSeconds
        let interval = plan.sensorsOfZone[sensor.zone].map { state.sensors[$0].interval }.max() ?? 0
        state.zones[sensor.zone].hear(observation, slotSeconds: slotSeconds, interval: interval)
        state.zones[sensor.zone].minutes.count(observation, people: people)
        if observation.start < openFrom { correct(observation, zone: sensor.zone, openFrom: openFrom) }
    }

    private mutating func reject(_ observation: Observation, _ code: Rejection.Code, _ detail: String) {
        let entry = posts[Int(observation.sensor)].name
        actions.append(
            .reject(Rejection(code: code, detail: detail, source: entry.source, subject: entry.sensor.name)))
    }
}

// MARK: - Time

extension Pipeline {
    /// Seconds between two moments at which something may have to be closed.
    private var stride: Int64 {
        guard let finest = plan.windows.lengths.min(), finest < 300 else { return 300 }
        return state.zones.contains { $0.step > 0 && $0.interval <= finest } ? Int64(finest) : 300
    }

    private func firstBoundary(before observation: Observation) -> EventTime {
        let start = (observation.start - plan.windows.disorder).seconds
        return EventTime(seconds: start.flooredQuotient(by: 900) * 900)
    }

    /// Closes all that the watermark has passed, one moment after the other.
    private mutating func closeWindows() {
        guard var closed = state.closedUpTo, let complete = state.watermark.time else { return }
        if state.today == nil { state.begin(plan.clock.date(at: closed), plan) }
        while true {
            let next = EventTime(seconds: (closed.seconds.flooredQuotient(by: stride) + 1) * stride)
            guard next <= complete else { return }
            closed = next
            state.closedUpTo = next
            close(at: next)
        }
    }

    private mutating func close(at moment: EventTime) {
        for length in plan.windows.lengths
        where length < plan.windows.slot && moment.seconds % Int64(length) == 0 {
            for zone in state.zones.indices { keepFine(zone, length: length, endingAt: moment) }
        }
        guard moment.seconds.isMultiple(of: 900) else { return }
        for sensor in state.sensors.indices { state.sensors[sensor].doubtZeros(before: moment, plan.clock) }
        for sensor in state.sensors.indices { state.follow(sensor, before: moment, plan) }
        for zone in state.zones.indices where isStep(moment, of: zone) { closeStep(of: zone, at: moment) }
        turnDay(at: moment)
        lookAhead(at: moment)
    }

    /// Whether a slot of the zone's own length ends here.
    func isStep(_ moment: EventTime, of zone: Int) -> Bool {
        let step = state.zones[zone].step
        return step > 0
            && Slot(containing: moment, seconds: step, clock: plan.clock).start(plan.clock) == moment
    }

    private mutating func turnDay(at moment: EventTime) {
        let date = plan.clock.date(at: moment)
        if let today = state.today, date > today {
            if let unlearned = state.unlearned { learn(unlearned) }
            state.unlearned = today
            keepSensorDays(of: today, areFinal: false)
            for zone in state.zones.indices { keepDay(today, of: zone) }
            state.begin(date, plan)
        }
        let settled = plan.clock.midnight(of: date) + plan.windows.lateness
        if let unlearned = state.unlearned, moment >= settled { learn(unlearned) }
    }

    private mutating func learn(_ day: CalendarDate) {
        keepSensorDays(of: day, areFinal: true)
        state.learn(day, plan)
    }
}

// MARK: - Windows

extension Pipeline {
    /// Not before its first report, nor when its sensors have been silent for a week.
    func isSpokenOf(_ zone: Int, at moment: EventTime) -> Bool {
        guard let since = state.zones[zone].since, let heard = state.zones[zone].heard else { return false }
        return since < moment && moment - heard < .seconds(7 * 86_400)
    }

    private mutating func closeStep(of zone: Int, at moment: EventTime) {
        guard isSpokenOf(zone, at: moment) else { return }
        let step = state.zones[zone].step
        let slot = Window(from: moment - .seconds(step), to: moment)
        let comparison = state.comparison(of: zone, slot, plan)
        let usual = usual(of: zone, slot)
        keep(comparison, zone: zone, window: slot, spread: usual.spread)
        lookBack(on: zone, comparison, slot, usual)
        publish(zone: zone, endingAt: moment, usual: usual)
    }

    private func usual(of zone: Int, _ slot: Window) -> Usual {
        let state = state.zones[zone]
        let moment = plan.clock.moment(at: slot.start)
        let place = moment.second / state.step
        return Usual(
            spread: state.deviations.isEmpty ? Spread.beforehand : state.deviations[place],
            peak: state.peak, classes: state.classes,
            occasions: plan.calendar.occasions(of: plan.zones[zone].id, slot, plan.clock))
    }

    private mutating func publish(zone: Int, endingAt end: EventTime, usual: Usual) {
        var classes = usual.classes
        let reading = reading(of: zone, endingAt: end, usual: usual, classes: &classes)
        state.zones[zone].classes = classes
        let forgotten = end - plan.windows.lateness - .seconds(3600)
        state.zones[zone].closed.removeAll { $0.told.window.end < forgotten }
        state.zones[zone].closed.append(.init(usual: usual, told: reading))
        publish(reading, of: zone)
    }

    /// A zone that is not public is counted and learned, and never spoken of outside.
    private mutating func publish(_ reading: Reading, of zone: Int) {
        if plan.zones[zone].isPublic { actions.append(.publish(reading)) }
    }

    private func reading(
        of zone: Int, endingAt end: EventTime, usual: Usual, classes: inout ZoneState.Classes
    ) -> Reading {
        let step = state.zones[zone].step
        let window = state.zones[zone].window(endingAt: end)
        return anonymizer.reading(
            of: state.comparison(of: zone, window, plan), against: usual,
            at: .init(
                zone: plan.zones[zone], window: window,
                slots: Double(window.length.wholeSeconds) / Double(step), dwell: step == 900 ? 2 : 1,
                validUntil: end + .seconds(step) + plan.windows.idle + plan.windows.idle, isFinal: true),
            classes: &classes)
    }

    /// Tells of each window that is still open, as far as it is known; not of those that nothing is heard of.
    private mutating func tellOfOpenWindows(at now: EventTime) {
        guard let closed = state.closedUpTo, now - (state.refreshed ?? closed) >= plan.windows.refresh else {
            return
        }
        state.refreshed = now
        for zone in state.zones.indices where state.zones[zone].step > 0 {
            let step = state.zones[zone].step
            let slot = Slot(containing: closed, seconds: step, clock: plan.clock)
            let (start, end) = (slot.start(plan.clock), slot.end(plan.clock))
            guard closed > start, let heard = state.zones[zone].heard, heard > start else { continue }
            let usual = usual(of: zone, Window(from: start, to: end))
            var classes = usual.classes
            let window = state.zones[zone].window(endingAt: end)
            let reading = anonymizer.reading(
                of: state.comparisonSoFar(of: zone, window, now: closed, plan), against: usual,
                at: .init(
                    zone: plan.zones[zone], window: window,
                    slots: Double(window.length.wholeSeconds) / Double(step), dwell: 1,
                    validUntil: now + plan.windows.idle, isFinal: false),
                classes: &classes)
            publish(reading, of: zone)
        }
    }

    /// A late report: each closed window that it touches is judged again, and told again if it reads otherwise.
    private mutating func correct(_ observation: Observation, zone: Int, openFrom: EventTime) {
        for index in state.zones[zone].closed.indices {
            let known = state.zones[zone].closed[index]
            guard known.told.window.start < observation.end || known.told.window.contains(observation.start),
                observation.start < known.told.window.end
            else { continue }
            var classes = known.usual.classes
            let end = known.told.window.end
            let reading = reading(of: zone, endingAt: end, usual: known.usual, classes: &classes)
            let slot = Window(from: end - .seconds(state.zones[zone].step), to: end)
            if slot.contains(observation.start) {
                keep(
                    state.comparison(of: zone, slot, plan), zone: zone, window: slot,
                    spread: known.usual.spread)
            }
            guard reading != known.told else { continue }
            state.zones[zone].closed[index].told = reading
            publish(reading, of: zone)
        }
        if let yesterday = state.unlearned, plan.clock.date(at: observation.start) == yesterday {
            keepDay(yesterday, of: zone)
        }
        for length in plan.windows.lengths where length < plan.windows.slot {
            let start = observation.start.seconds.flooredQuotient(by: Int64(length)) * Int64(length)
            let end = EventTime(seconds: start + Int64(length))
            if end <= openFrom { keepFine(zone, length: length, endingAt: end) }
        }
    }
}

// MARK: - Tallies

extension Pipeline {
    private mutating func keepFine(_ zone: Int, length: Int, endingAt end: EventTime) {
        let state = state.zones[zone]
        let window = Window(from: end - .seconds(length), to: end)
        // A window finer than its source is not made up.
        guard state.interval <= length, length < state.step, let heard = state.minutes.sum(window) else {
            return
        }
        let coverage = self.state.coverage(of: zone, heard.covered, window, plan)
        actions.append(
            .keep(
                .tally(
                    Tally(
                        zone: plan.zones[zone].id, window: window, count: heard.people, expectation: nil,
                        completeness: coverage, state: coverage < 1 ? .estimated : .measured))))
    }

    private mutating func keep(_ comparison: Comparison, zone: Int, window: Window, spread: Double) {
        guard plan.windows.lengths.contains(Int(window.length.wholeSeconds)) || window.length >= .seconds(900)
        else { return }
        let isCompared = comparison.expected > 0 || !comparison.learned.isEmpty
        let isMissing = comparison.slotsHeard == 0
        actions.append(
            .keep(
                .tally(
                    Tally(
                        zone: plan.zones[zone].id, window: window,
                        count: isMissing ? nil : isCompared ? comparison.observed : comparison.people,
                        expectation: isCompared ? comparison.expectation(zoneSpread: spread) : nil,
                        completeness: comparison.completeness,
                        state: isMissing ? .missing : comparison.isWhole ? .measured : .estimated))))
    }

    private mutating func keepSensorDays(of date: CalendarDate, areFinal: Bool) {
        actions += state.sensorDays(of: date, isFinal: areFinal, plan).map { .keep(.sensorDay($0)) }
    }

    private mutating func keepDay(_ date: CalendarDate, of zone: Int) {
        guard plan.windows.lengths.contains(86_400) else { return }
        let day = plan.clock.day(date)
        guard isSpokenOf(zone, at: day.end) else { return }
        let comparison = state.comparison(of: zone, day, plan)
        keep(comparison, zone: zone, window: day, spread: usual(of: zone, day).spread)
    }
}

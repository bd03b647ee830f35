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
            note(state.lookAround(at: now, plan))
            state.watermark.tick(now, plan.windows)
            closeWindows()
            lookAtOpenWindows(at: now)
            tell(state.watchSilence(at: now, plan))
        case .observation(let observation):
            take(observation)
            closeWindows()
        case .repeats(let sensor, let count):
            if let place = place(of: sensor) { note(state.watchRepeats(count, at: place, plan)) }
        case .ahead(let sensor, let count):
            if let place = place(of: sensor) {
                let post = posts[Int(sensor)]
                note(state.watchAhead(count, at: place, source: (post.source, post.name.source), plan))
            }
        case .acknowledge(let zone, let rule): acknowledge(rule, in: zone)
        }
        return actions
    }

    /// Where a sensor stands now; `nil` when it serves no zone.
    private func place(of sensor: Roster.Number) -> Int? {
        guard Int(sensor) < posts.count, let now = state.watermark.clock else { return nil }
        return posts[Int(sensor)].places.first { plan.sensors[$0].serves(at: now) }
    }

    private mutating func note(_ troubles: [SensorHealth]) {
        for trouble in troubles { actions.append(.keep(.health(trouble))) }
    }

    private mutating func take(_ observation: Observation) {
        let post = posts[Int(observation.sensor)]
        state.watermark.hear(observation, source: post.source, plan.windows)
        let place =
            post.places.first { plan.sensors[$0].serves(at: observation.start) }
            ?? post.places.first { plan.sensors[$0].isOnTrial(at: observation.start) }
        guard let place else {
            return reject(observation, .unknownSensor, "no sensor of this name serves a zone at that time")
        }
        note(state.watch(observation, at: place, source: (post.source, post.name.source), plan))
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
        let observation = sensor.isSwapped ? observation.turnedRound : observation
        let people = (observation.count - (observation.replaced ?? 0)) / sensor.factor
        note(state.watchPeople(observation, people, at: place, plan))
        let least = plan.predecessors[place].map { state.sensors[$0].slotSeconds } ?? 0
        state.sensors[place].count(observation, people: people, plan: plan, least: least)
        state.sensors[place].revise(observation.start, closedUpTo: openFrom, plan.clock)
        guard sensor.serves(at: observation.start) else { return }
        let slotSeconds = state.sensors[place].slotSeconds
        let serving = plan.sensorsOfZone[sensor.zone].filter {
            plan.sensors[$0].serves(at: observation.start)
        }
        let interval = serving.map { state.sensors[$0].interval }.max() ?? 0
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
        let before = quarter(closed)
        while true {
            let next = EventTime(seconds: (closed.seconds.flooredQuotient(by: stride) + 1) * stride)
            guard next <= complete else { break }
            closed = next
            state.closedUpTo = next
            close(at: next)
        }
        if plan.privacy.noise != nil, quarter(closed) > before { tellOfOpenWindows(asOf: quarter(closed)) }
    }

    /// The start of the quarter of an hour around a moment.
    func quarter(_ moment: EventTime) -> EventTime {
        EventTime(seconds: moment.seconds.flooredQuotient(by: 900) * 900)
    }

    private mutating func close(at moment: EventTime) {
        for length in plan.windows.lengths
        where length < plan.windows.slot && moment.seconds % Int64(length) == 0 {
            for zone in state.zones.indices { keepFine(zone, length: length, endingAt: moment) }
        }
        guard moment.seconds.isMultiple(of: 900) else { return }
        for sensor in state.sensors.indices { state.sensors[sensor].doubtZeros(before: moment, plan.clock) }
        note(state.judge(before: moment, plan))
        for sensor in state.sensors.indices { state.follow(sensor, before: moment, plan) }
        for zone in state.zones.indices { tellCorrections(of: zone) }
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
            _ = state.findFaults(on: today, plan)
            keepSensorDays(of: today, areFinal: false)
            for zone in state.zones.indices { keepDay(today, of: zone) }
            state.begin(date, plan)
        }
        let settled = plan.clock.midnight(of: date) + plan.windows.lateness
        if let unlearned = state.unlearned, moment >= settled { learn(unlearned) }
    }

    /// The day can no longer be corrected: now it is known which sensors were at fault.
    private mutating func learn(_ day: CalendarDate) {
        for zone in state.findFaults(on: day, plan).sorted() { keepDay(day, of: zone) }
        keepSensorDays(of: day, areFinal: true)
        note(state.judgeDay(day, plan))
        state.learn(day, plan)
    }
}

public import Barometer

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
    private func quarter(_ moment: EventTime) -> EventTime {
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
        let account = account(of: zone, endingAt: end, usual: usual, classes: &classes)
        state.zones[zone].classes = classes
        let forgotten = end - plan.windows.lateness - .seconds(3600)
        state.zones[zone].closed.removeAll { $0.told.window.end < forgotten }
        state.zones[zone].closed.append(.init(usual: usual, told: account.reading))
        publish(account, of: zone)
        tell(state.watch(account.reading, of: zone, upTo: end, plan))
    }

    /// A zone that is not public is counted and learned, and never spoken of outside.
    private mutating func publish(_ account: Account, of zone: Int, isKept: Bool = true) {
        guard plan.zones[zone].isPublic else { return }
        actions.append(.publish(account.reading))
        if isKept { actions.append(.keep(.account(account))) }
    }

    private func account(
        of zone: Int, endingAt end: EventTime, usual: Usual, classes: inout ZoneState.Classes
    ) -> Account {
        let step = state.zones[zone].step
        let window = state.zones[zone].window(endingAt: end)
        return anonymizer.account(
            of: state.comparison(of: zone, window, plan, noise: plan.privacy.noise),
            state.parts(of: zone, window, plan), against: usual,
            at: .init(
                zone: plan.zones[zone], window: window,
                slots: Double(window.length.wholeSeconds) / Double(step), dwell: step == 900 ? 2 : 1,
                validUntil: end + .seconds(step) + plan.windows.idle + plan.windows.idle, isFinal: true),
            classes: &classes)
    }

    /// Now and then: told where counts are told as they are, and else for the alarms alone.
    private mutating func lookAtOpenWindows(at now: EventTime) {
        guard let closed = state.closedUpTo, now - (state.refreshed ?? closed) >= plan.windows.refresh else {
            return
        }
        let isFirst = quarter(now) > quarter(state.refreshed ?? closed)
        state.refreshed = now
        if plan.privacy.noise == nil {
            tellOfOpenWindows(upTo: closed, validUntil: now + plan.windows.idle, areKept: isFirst)
        } else if !plan.alarms.isEmpty {
            watchOpenWindows(upTo: closed)
        }
    }

    /// Once a quarter of an hour, when its counts have got their noise: told any oftener, the same noise on one person
    /// more would give that person away.
    private mutating func tellOfOpenWindows(asOf quarter: EventTime) {
        guard plan.windows.tellsOfOpenOnes else { return }
        let validUntil = quarter + .seconds(900) + plan.windows.idle + plan.windows.idle
        tellOfOpenWindows(upTo: quarter, validUntil: validUntil, areKept: true)
    }

    /// Tells of each window that is still open, as far as it is known; not of those that nothing is heard of.
    ///
    /// - Parameter areKept: whether their accounts are; those of a minute would fill the disk.
    private mutating func tellOfOpenWindows(upTo closed: EventTime, validUntil: EventTime, areKept: Bool) {
        for zone in state.zones.indices {
            guard
                let account = openAccount(of: zone, upTo: closed, validUntil: validUntil, hasParts: areKept)
            else { continue }
            publish(account, of: zone, isKept: areKept)
            tell(state.watch(account.reading, of: zone, upTo: closed, plan))
        }
    }

    /// Alarms go to operators alone and do not wait for the quarter.
    private mutating func watchOpenWindows(upTo closed: EventTime) {
        for zone in state.zones.indices {
            guard let account = openAccount(of: zone, upTo: closed, validUntil: closed, hasParts: false)
            else { continue }
            tell(state.watch(account.reading, of: zone, upTo: closed, plan))
        }
    }

    private func openAccount(
        of zone: Int, upTo closed: EventTime, validUntil: EventTime, hasParts: Bool
    ) -> Account? {
        let step = state.zones[zone].step
        guard step > 0 else { return nil }
        let slot = Slot(containing: closed, seconds: step, clock: plan.clock)
        let (start, end) = (slot.start(plan.clock), slot.end(plan.clock))
        let window = state.zones[zone].window(endingAt: end)
        let isBegun = plan.privacy.noise == nil ? closed > start : closed > window.start
        guard isBegun, let heard = state.zones[zone].heard, heard > start else { return nil }
        let usual = usual(of: zone, Window(from: start, to: end))
        var classes = usual.classes
        return anonymizer.account(
            of: state.comparisonSoFar(of: zone, window, now: closed, plan),
            hasParts ? state.parts(of: zone, window, plan) : [], against: usual,
            at: .init(
                zone: plan.zones[zone], window: window,
                slots: Double(window.length.wholeSeconds) / Double(step), dwell: 1,
                validUntil: validUntil, isFinal: false),
            classes: &classes)
    }

    /// A late report: what is kept inside is put right at once, and each closed window that it touches is judged
    /// again; with noise at the next full quarter, together with what else comes until then.
    private mutating func correct(_ observation: Observation, zone: Int, openFrom: EventTime) {
        let touched = Window(
            from: observation.start, to: max(observation.end, observation.start + .milliseconds(1)))
        for known in state.zones[zone].closed {
            let end = known.told.window.end
            let slot = Window(from: end - .seconds(state.zones[zone].step), to: end)
            guard slot.contains(observation.start) else { continue }
            keep(
                state.comparison(of: zone, slot, plan), zone: zone, window: slot, spread: known.usual.spread)
        }
        let revised = state.zones[zone].revised ?? touched
        state.zones[zone].revised = Window(
            from: min(revised.start, touched.start), to: max(revised.end, touched.end))
        if plan.privacy.noise == nil { tellCorrections(of: zone) }
        if let yesterday = state.unlearned, plan.clock.date(at: observation.start) == yesterday {
            keepDay(yesterday, of: zone)
        }
        for length in plan.windows.lengths where length < plan.windows.slot {
            let start = observation.start.seconds.flooredQuotient(by: Int64(length)) * Int64(length)
            let end = EventTime(seconds: start + Int64(length))
            if end <= openFrom { keepFine(zone, length: length, endingAt: end) }
        }
    }

    /// Each closed window that late reports touched is judged again, and told again if it reads otherwise.
    private mutating func tellCorrections(of zone: Int) {
        guard let revised = state.zones[zone].revised else { return }
        state.zones[zone].revised = nil
        for index in state.zones[zone].closed.indices {
            let known = state.zones[zone].closed[index]
            let window = known.told.window
            guard window.start < revised.end, revised.start < window.end else { continue }
            var classes = known.usual.classes
            let account = account(of: zone, endingAt: window.end, usual: known.usual, classes: &classes)
            guard account.reading != known.told else { continue }
            state.zones[zone].closed[index].told = account.reading
            publish(account, of: zone)
        }
    }
}

// MARK: - Alarms

extension Pipeline {
    /// What operators were told last, as far as it is raised; by zone and rule.
    public var raisedAlarms: [Alarm] { state.alarms.raised }

    private mutating func tell(_ alarms: [Alarm]) {
        actions += alarms.map { .tell(.alarm($0)) }
    }

    private mutating func acknowledge(_ rule: AlarmRuleID, in zone: ZoneID) {
        let now = state.watermark.clock ?? EventTime(seconds: 0)
        switch state.alarms.acknowledge(rule, in: zone, at: now) {
        case .told(let alarm): tell([alarm])
        case .known: break
        case .refused:
            let reason = "no alarm of this rule is raised in this zone"
            actions.append(
                .reject(.init(code: .unknownAlarm, detail: reason, source: nil, subject: "\(zone)/\(rule)")))
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
        let comparison = state.comparison(of: zone, day, plan, without: state.faults(on: date))
        keep(comparison, zone: zone, window: day, spread: usual(of: zone, day).spread)
    }
}

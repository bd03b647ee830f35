internal import Barometer

/// What is told of each window: when it closes, while it is open, and when a late report corrects it.
extension Pipeline {
    /// Not before its first report, nor when its sensors have been silent for a week.
    func isSpokenOf(_ zone: Int, at moment: EventTime) -> Bool {
        guard let since = state.zones[zone].since, let heard = state.zones[zone].heard else { return false }
        return since < moment && moment - heard < .seconds(7 * 86_400)
    }

    mutating func closeStep(of zone: Int, at moment: EventTime) {
        guard isSpokenOf(zone, at: moment) else { return }
        let step = state.zones[zone].step
        let slot = Window(from: moment - .seconds(step), to: moment)
        let comparison = state.comparison(of: zone, slot, plan)
        let usual = usual(of: zone, slot)
        keep(comparison, zone: zone, window: slot, spread: usual.spread)
        lookBack(on: zone, comparison, slot, usual)
        publish(zone: zone, endingAt: moment, usual: usual)
    }

    func usual(of zone: Int, _ slot: Window) -> Usual {
        let state = state.zones[zone]
        let moment = plan.clock.moment(at: slot.start)
        let place = moment.second / state.step
        return Usual(
            spread: state.deviations.isEmpty ? Spread.beforehand : state.deviations[place],
            peak: state.peak, classes: state.classes,
            occasions: plan.calendar.occasions(of: plan.zones[zone].id, slot, plan.clock))
    }

    mutating func publish(zone: Int, endingAt end: EventTime, usual: Usual) {
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
    mutating func publish(_ account: Account, of zone: Int, isKept: Bool = true) {
        guard plan.zones[zone].isPublic else { return }
        actions.append(.publish(account.reading))
        if isKept { actions.append(.keep(.account(account))) }
    }

    func account(
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
    mutating func lookAtOpenWindows(at now: EventTime) {
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
    mutating func tellOfOpenWindows(asOf quarter: EventTime) {
        guard plan.windows.tellsOfOpenOnes else { return }
        let validUntil = quarter + .seconds(900) + plan.windows.idle + plan.windows.idle
        tellOfOpenWindows(upTo: quarter, validUntil: validUntil, areKept: true)
    }

    /// Tells of each window that is still open, as far as it is known; not of those that nothing is heard of.
    ///
    /// - Parameter areKept: whether their accounts are; those of a minute would fill the disk.
    mutating func tellOfOpenWindows(upTo closed: EventTime, validUntil: EventTime, areKept: Bool) {
        for zone in state.zones.indices {
            guard
                let account = openAccount(of: zone, upTo: closed, validUntil: validUntil, hasParts: areKept)
            else { continue }
            publish(account, of: zone, isKept: areKept)
            tell(state.watch(account.reading, of: zone, upTo: closed, plan))
        }
    }

    /// Alarms go to operators alone and do not wait for the quarter.
    mutating func watchOpenWindows(upTo closed: EventTime) {
        for zone in state.zones.indices {
            guard let account = openAccount(of: zone, upTo: closed, validUntil: closed, hasParts: false)
            else { continue }
            tell(state.watch(account.reading, of: zone, upTo: closed, plan))
        }
    }

    func openAccount(
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
    mutating func correct(_ observation: Observation, zone: Int, openFrom: EventTime) {
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
    mutating func tellCorrections(of zone: Int) {
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

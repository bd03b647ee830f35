internal import Barometer

/// What happens when one sensor takes the place of another, so that the history of the site goes on.
extension Checkpoint {
    /// Whether a day is one that the sensor learns from: not while it is on trial beside the one it will replace.
    func learns(_ index: Int, from day: CalendarDate, _ plan: Plan) -> Bool {
        if let takenOver = sensors[index].exchange.takenOver { return takenOver <= day }
        return plan.predecessors[index] == nil
    }

    /// Compares each sensor that is on trial with the one beside it, over a day that is final.
    mutating func compareTrials(on day: CalendarDate, _ plan: Plan) {
        for new in plan.predecessors.indices where sensors[new].exchange.takenOver == nil {
            guard let old = plan.predecessors[new], sensors[new].slotSeconds > 0,
                sensors[old].slotSeconds > 0
            else { continue }
            let (mine, theirs) = (
                sensors[new].row(of: day, plan: plan) { _ in false },
                sensors[old].row(of: day, plan: plan) { _ in false }
            )
            let slots = min(mine.count, theirs.count)
            sensors[new].exchange.compare(new: mine.summed(to: slots), old: theirs.summed(to: slots))
        }
    }

    /// Hands over what is due on a day, at its midnight; in a chain the elder goes first.
    ///
    /// - Parameter learned: the same with yesterday learned.
    mutating func takeOver(on day: CalendarDate, from learned: inout Checkpoint, _ plan: Plan) {
        let end = plan.clock.midnight(of: day.advanced(byDays: 1))
        let due = plan.sensors.indices
            .compactMap { new in plan.sensors[new].handover.map { (new, $0) } }
            .filter { $0.1 < end && learned.sensors[$0.0].exchange.takenOver == nil }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        for (new, _) in due {
            guard let old = plan.predecessors[new] else { continue }
            learned.sensors[new].takeOver(from: learned.sensors[old], on: day)
            sensors[new] = learned.sensors[new]
        }
    }
}

extension SensorState {
    /// After four weeks a sensor knows its own site better than the one before it did.
    private static let ownHistory = 28

    /// Goes on where another sensor has stopped: its profile, with the level at the scale of this one.
    fileprivate mutating func takeOver(from old: SensorState, on day: CalendarDate) {
        let knowsItself =
            profile?.firstDay.map { $0.advanced(byDays: Self.ownHistory) <= day } ?? false
        guard let history = old.profile, history.isKnown, !knowsItself else {
            return exchange.takeOver(on: day, isAwaiting: false)
        }
        adopt(slotSeconds: old.slotSeconds)
        var profile = history.coarsened(to: 86_400 / slotSeconds)
        let factor = exchange.factor(slots: profile.slots)
        if let factor { profile.change(by: factor, on: day) }
        adopt(profile, weeks: old.weeks, factor: factor)
        exchange.takeOver(on: day, isAwaiting: factor == nil || old.exchange.awaited != nil)
    }

    /// Fits the level to the first full day of a sensor that nobody could compare with the one before it (section 4).
    ///
    /// - Parameter shift: how the whole city was off, in logarithms.
    mutating func settle(_ people: [Double], on day: CalendarDate, shift: Double) {
        guard let profile else { return }
        let row = day.weekday * profile.slots
        let expected = (0..<profile.slots).map { Statistics.exp(profile.mu(row + $0) + shift) }
        guard let factor = exchange.settle(people, expected: expected) else { return }
        self.profile?.change(by: factor, on: day)
    }

    /// What the expectation of a day rests on.
    func footing(on day: CalendarDate) -> Footing {
        if exchange.awaited != nil { return .awaited }
        guard let profile, let epoch = profile.epoch, day < epoch.advanced(byDays: Footing.days) else {
            return .firm
        }
        return .changed(doubt: profile.doubt)
    }
}

internal import Barometer

/// Where readings and silence become alarms.
extension Checkpoint {
    /// Judges what is known of a zone by its limits; what operators have to be told.
    ///
    /// - Parameters:
    ///   - reading: open or closed, public or not.
    ///   - time: up to when people were heard; hold times are measured by it, so that replay is exact.
    mutating func watch(
        _ reading: Reading, of zone: Int, upTo time: EventTime, _ plan: Plan
    ) -> [Alarm] {
        guard !plan.alarms.isEmpty else { return [] }
        let name = plan.zones[zone].id
        if reading.reasons.first == .noData {
            alarms.obscure.insert(name)
        } else {
            alarms.obscure.remove(name)
        }
        return plan.alarms.filter { $0.cause != .silence && $0.zones.contains(zone) }.compactMap { rule in
            let value = value(for: rule.cause, reading, zone, upTo: time, plan)
            return alarms.see(value, in: name, at: time, rule)
        }
    }

    /// What a rule looks at; `nil` when nothing can be said.
    private func value(
        for cause: Alarm.Cause, _ reading: Reading, _ zone: Int, upTo time: EventTime, _ plan: Plan
    ) -> Double? {
        let measurement = reading.measurement
        switch cause {
        case .level: return measurement?.peak.map { Double($0.level.rawValue) }
        case .index: return measurement.map { Double($0.index.percent) }
        case .rise: return measurement.flatMap { rise(to: $0.index, reading.window, zone) }
        case .density: return density(of: zone, reading.window, upTo: time, plan)
        case .silence: return nil
        }
    }

    /// Points of index gained since the window that ended an hour before.
    private func rise(to index: Index, _ window: Window, _ zone: Int) -> Double? {
        let before = zones[zone].closed.last { $0.told.window.end == window.end - .seconds(3600) }
        return before?.told.measurement.map { Double(index.percent - $0.index.percent) }
    }

    /// Percent of what the zone can take, by all that passed in the window; private.
    ///
    /// Looks at people, not at the reading, so it also watches where few are usual and readings are withheld. What
    /// missing sensors would have counted is added in proportion, and below half nothing is said.
    private func density(of zone: Int, _ window: Window, upTo time: EventTime, _ plan: Plan) -> Double? {
        guard let capacity = plan.zones[zone].capacity else { return nil }
        let whole = comparison(of: zone, window, plan)
        let heard =
            time < window.end ? comparisonSoFar(of: zone, window, now: time, plan) : whole
        guard heard.slotsHeard > 0, heard.slots > 0, heard.completeness >= 0.5 else { return nil }
        let hours = Double(window.length.wholeSeconds) / 3600 * heard.slots / whole.slots
        return 100 * heard.people / heard.completeness / hours / capacity
    }
}

// MARK: - Silence

extension Checkpoint {
    /// Asks every so often, by the clock, which zones are blind: of silence no reading comes.
    mutating func watchSilence(at now: EventTime, _ plan: Plan) -> [Alarm] {
        if let asked = alarms.asked, now - asked < plan.windows.refresh { return [] }
        let rules = plan.alarms.filter { $0.cause == .silence }
        guard !rules.isEmpty else { return [] }
        alarms.asked = now
        return rules.flatMap { rule in
            rule.zones.compactMap { zone in
                let name = plan.zones[zone].id
                if let due = due(zone), now - due < patience(with: zone, plan) {
                    let isObscure = alarms.obscure.contains(name)
                    return alarms.see(isObscure ? rule.raise : rule.clear, in: name, at: now, rule)
                }
                return alarms.see(rule.raise, in: name, from: due(zone), at: now, rule)
            }
        }
    }

    /// When the next report of a zone should have come; `nil` if there was never one.
    private func due(_ zone: Int) -> EventTime? {
        zones[zone].heard.map { $0 + .seconds(zones[zone].interval) }
    }

    /// How late a report may be before the zone counts as blind.
    private func patience(with zone: Int, _ plan: Plan) -> Duration {
        max(.seconds(zones[zone].interval), plan.windows.idle)
    }
}

internal import Barometer

/// What is kept inside of each window and day.
extension Pipeline {
    mutating func keepFine(_ zone: Int, length: Int, endingAt end: EventTime) {
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

    mutating func keep(_ comparison: Comparison, zone: Int, window: Window, spread: Double) {
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

    mutating func keepSensorDays(of date: CalendarDate, areFinal: Bool) {
        actions += state.sensorDays(of: date, isFinal: areFinal, plan).map { .keep(.sensorDay($0)) }
    }

    mutating func keepDay(_ date: CalendarDate, of zone: Int) {
        guard plan.windows.lengths.contains(86_400) else { return }
        let day = plan.clock.day(date)
        guard isSpokenOf(zone, at: day.end) else { return }
        let comparison = state.comparison(of: zone, day, plan, without: state.faults(on: date))
        keep(comparison, zone: zone, window: day, spread: usual(of: zone, day).spread)
    }
}

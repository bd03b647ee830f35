import Barometer
import Footfall

/// Scores the known events of a replay, each once its days can no longer be corrected.
struct ReplayScores {
    private let editions: [EventEdition]
    private let clock: CityClock
    private var history: ImpactHistory
    /// Those that are still to be scored, by their last day.
    private var waiting: [(lastDay: CalendarDate, edition: EventEdition)]

    init(plan: Plan, editions: [EventEdition]) {
        self.editions = editions
        clock = plan.clock
        history = ImpactHistory(plan: plan)
        waiting = editions.map { [clock = plan.clock] in ($0.dates(clock).upperBound, $0) }
            .sorted { ($0.lastDay, $0.edition.id) < ($1.lastDay, $1.edition.id) }
    }

    /// - Returns: impacts of events that were over before this day.
    mutating func take(_ day: SensorDay) -> [Impact] {
        guard day.isFinal else { return [] }
        let impacts = score(before: day.date)
        history.add(day)
        return impacts
    }

    /// - Returns: impacts of the events that are left, as far as something is known of their days.
    mutating func finish() -> [Impact] {
        guard let newest = history.newest else { return [] }
        return score(before: newest.advanced(byDays: 1))
    }

    private mutating func score(before date: CalendarDate) -> [Impact] {
        let due = waiting.prefix { $0.lastDay < date }
        guard !due.isEmpty else { return [] }
        waiting.removeFirst(due.count)
        guard history.newest != nil else { return [] }
        let scorer = ImpactScorer(history: history, editions: editions)
        return scorer.assess(due.map(\.edition), isFinal: { _ in true }).flatMap(\.impacts)
    }
}

import Barometer
import Footfall
import Vault

/// What can be said of the editions that were asked for, and of their series. Private: it holds accounts.
struct ScoreSheet {
    let clock: CityClock
    /// The last day that is kept.
    let newest: CalendarDate
    /// In order of their last day.
    private(set) var scored: [Scored] = []
    /// Editions of which nothing can be said yet, or no more.
    private(set) var missing: [(edition: EventEdition, why: Missing)] = []
    /// Of all editions that are kept, whether they were asked for or not; in order of name.
    private(set) var series: [SeriesImpact] = []

    struct Scored {
        let edition: EventEdition
        let assessment: ImpactAssessment
    }

    /// Why an edition has no score at all.
    enum Missing: Equatable {
        /// Its last day is not over, as far as is known here.
        case isNotOver(CalendarDate)
        /// It was over before the first day that is kept.
        case isForgotten(CalendarDate)
    }

    /// - Parameter asked: all are told of, in whatever state.
    init(_ asked: [EventEdition], kept: KeptDays, scores: EditionScores) throws {
        clock = scores.plan.clock
        newest = kept.dates.upperBound
        let wanted = Set(asked.map(\.id))
        let (clock, names) = (clock, Set(asked.compactMap(\.series)))
        missing = asked.compactMap { edition in kept.obstacle(to: edition, clock).map { (edition, $0) } }
        let due = scores.editions.filter { edition in
            (wanted.contains(edition.id) || edition.series.map(names.contains) ?? false)
                && kept.obstacle(to: edition, clock) == nil
        }
        var effects: [EditionEffect] = []
        try scores.assess(due, isFinal: { kept.isFinal($0.dates(clock).upperBound) }) { edition, assessment in
            if wanted.contains(edition.id) {
                scored.append(Scored(edition: edition, assessment: assessment))
            }
            if let effect = assessment.ofSeries { effects.append(effect) }
        }
        series = names.sorted().compactMap { SeriesPool($0, effects)?.impact }
    }
}

extension KeptDays {
    /// `nil` when the edition can be scored.
    fileprivate func obstacle(to edition: EventEdition, _ clock: CityClock) -> ScoreSheet.Missing? {
        let last = edition.dates(clock).upperBound
        if last > dates.upperBound { return .isNotOver(last) }
        return last < dates.lowerBound ? .isForgotten(dates.lowerBound) : nil
    }
}

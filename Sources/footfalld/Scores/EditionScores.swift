import Barometer
import Footfall

/// Scores editions from the days that are kept, one stretch of history after the other, so that memory is bounded
/// however long they reach back.
struct EditionScores {
    let plan: Plan
    /// All that are known.
    let editions: [EventEdition]
    /// Gives the sensors' days of a span to whoever asks.
    let days: (ClosedRange<CalendarDate>, (SensorDay) -> Void) throws -> Void

    /// A score looks back on so many days.
    private static let lookBack = 84
    /// Editions share a history of so many days, if none of them needs more by itself.
    private static let longestShared = 150

    /// Days, and the editions that are scored from them.
    struct Stretch: Equatable {
        var dates: ClosedRange<CalendarDate>
        var editions: [EventEdition]
    }

    /// The result of each edition does not depend on which others are asked for.
    ///
    /// - Parameters:
    ///   - due: over; their results come in the order of their last days.
    ///   - isFinal: whether an edition's days can no longer be corrected.
    func assess(
        _ due: [EventEdition], isFinal: (EventEdition) -> Bool,
        each: (EventEdition, ImpactAssessment) throws -> Void
    ) throws {
        for stretch in stretches(of: due) {
            let scorer = try scorer(of: stretch.dates)
            let found = scorer.assess(stretch.editions, isFinal: isFinal)
            for (edition, assessment) in zip(stretch.editions, found) { try each(edition, assessment) }
        }
    }

    func stretches(of due: [EventEdition]) -> [Stretch] {
        let ordered = due.map { (dates: $0.dates(plan.clock), edition: $0) }
            .sorted { ($0.dates.upperBound, $0.edition.id) < ($1.dates.upperBound, $1.edition.id) }
        return ordered.reduce(into: []) { stretches, next in
            let first = next.dates.lowerBound.advanced(byDays: -Self.lookBack)
            if let last = stretches.last {
                let dates = min(last.dates.lowerBound, first)...next.dates.upperBound
                if dates.length <= Self.longestShared {
                    stretches[stretches.count - 1].dates = dates
                    stretches[stretches.count - 1].editions.append(next.edition)
                    return
                }
            }
            stretches.append(Stretch(dates: first...next.dates.upperBound, editions: [next.edition]))
        }
    }

    private func scorer(of dates: ClosedRange<CalendarDate>) throws -> ImpactScorer {
        var history = ImpactHistory(plan: plan, days: dates.length)
        try days(dates) { history.add($0) }
        return ImpactScorer(
            history: history, editions: editions.filter { $0.dates(plan.clock).overlaps(dates) })
    }
}

extension ClosedRange<CalendarDate> {
    /// In days, both ends included.
    var length: Int { upperBound.daysSinceEpoch - lowerBound.daysSinceEpoch + 1 }
}

internal import Barometer

/// Looks for the effects of one edition in its window, with the true counts and with those told outside.
struct DaySearch {
    let edition: EventEdition
    /// The edition's own name, or that of the edition of which this is a day.
    let id: EventID
    let scorer: ImpactScorer
    /// With what was found out for other editions of the same hours.
    var hours: WindowSearch
    /// Sites that tell what moved everybody, the best first.
    let candidates: [Int]

    var window: LocalWindow { hours.window }

    init(_ edition: EventEdition, of id: EventID, by scorer: ImpactScorer, in hours: WindowSearch) {
        self.edition = edition
        self.id = id
        self.scorer = scorer
        self.hours = hours
        candidates = scorer.candidates(outside: scorer.touched(by: edition), hours.open.table)
    }

    /// - Parameter zone: `nil` is several.
    mutating func effect(on zone: Int?, at targets: [Int]) -> ZoneEffect {
        let known = hours.open.effect(at: targets, candidates: candidates)
        let inside = hours.insideEffect(at: targets, candidates: candidates)
        let day = window.date.daysSinceEpoch
        return ZoneEffect(
            zone: zone, inside: inside ?? known, open: known, isHoliday: hours.open.isHoliday,
            hasOverlap: scorer.events.overlaps(id, edition.window, at: targets, scorer.history),
            hasChanged: targets.contains { scorer.history.hasChanged($0, day) })
    }
}

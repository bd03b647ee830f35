internal import Barometer

/// Looks for the effects of one edition in one local window, with the true counts and with those told outside.
struct DaySearch {
    let edition: EventEdition
    /// The edition's own name, or that of the edition of which this is a day.
    let id: EventID
    let scorer: ImpactScorer
    let window: LocalWindow
    /// With the counts that are told outside.
    var open: EffectSearch
    /// `nil` while there is no noise, and both are the same.
    private var inside: EffectSearch?
    /// Sites that tell what moved everybody, the best first.
    let candidates: [Int]

    init(_ edition: EventEdition, of id: EventID, by scorer: ImpactScorer) {
        self.edition = edition
        self.id = id
        self.scorer = scorer
        window = LocalWindow(edition.window, scorer.history.plan.clock)
        let open = scorer.search(window, isTold: true)
        candidates = scorer.candidates(outside: scorer.touched(by: edition), open.table)
        inside = scorer.history.told.isEmpty ? nil : scorer.search(window, isTold: false)
        self.open = open
    }

    /// - Parameter zone: `nil` is several.
    mutating func effect(on zone: Int?, at targets: [Int]) -> ZoneEffect {
        let known = open.effect(at: targets, candidates: candidates)
        let day = window.date.daysSinceEpoch
        return ZoneEffect(
            zone: zone, inside: inside?.effect(at: targets, candidates: candidates) ?? known, open: known,
            isHoliday: open.isHoliday,
            hasOverlap: scorer.events.overlaps(id, edition.window, at: targets, scorer.history),
            hasChanged: targets.contains { scorer.history.hasChanged($0, day) })
    }
}

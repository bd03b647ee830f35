internal import Barometer

/// One edition on one day, or over one night: the effect on each of its zones, on all as one, and around it.
struct DayAssessment {
    let edition: EventEdition
    /// In the plan's order.
    let zones: [ZoneEffect]
    /// Of all zones that are spoken of.
    let whole: ZoneEffect
    /// One zone is withheld, so the sum of the others would tell of it.
    let isGroupWithheld: Bool
    /// Whether any of its zones is public.
    let isPublic: Bool
    /// Hour by hour, with the true counts; `nil` where no effect is shown.
    let insideShape: EffectShape?
    /// The same with the counts that are told.
    let openShape: EffectShape?
    /// `nil` where no effect is shown, or none may be told.
    let around: EffectAround?

    /// - Parameters:
    ///   - id: of the edition of which this is a day.
    ///   - shared: of the edition before, to go on with when it has the same hours; it is left with this one's.
    init(
        _ edition: EventEdition, of id: EventID, by scorer: ImpactScorer, _ shared: inout WindowSearch?
    ) {
        self.edition = edition
        let release = ReleaseRule(plan: scorer.history.plan)
        let window = LocalWindow(edition.window, scorer.history.plan.clock)
        let hours = shared.take().flatMap { $0.window == window ? $0 : nil }
        var search = DaySearch(edition, of: id, by: scorer, in: hours ?? WindowSearch(window, by: scorer))
        let places = scorer.zones(of: edition)
        zones = places.map { zone in
            search.effect(
                on: zone, at: scorer.sites(of: [zone], of: edition, at: edition.window.start))
        }
        let open = zones.filter { release.isPublic($0) }
        isPublic = zones.isEmpty || !open.isEmpty
        if zones.count == 1 {
            whole = zones[0]
            isGroupWithheld = false
        } else {
            let spoken = open.filter { release.obstacle(to: $0) == nil }
            whole = search.effect(on: nil, at: spoken.flatMap(\.open.targets))
            isGroupWithheld = release.hidesOne(of: open)
        }
        let isTold = isPublic && release.obstacle(to: whole) == nil && !isGroupWithheld
        insideShape = search.shape(whole.inside, isTold: false)
        openShape = search.shape(whole.open, isTold: true)
        around = isTold ? EffectAround(whole.open, &search, release) : nil
        search.hours.turn()
        shared = search.hours
    }
}

extension DaySearch {
    fileprivate func shape(_ effect: Effect, isTold: Bool) -> EffectShape? {
        guard let finding = effect.finding, finding.isShown else { return nil }
        return EffectShape(
            effect.targets, window, history: scorer.history, isTold: isTold, isRise: finding.theta > 0)
    }
}

internal import Barometer

extension Pipeline {
    /// Says what is to be expected of each zone of which a slot has just closed.
    mutating func lookAhead(at made: EventTime) {
        let zones = state.zones.indices.filter { isStep(made, of: $0) && isSpokenOf($0, at: made) }
        guard !zones.isEmpty else { return }
        let horizons = Horizons(from: made, plan.clock)
        for zone in zones { lookAhead(of: zone, horizons) }
    }

    private mutating func lookAhead(of zone: Int, _ horizons: Horizons) {
        let (id, known) = (plan.zones[zone].id, state.zones[zone])
        let made = horizons[known.step].made
        let prospects = state.prospects(of: zone, horizons, plan)
        for prospect in prospects where prospect.lead.slots != nil && prospect.comparison.sensorsCompared > 0
        {
            actions.append(.keep(.forecast(prospect.forecast(of: id, made: made))))
        }
        let hour = Window(from: made, to: made + .seconds(3600))
        let outlook = anonymizer.outlook(
            of: prospects,
            from: .init(
                zone: plan.zones[zone], made: made,
                validUntil: made + .seconds(known.step) + plan.windows.idle + plan.windows.idle,
                peak: known.peak, occasions: plan.calendar.occasions(of: id, hour, plan.clock),
                record: known.foresight.published(step: known.step)))
        let ahead = prospects.dropFirst(Lead.hourAhead(step: known.step)).first?.window
        let step = outlook.steps.first { $0.window == ahead }
        state.zones[zone].foresight.remember(prospects, at: made, level: step?.peak?.level, of: known)
        if plan.zones[zone].isPublic { actions.append(.tell(.outlook(outlook))) }
    }

    /// Judges what was expected of a slot that has just closed, and learns from it on days that are a guide.
    mutating func lookBack(on zone: Int, _ comparison: Comparison, _ slot: Window, _ usual: Usual) {
        let isOdd = usual.occasions.contains {
            [.publicHoliday, .shoppingSunday, .event, .declaredBreak].contains($0)
        }
        state.zones[zone].foresight.judge(
            comparison, slot, step: state.zones[zone].step,
            level: anonymizer.level(of: comparison, peak: usual.peak, zone: plan.zones[zone]), isGuide: !isOdd
        )
    }
}

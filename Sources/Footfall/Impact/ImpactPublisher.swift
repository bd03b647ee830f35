internal import Barometer

/// The only way out for effects: makes of them impacts that hold no count, beside accounts that stay inside.
struct ImpactPublisher {
    let history: ImpactHistory
    let isFinal: Bool

    private var release: ReleaseRule { ReleaseRule(plan: history.plan) }

    func assessment(of day: DayAssessment) -> ImpactAssessment {
        let obstacle = obstacle(to: day)
        let isOne = day.zones.count == 1
        let zones = day.zones.map {
            account(of: day.edition, $0, release.obstacle(to: $0), isOne ? day.insideShape : nil)
        }
        let whole = isOne ? [] : [account(of: day.edition, day.whole, obstacle, day.insideShape)]
        return ImpactAssessment(
            impacts: day.zones.compactMap { impact(of: day.edition, $0) },
            details: day.isPublic ? [detail(of: day, obstacle)] : [],
            pictures: day.isPublic ? [picture(of: day, obstacle)] : [], accounts: zones + whole,
            ofSeries: EditionEffect(
                day.edition, day.whole.open.finding, isTold: day.isPublic && obstacle == nil))
    }

    /// Why the whole is not told; where no zone is, the first says why.
    private func obstacle(to day: DayAssessment) -> Reason? {
        if day.isGroupWithheld { return .groupWithheld }
        let obstacles = day.zones.filter { release.isPublic($0) }.map { release.obstacle(to: $0) }
        let first = obstacles.first ?? nil
        return obstacles.allSatisfy { $0 != nil }
            ? first ?? release.obstacle(to: day.whole)
            : release.obstacle(to: day.whole)
    }

    /// The total of several days; each of them has its own assessment.
    func total(of days: DaysTogether) -> ImpactAssessment {
        let impacts = days.zones.compactMap { zone -> Impact? in
            guard let place = zone.zone, release.isPublic(place) else { return nil }
            return Impact(
                event: days.edition.id, zone: history.plan.zones[place].id, window: days.edition.window,
                content: content(zone.finding, zone.grade), completeness: Share(zone.coverage),
                reasons: reasons(days.edition, zone.days, zone.caveat))
        }
        return ImpactAssessment(
            impacts: impacts, details: days.isPublic ? [detail(of: days)] : [], pictures: [],
            accounts: [],
            ofSeries: EditionEffect(days.edition, days.whole.finding, isTold: days.isPublic))
    }

    /// `nil` for a zone that is not spoken of.
    private func impact(of edition: EventEdition, _ zone: ZoneEffect) -> Impact? {
        guard let place = zone.zone, release.isPublic(place) else { return nil }
        let obstacle = release.obstacle(to: zone)
        return Impact(
            event: edition.id, zone: history.plan.zones[place].id, window: edition.window,
            content: content(obstacle == nil ? zone.open.finding : nil, zone.grade),
            completeness: Share(zone.coverage), reasons: reasons(edition, [zone], obstacle))
    }

    private func content(_ finding: Effect.Finding?, _ grade: Impact.Grade) -> Impact.Content {
        guard let finding else { return .withheld }
        let estimate = finding.estimate
        let effect = Impact.Effect(
            uplift: estimate.uplift, lower: estimate.lower, upper: estimate.upper, score: estimate.score,
            size: estimate.size, grade: grade, placebo: Share(finding.placebo),
            confidence: grade == .a ? .high : grade == .b ? .medium : .low)
        return isFinal ? .final(effect) : .provisional(effect)
    }

    /// What is to be told beside the numbers, or instead of them.
    private func reasons(_ edition: EventEdition, _ zones: [ZoneEffect], _ obstacle: Reason?) -> [Reason] {
        var reasons = obstacle.map { [$0] } ?? []
        let heard = zones.map(\.open.sitesCompared).min() ?? 0
        let all = zones.map(\.open.targets.count).max() ?? 0
        if heard < all { reasons.append(.sensors(.init(heard, of: all))) }
        if zones.contains(where: \.hasChanged) { reasons.append(.sensorChanged) }
        if zones.contains(where: \.hasOverlap) { reasons.append(.overlap) }
        let (calendar, date) = (history.plan.calendar, history.plan.clock.date(at: edition.window.start))
        if zones.contains(where: \.isHoliday) { reasons.append(.publicHoliday) }
        if calendar.kind(of: date) == .shoppingSunday { reasons.append(.shoppingSunday) }
        if calendar.schoolHolidays.contains(date) { reasons.append(.schoolHoliday) }
        let isBroken = calendar.breaks.contains {
            edition.zones.contains($0.zone) && $0.window.start < edition.window.end
                && edition.window.start < $0.window.end
        }
        return isBroken ? reasons + [.declaredBreak] : reasons
    }
}

extension ImpactPublisher {
    private func detail(of day: DayAssessment, _ obstacle: Reason?) -> ImpactDetail {
        let clock = history.plan.clock
        let window = LocalWindow(day.edition.window, clock)
        let (isTold, open) = (obstacle == nil, day.whole.open)
        let affected = isTold ? day.openShape?.affected : nil
        return ImpactDetail(
            event: day.edition.id, window: day.edition.window,
            whole: isTold ? open.finding?.estimate : nil,
            affected: affected.map {
                Window(
                    from: window.time(of: $0.lowerBound, clock), to: window.time(of: $0.upperBound, clock))
            },
            footprint: day.around?.footprint.map { Share($0) },
            spillOver: day.around?.spillOver.map { Uplift(ratio: Statistics.exp($0) - 1) },
            rings: rings(day.around?.rings ?? []),
            displaced: day.around?.displaced.map { Share(Self.coarse($0)) },
            net: day.around?.net?.finding?.estimate, basis: basis([day.whole], open.coverage),
            reasons: reasons(day.edition, [day.whole], obstacle))
    }

    private func detail(of days: DaysTogether) -> ImpactDetail {
        ImpactDetail(
            event: days.edition.id, window: days.edition.window, whole: days.whole.finding?.estimate,
            affected: nil, footprint: nil, spillOver: nil, rings: [], displaced: nil, net: nil,
            basis: basis(days.whole.days, days.whole.coverage),
            reasons: reasons(days.edition, days.whole.days, days.whole.caveat))
    }

    /// Of several days the least.
    private func basis(_ days: [ZoneEffect], _ coverage: Double) -> ImpactDetail.Basis {
        ImpactDetail.Basis(
            historyDays: days.map(\.open.past.days.count).min() ?? 0,
            controls: days.map { $0.open.movement?.controls.count ?? 0 }.min() ?? 0,
            isHoliday: days.contains(where: \.isHoliday), hasOverlap: days.contains(where: \.hasOverlap),
            coverage: Share(coverage))
    }

    private func rings(_ rings: [EffectAround.Ring]) -> [ImpactDetail.Ring] {
        rings.enumerated().map { distance, ring in
            ImpactDetail.Ring(
                distance: distance + 1, zones: ring.zones.map { history.plan.zones[$0].id }.sorted(),
                estimate: ring.effect?.finding?.estimate)
        }
    }

    /// In steps of 5 percent.
    private static func coarse(_ part: Double) -> Double { (part * 20).rounded() / 20 }
}

extension Effect.Finding {
    /// Rounded for the street: the bounds hold nine in ten.
    var estimate: ImpactDetail.Estimate {
        let reach = 0.80 * 2.13185 * sigma
        return ImpactDetail.Estimate(
            uplift: Uplift(ratio: Statistics.exp(theta) - 1),
            lower: .lower(ratio: Statistics.exp(theta - reach) - 1),
            upper: .upper(ratio: Statistics.exp(theta + reach) - 1), score: Score(z),
            size: Self.size(theta: theta, z: z))
    }

    /// The effect in words.
    static func size(theta: Double, z: Double) -> Impact.Size {
        guard abs(z) >= 1.64 else { return .noEffect }
        return switch 100 * (Statistics.exp(theta) - 1) {
        case ..<(-10): .decrease
        case ..<10: .verySmall
        case ..<25: .small
        case ..<75: .moderate
        case ...200: .large
        default: .veryLarge
        }
    }
}

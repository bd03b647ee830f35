internal import Barometer

/// Accounts have the true counts and stay inside.
extension ImpactPublisher {
    func account(
        of edition: EventEdition, _ zone: ZoneEffect, _ obstacle: Reason?, _ shape: EffectShape?
    ) -> ImpactAccount {
        let found = zone.inside
        return ImpactAccount(
            event: edition.id, series: edition.series, zone: zone.zone.map { history.plan.zones[$0].id },
            window: edition.window, sensors: found.targets.map { sensor(at: $0, edition).id },
            observed: found.observed, expected: found.expected, coverage: found.coverage,
            logRatio: found.coverage > 0 ? found.logRatio : .nan, history: past(of: found, edition),
            controls: controls(of: found, edition), result: result(of: found, zone.grade),
            obstacle: obstacle, isPublic: ReleaseRule(plan: history.plan).isPublic(zone),
            hasOverlap: zone.hasOverlap, isHoliday: zone.isHoliday,
            hours: hours(shape, edition))
    }

    private func sensor(at site: Int, _ edition: EventEdition) -> Plan.Sensor {
        let plan = history.plan
        let place = history.sites.sensor(of: site, at: edition.window.start, plan)
        return plan.sensors[place ?? history.sites.sensors[site][0]]
    }

    private func past(of effect: Effect, _ edition: EventEdition) -> [ImpactAccount.HistoryDay] {
        let first = history.plan.clock.date(at: edition.window.start).advanced(byDays: -WindowTable.span)
        return effect.adjustment.ofHistory.indices.map { index in
            ImpactAccount.HistoryDay(
                date: first.advanced(byDays: effect.past.days[index]), weight: effect.past.weights[index],
                logRatio: effect.past.ratios[index], adjustment: effect.adjustment.ofHistory[index])
        }
    }

    private func controls(of effect: Effect, _ edition: EventEdition) -> [ImpactAccount.Control] {
        guard let movement = effect.movement else { return [] }
        return movement.controls.indices.map { index in
            let post = sensor(at: movement.controls[index], edition)
            return ImpactAccount.Control(
                sensor: post.id, zone: history.plan.zones[post.zone].id, logRatio: movement.today[index],
                beta: effect.adjustment.beta[index])
        }
    }

    private func result(of effect: Effect, _ grade: Impact.Grade) -> ImpactAccount.Result? {
        effect.finding.map {
            ImpactAccount.Result(
                adjustment: effect.adjustment.ofDay, theta: $0.theta, sigma: $0.sigma, z: $0.z,
                placebo: $0.placebo, grade: grade, excess: effect.excess ?? 0)
        }
    }

    private func hours(_ shape: EffectShape?, _ edition: EventEdition) -> [ImpactAccount.Hour] {
        guard let shape else { return [] }
        let clock = history.plan.clock
        let window = LocalWindow(edition.window, clock)
        return shape.hours.map { hour in
            ImpactAccount.Hour(
                start: window.time(of: hour.hour, clock), observed: hour.observed, expected: hour.expected,
                score: hour.score.isNaN ? nil : hour.score,
                isAffected: shape.affected?.contains(hour.hour) ?? false)
        }
    }
}

internal import Barometer

/// What an event did beyond its own zones (method `dasta-1.0`, section 8): how far it reached, what the neighbours
/// had of it, and what it only moved from them.
struct EffectAround: Sendable {
    /// Share of the tested sensors that were busier too; `nil` when there were fewer than three to test.
    var footprint: Double?
    /// Mean effect on the neighbours' sensors, a logarithm; `nil` when unknown.
    var spillOver: Double?
    var rings: [Ring] = []
    /// The part of the effect that the rings show the other way round: 0...1.
    var displaced: Double?
    /// Of targets and rings as one.
    var net: Effect?

    struct Ring: Sendable {
        let zones: [Int]
        /// `nil` when withheld.
        let effect: Effect?
    }

    /// - Returns: `nil` when the effect is not shown.
    init?(_ effect: Effect, _ search: inout DaySearch, _ release: ReleaseRule) {
        guard let finding = effect.finding, finding.isShown else { return nil }
        let own = Set(effect.targets.map { search.zone(of: $0) }).union(search.ownZones)
        let rings = search.scorer.surroundings.rings(around: own)
        let sensors = search.findings(outside: own, release)
        footprint = Self.footprint(sensors.map(\.finding))
        for ring in rings { self.rings.append(search.ring(ring, within: own.union(rings.joined()), release)) }
        let next = self.rings.first.flatMap { $0.effect == nil ? nil : $0.zones } ?? []
        spillOver = Self.mean(sensors.filter { next.contains($0.zone) }.map(\.finding.theta))
        displaced = displaced(of: effect)
        net = net(effect, &search, own.union(rings.joined()))
    }

    /// Of fewer sensors, the share would tell of each.
    private static let leastTested = 3

    private static func footprint(_ findings: [Effect.Finding]) -> Double? {
        guard findings.count >= leastTested else { return nil }
        let selected = FalseDiscovery.selected(findings.map(\.chance))
        return Double(zip(findings, selected).count { $0.theta > 0 && $1 }) / Double(findings.count)
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// People whom the rings lost, or won, for each that the event won, or lost; only what is shown counts.
    private func displaced(of effect: Effect) -> Double? {
        let told = rings.compactMap(\.effect)
        guard !told.isEmpty, let own = effect.excess, own != 0 else { return nil }
        let moved = told.filter { $0.finding?.isShown ?? false }.compactMap(\.excess).filter { $0 * own < 0 }
        return Statistics.clip(moved.reduce(0) { $0 + abs($1) } / abs(own), 0, 1)
    }

    private func net(_ effect: Effect, _ search: inout DaySearch, _ zones: Set<Int>) -> Effect? {
        let around = rings.compactMap(\.effect).flatMap(\.targets)
        guard !around.isEmpty else { return nil }
        let net = search.effect(at: effect.targets + around, outside: zones)
        return net.finding == nil ? nil : net
    }
}

extension Effect {
    /// People more, or fewer, than there would have been; `nil` where there is no finding.
    var excess: Double? {
        finding == nil ? nil : observed - expected * Statistics.exp(adjustment.ofDay)
    }
}

extension DaySearch {
    func zone(of site: Int) -> Int { scorer.history.sites.zones[site] }

    var ownZones: [Int] { scorer.zones(of: edition) }

    /// With controls outside of those zones, if there are any.
    fileprivate mutating func effect(at targets: [Int], outside zones: Set<Int>) -> Effect {
        let far = candidates.filter { !zones.contains(zone(of: $0)) }
        let own = Set(targets.map { zone(of: $0) })
        return hours.open.effect(
            at: targets,
            candidates: far.count >= 2 ? far : candidates.filter { !own.contains(zone(of: $0)) })
    }

    /// Each other sensor of the city by itself.
    fileprivate mutating func findings(
        outside own: Set<Int>, _ release: ReleaseRule
    ) -> [(zone: Int, finding: Effect.Finding)] {
        let towns = Set(own.map { scorer.history.sites.municipalities[$0] })
        let zones = release.plan.zones.indices.filter {
            !own.contains($0) && release.isPublic($0)
                && towns.contains(scorer.history.sites.municipalities[$0])
        }
        return zones.flatMap { zone in
            let others =
                candidates.contains { self.zone(of: $0) == zone }
                ? candidates.filter { self.zone(of: $0) != zone } : candidates
            return scorer.sites(of: [zone], at: edition.window.start).compactMap { site in
                hours.open.effect(at: [site], candidates: others).finding.map { (zone, $0) }
            }
        }
    }

    /// The zones of a ring that may be spoken of, as one.
    fileprivate mutating func ring(
        _ zones: [Int], within near: Set<Int>, _ release: ReleaseRule
    ) -> EffectAround.Ring {
        let own = ownZones
        let effects = zones.filter { release.isPublic($0) && !own.contains($0) }.map { zone in
            effect(on: zone, at: scorer.sites(of: [zone], at: edition.window.start))
        }
        let spoken = effects.filter { release.obstacle(to: $0) == nil }
        let names = spoken.compactMap(\.zone)
        guard !spoken.isEmpty, !release.hidesOne(of: effects) else {
            return .init(zones: names, effect: nil)
        }
        let found = effect(at: spoken.flatMap(\.open.targets), outside: near)
        return .init(zones: names, effect: found.finding == nil ? nil : found)
    }
}

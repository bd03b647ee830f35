internal import Barometer

/// What may be spoken of outside (method `dasta-1.0`, section 10): it asks what is usual, never today's count.
struct ReleaseRule: Sendable {
    let plan: Plan

    /// Why an effect is not told; `nil` when it is.
    func obstacle(to effect: ZoneEffect) -> Reason? {
        let found = effect.open
        if let obstacle = found.obstacle, obstacle != .tooLittleHistory { return obstacle }
        if found.expected < plan.privacy.smallestCrowd { return .tooFewPassersBy }
        if found.sitesCompared < 2, found.expected < plan.privacy.smallestCrowdOfOneSensor {
            return .tooFewSensors
        }
        return found.obstacle
    }

    /// Whether just one zone of a group hides too small a crowd, and fewer than three others hide it.
    func hidesOne(of zones: [ZoneEffect]) -> Bool {
        let obstacles = zones.map(obstacle)
        let hidden = obstacles.count { $0 == .tooFewPassersBy || $0 == .tooFewSensors }
        return hidden == 1 && obstacles.count { $0 == nil } < 3
    }

    func isPublic(_ zone: Int) -> Bool { plan.zones[zone].isPublic }

    func isPublic(_ effect: ZoneEffect) -> Bool { effect.zone.map(isPublic) ?? true }
}

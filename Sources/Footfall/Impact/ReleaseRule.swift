internal import Barometer

/// What may be spoken of outside (method `dasta-1.0`, section 10): it asks what is usual, never today's count.
struct ReleaseRule: Sendable {
    let plan: Plan

    /// Why an effect is not told; `nil` when it is.
    func obstacle(to effect: ZoneEffect) -> Reason? {
        let found = effect.open
        if let obstacle = found.obstacle, obstacle != .tooLittleHistory { return obstacle }
        return obstacle(toExpecting: found.expected, sensors: found.sitesCompared) ?? found.obstacle
    }

    /// Why nothing is told where so many people are usual; `nil` when it may be.
    ///
    /// - Parameter sensors: that were heard.
    func obstacle(toExpecting people: Double, sensors: Int) -> Reason? {
        if people < plan.privacy.smallestCrowd { return .tooFewPassersBy }
        return sensors < 2 && people < plan.privacy.smallestCrowdOfOneSensor ? .tooFewSensors : nil
    }

    /// Whether just one zone of a group hides too small a crowd, and fewer than three others hide it.
    func hidesOne(of zones: [ZoneEffect]) -> Bool { hidesOne(among: zones.map(obstacle)) }

    /// - Parameter obstacles: one for each zone of a group.
    func hidesOne(among obstacles: [Reason?]) -> Bool {
        let hidden = obstacles.count { $0 == .tooFewPassersBy || $0 == .tooFewSensors }
        return hidden == 1 && obstacles.count { $0 == nil } < 3
    }

    func isPublic(_ zone: Int) -> Bool { plan.zones[zone].isPublic }

    func isPublic(_ effect: ZoneEffect) -> Bool { effect.zone.map(isPublic) ?? true }
}

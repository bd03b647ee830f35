internal import Barometer

/// The total of an edition of several days: the mean of its days, each weighing by what was expected of it
/// (method `dasta-1.0`, section 7.6; provisional there).
struct DaysTogether {
    let edition: EventEdition
    let zones: [Total]
    /// Of all zones that are spoken of.
    let whole: Total
    let isPublic: Bool

    /// One zone, or all, over the days that are told.
    struct Total {
        /// By its place in the plan; `nil` is all.
        let zone: Int?
        /// `nil` when no day, or too little of them, is told.
        let finding: Effect.Finding?
        let grade: Impact.Grade
        /// The part of all hours of all days that was measured on days that are told.
        let coverage: Double
        let days: [ZoneEffect]
        /// Why it is not told, or `partOfDays` when a day is left out; `nil` when all is well.
        let caveat: Reason?
    }

    init(_ edition: EventEdition, _ days: [DayAssessment], _ release: ReleaseRule) {
        self.edition = edition
        zones = (days.first?.zones.indices ?? 0..<0).map { index in
            Total(days.map { $0.zones[index] }) { release.obstacle(to: $0) }
        }
        isPublic = days.first?.isPublic ?? false
        let withheld = days.contains(where: \.isGroupWithheld)
        whole = Total(days.map(\.whole)) { withheld ? .groupWithheld : release.obstacle(to: $0) }
    }
}

extension DaysTogether.Total {
    /// - Parameter days: at least one.
    fileprivate init(_ days: [ZoneEffect], obstacle: (ZoneEffect) -> Reason?) {
        self.days = days
        zone = days[0].zone
        let told = days.filter { obstacle($0) == nil }
        let measured = told.map { Double($0.open.cells) * $0.coverage }.reduce(0, +)
        let cells = days.map { Double($0.open.cells) }.reduce(0, +)
        coverage = cells > 0 ? measured / cells : 0
        grade = told.map(\.grade).max { $0.rawValue < $1.rawValue } ?? .d
        let first = days.lazy.compactMap(obstacle).first
        finding = coverage > 0.6 ? Self.together(told.map(\.open)) : nil
        caveat = finding == nil ? first ?? .lowCoverage : told.count < days.count ? .partOfDays : nil
    }

    private static func together(_ days: [Effect]) -> Effect.Finding? {
        let findings = days.compactMap(\.finding)
        let all = days.reduce(0) { $0 + $1.expected }
        guard findings.count == days.count, all > 0 else { return nil }
        var (theta, square, placebo) = (0.0, 0.0, 0.0)
        for (day, finding) in zip(days, findings) {
            let weight = day.expected / all
            theta += weight * finding.theta
            square += weight * weight * finding.sigma * finding.sigma
            placebo += weight * finding.placebo
        }
        let sigma = (square * (1 + 0.3 * Double(days.count - 1))).squareRoot()
        return Effect.Finding(theta: theta, sigma: sigma, placebo: placebo)
    }
}

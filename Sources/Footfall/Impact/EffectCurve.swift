internal import Barometer

/// How the day of an event went hour by hour beside what was expected, as it may be told. Private: it holds counts.
///
/// Each hour passes the release rule by itself: it asks what is usual then and which sensors were heard, never how many
/// people came.
struct EffectCurve: Sendable {
    let hours: [Hour]
    /// The most that was expected in one hour.
    let peak: Double

    struct Hour: Sendable {
        /// Of the clock's face, from the event's first midnight on.
        let hour: Int
        /// Of the zones that may be spoken of then.
        let found: EffectShape.Hour
        /// Of all zones, heard or not.
        let expected: Double
        /// Why it is not told; `nil` when it is.
        let gap: Reason?
    }

    /// - Parameter zones: for each zone its sites.
    init(_ zones: [[Int]], _ window: LocalWindow, _ history: ImpactHistory, _ release: ReleaseRule) {
        let clock = history.plan.clock
        hours = Self.span(of: window).filter { window.exists($0, clock) }.map { hour in
            Self.hour(hour, zones, window, history, release)
        }
        peak = hours.map(\.expected).max() ?? 0
    }

    /// The whole day; of an event over midnight, eight hours before to six hours after it.
    static func span(of window: LocalWindow) -> Range<Int> {
        let hours = window.hours
        return hours.upperBound <= 24
            ? 0..<24 : max(0, hours.lowerBound - 8)..<max(hours.upperBound, min(hours.upperBound + 6, 48))
    }

    private static func hour(
        _ hour: Int, _ zones: [[Int]], _ window: LocalWindow, _ history: ImpactHistory, _ release: ReleaseRule
    ) -> Hour {
        func look(_ sites: [Int]) -> EffectShape.Hour {
            EffectShape.hour(hour, sites, window, history, isTold: true)
        }
        let obstacles = zones.map { obstacle(look($0), release) }
        let told = zip(zones, obstacles).filter { $1 == nil }.flatMap(\.0)
        let gap: Reason? =
            told.isEmpty
            ? obstacles.lazy.compactMap(\.self).first ?? .noData
            : release.hidesOne(among: obstacles) ? .groupWithheld : nil
        return Hour(
            hour: hour, found: look(told), expected: look(zones.flatMap(\.self)).expectedOfAll, gap: gap)
    }

    private static func obstacle(_ found: EffectShape.Hour, _ release: ReleaseRule) -> Reason? {
        if found.expected <= 0 || 2 * found.expected < found.expectedOfAll { return .noData }
        return release.obstacle(toExpecting: found.expected, sensors: found.sensors)
    }
}

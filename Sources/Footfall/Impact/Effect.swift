internal import Barometer

/// What was found at some sites in one window: every number of a score, or why there is none. Private.
struct Effect: Sendable {
    let targets: [Int]
    /// Sums over the cells that have both a count and an expectation.
    var observed = 0.0
    var expected = 0.0
    /// Hours of the window, once for each site.
    var cells = 0
    /// The part of the cells that have both: 0...1.
    var coverage = 0.0
    /// Sites of which anything was compared.
    var sitesCompared = 0
    var logRatio = Double.nan
    var past = Past()
    var movement: CommonMovement?
    var adjustment = CommonMovement.Adjustment(ofHistory: [])
    var finding: Finding?
    /// `nil` when there is a finding.
    var obstacle: Reason?

    /// Days without event that the day is compared with.
    struct Past: Sendable, Equatable {
        /// 0 ..< 84, rising; 84 is the event's day.
        var days: [Int] = []
        var weights: [Double] = []
        /// The targets' logarithms.
        var ratios: [Double] = []

        init(capacity: Int = 0) {
            days.reserveCapacity(capacity)
            weights.reserveCapacity(capacity)
            ratios.reserveCapacity(capacity)
        }
    }

    /// The effect beside its noise.
    struct Finding: Hashable, Sendable {
        /// Logarithm of what the event multiplied people by.
        let theta: Double
        let sigma: Double
        /// Share of the days without event that strayed at least as far, each by its own noise.
        let placebo: Double

        var t: Double { theta / sigma }
        /// Standard normal where there is no effect.
        var z: Double { Statistics.normalScore(t, scale: Effect.scale) }
        /// Chance of straying so far either way without effect.
        var chance: Double { 2 * Statistics.tail(t, scale: Effect.scale) }
        var isShown: Bool { abs(z) >= 1.64 }
    }

    static let scale = 0.80
    static let leastHistory = 8

    /// Days without event less the common movement.
    var ordinary: [Double] { zip(past.ratios, adjustment.ofHistory).map { $0 - $1 } }

    /// - Parameter isHoliday: of the event's day, whose expectation is less sure.
    mutating func find(isHoliday: Bool) {
        let ordinary = ordinary
        let spread = OrdinarySpread(ordinary, weights: past.weights)
        let (base, theta) = (spread.deviation, logRatio - adjustment.ofDay)
        let sigma = (base * base + (isHoliday ? 0.09 : 0)).squareRoot()
        let strayed = ordinary.count { abs($0) / base >= abs(theta) / sigma }
        finding = Finding(theta: theta, sigma: sigma, placebo: Double(strayed) / Double(ordinary.count))
    }
}

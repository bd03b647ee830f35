/// How far days without event stray, robustly (method `dasta-1.0`, section 7.5).
struct OrdinarySpread: Hashable, Sendable {
    let median: Double
    /// Median distance from it, on the scale of a standard deviation.
    let distance: Double
    /// What strays farther counts as so far.
    let limit: Double
    let variance: Double
    /// As many days of equal weight would tell as much.
    let effectiveDays: Double
    /// Of one more such day.
    let deviation: Double

    /// - Parameters:
    ///   - effects: of days without event; at least one.
    ///   - weights: of these days, above 0.
    init(_ effects: [Double], weights: [Double]) {
        median = Self.median(effects, weights)
        let center = median
        distance = 1.4826 * Self.median(effects.map { abs($0 - center) }, weights) + 0.0001
        limit = max(4 * distance, 0.05)
        var (sum, squares, strayed) = (0.0, 0.0, 0.0)
        for (effect, weight) in zip(effects, weights) {
            let clipped = Statistics.clip(effect, -limit, limit)
            sum += weight
            squares += weight * weight
            strayed += weight * clipped * clipped
        }
        variance = strayed / sum
        effectiveDays = sum * sum / squares
        let held = (effectiveDays * variance + 4 * 0.01) / (effectiveDays + 4)
        deviation = (held * (1 + 1 / effectiveDays)).squareRoot()
    }

    /// The smallest value that half of the weight does not exceed; a billionth of slack where halves meet.
    static func median(_ values: [Double], _ weights: [Double]) -> Double {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        let half = weights.reduce(0, +) / 2 - 1e-9
        var sum = 0.0
        for index in order {
            sum += weights[index]
            if sum >= half { return values[index] }
        }
        return .nan
    }
}

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
        var items = zip(effects, weights).map { Selection.Weighted(value: $0, weight: $1) }
        median = Self.median(&items)
        for index in items.indices {
            items[index] = .init(value: abs(items[index].value - median), weight: items[index].weight)
        }
        distance = 1.4826 * Self.median(&items) + 0.0001
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
    private static func median(_ items: inout [Selection.Weighted]) -> Double {
        let sum = items.reduce(0) { $0 + $1.weight }
        return Selection.value(reaching: sum / 2 - 1e-9, of: &items)
    }
}

/// How far people are above or below what was expected.
public struct Uplift: Hashable, Comparable, Sendable {
    /// Percent: -100...1000, in steps of 1 up to 50 either way, then of 5.
    public let percent: Int

    /// Takes a ratio without unit: 0.25 is a quarter above what was expected. Half away from zero.
    ///
    /// A head count has no way through here: from 10 people on, all would read 1000.
    public init(ratio: Double) {
        self.init(ratio: ratio, rounded: .toNearestOrAwayFromZero)
    }

    /// A bound of an interval: rounded away from what lies within.
    public static func lower(ratio: Double) -> Uplift { Uplift(ratio: ratio, rounded: .down) }

    public static func upper(ratio: Double) -> Uplift { Uplift(ratio: ratio, rounded: .up) }

    private init(ratio: Double, rounded rule: FloatingPointRoundingRule) {
        let held = ratio.isNaN ? 0 : min(max(ratio * 100, -100), 1000)
        let fine = Int(held.rounded(rule))
        percent = (-50...50).contains(fine) ? fine : Int((held / 5).rounded(rule)) * 5
    }

    public static func < (left: Uplift, right: Uplift) -> Bool { left.percent < right.percent }
}

public import Barometer

/// What the editions of a series did together: a mean in which each weighs by how sure it is, with room for
/// differences between editions that are more than chance.
///
/// The random-effects estimate of DerSimonian and Laird, "Meta-analysis in clinical trials", Controlled Clinical
/// Trials 7 (1986) 177–188; the share of differences that is more than chance is I² of Higgins and Thompson (2002).
public struct SeriesPool: Sendable {
    public let series: EventSeriesID
    public let editions: [EventID]
    /// Logarithm of what an edition multiplies people by.
    public let theta: Double
    /// Standard error of `theta`.
    public let error: Double
    /// Standard deviation of the editions' true effects.
    public let betweenEditions: Double
    /// 0...1.
    public let heterogeneity: Double

    /// - Parameter effects: of editions; those of the series count, the last of each edition.
    /// - Returns: `nil` for fewer than two.
    public init?(_ series: EventSeriesID, _ effects: [EditionEffect]) {
        let newest = Dictionary(
            effects.filter { $0.series == series }.map { ($0.event, $0) }
        ) { _, last in last }
        let ordered = newest.values.sorted { $0.event < $1.event }
        guard ordered.count > 1 else { return nil }
        // A normal error with the same bounds as the edition has by itself.
        self.init(
            series, ordered.map(\.event),
            ordered.map { (theta: $0.theta, error: $0.sigma * 1.70548 / 1.644854) })
    }

    /// - Precondition: as many effects as editions, 2 or more.
    init(_ series: EventSeriesID, _ editions: [EventID], _ effects: [(theta: Double, error: Double)]) {
        self.series = series
        self.editions = editions
        let sure = effects.map { 1 / ($0.error * $0.error) }
        let fixed = Self.mean(effects, sure)
        let strayed = zip(effects, sure).reduce(0) {
            $0 + $1.1 * ($1.0.theta - fixed) * ($1.0.theta - fixed)
        }
        let (sum, squares) = (sure.reduce(0, +), sure.reduce(0) { $0 + $1 * $1 })
        let more = strayed - Double(effects.count - 1)
        let between = max(0, more / (sum - squares / sum))
        let weights = effects.map { 1 / ($0.error * $0.error + between) }
        theta = Self.mean(effects, weights)
        error = (1 / weights.reduce(0, +)).squareRoot()
        betweenEditions = between.squareRoot()
        heterogeneity = strayed > 0 ? max(0, more / strayed) : 0
    }

    private static func mean(_ effects: [(theta: Double, error: Double)], _ weights: [Double]) -> Double {
        zip(effects, weights).reduce(0) { $0 + $1.1 * $1.0.theta } / weights.reduce(0, +)
    }

    /// Rounded for the street; the bounds of the mean effect hold nine in ten.
    public var impact: SeriesImpact {
        let (z, reach) = (theta / error, 1.644854 * error)
        return SeriesImpact(
            series: series, editions: editions,
            estimate: ImpactDetail.Estimate(
                uplift: Uplift(ratio: Statistics.exp(theta) - 1),
                lower: .lower(ratio: Statistics.exp(theta - reach) - 1),
                upper: .upper(ratio: Statistics.exp(theta + reach) - 1), score: Score(z),
                size: Effect.Finding.size(theta: theta, z: z)),
            heterogeneity: Share(heterogeneity))
    }
}

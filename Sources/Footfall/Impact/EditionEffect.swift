public import Barometer

/// What one edition of a series adds to the series: its effect before it is rounded, of the counts as they are told.
/// Private.
public struct EditionEffect: Hashable, Sendable {
    public let event: EventID
    public let series: EventSeriesID
    /// Logarithm of what the edition multiplied people by.
    public let theta: Double
    /// Its spread without effect; above 0.
    public let sigma: Double

    public init(event: EventID, series: EventSeriesID, theta: Double, sigma: Double) {
        self.event = event
        self.series = series
        self.theta = theta
        self.sigma = sigma
    }

    /// - Returns: `nil` for an edition of no series, and for what is not told.
    init?(_ edition: EventEdition, _ finding: Effect.Finding?, isTold: Bool) {
        guard let series = edition.series, let finding, isTold else { return nil }
        self.init(event: edition.id, series: series, theta: finding.theta, sigma: finding.sigma)
    }
}

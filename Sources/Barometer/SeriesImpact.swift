/// What the editions of an event did together: each weighs by how sure its effect is.
public struct SeriesImpact: Hashable, Sendable {
    public let series: EventSeriesID
    /// Editions with a published effect, 2 or more, in order of name.
    public let editions: [EventID]
    public let estimate: ImpactDetail.Estimate
    /// The part of the differences between editions that is more than chance.
    public let heterogeneity: Share

    public init(
        series: EventSeriesID, editions: [EventID], estimate: ImpactDetail.Estimate, heterogeneity: Share
    ) {
        self.series = series
        self.editions = editions
        self.estimate = estimate
        self.heterogeneity = heterogeneity
    }
}

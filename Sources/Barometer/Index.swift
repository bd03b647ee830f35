/// How a moment compares with what is usual at this place and moment: 100 is as usual.
public struct Index: Hashable, Sendable {
    /// Percent of usual: 0...300, in steps of 5.
    public let percent: Int

    /// Takes a ratio without unit: 1.0 is as usual.
    ///
    /// A head count has no way through here: from 3 people on, all would read 300.
    public init(ratio: Double) {
        percent = publishedPercent(ratio)
    }
}

/// How busy it is beside the zone's own usual weekly peak: 100 is as busy as at that peak.
public struct Busyness: Hashable, Sendable {
    /// Percent of the usual peak: 0...300, in steps of 5.
    public let percent: Int

    /// Takes a ratio without unit: 1.0 is the usual peak.
    public init(ratio: Double) {
        percent = publishedPercent(ratio)
    }
}

/// How high an hour stands in a picture, beside its busiest expected hour: 100 is as high as that.
public struct Height: Hashable, Sendable {
    /// Percent: 0...300, in steps of 5.
    public let percent: Int

    /// Takes a ratio without unit: 1.0 is the busiest hour that was expected.
    public init(ratio: Double) {
        percent = publishedPercent(ratio)
    }
}

/// Half away from zero to steps of 5, held within 0...300; what is no number reads 0.
private func publishedPercent(_ ratio: Double) -> Int {
    guard !ratio.isNaN else { return 0 }
    return Int((min(max(ratio, 0), 3) * 20).rounded()) * 5
}

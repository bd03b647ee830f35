/// How far the forecasts of one lead miss, as logarithms of what came over what was expected.
///
/// A variance for each hour of the day says when they miss by much, and two reaches say how many deviations hold
/// nineteen in twenty on either side. A reach grows with each miss and shrinks with each hit, so that the shares come
/// out right whatever the shape of the misses is, in any city (Gibbs and Candès 2021).
struct Misses: Sendable, Equatable {
    private var variance = [Double](repeating: .nan, count: 24)
    private var count = [Double](repeating: 0, count: 24)
    /// In deviations.
    private var below = normalReach
    private var above = normalReach

    /// Of the normal distribution, one in twenty lies beyond.
    private static let normalReach = 1.6449
    private static let outside = 0.05

    /// Distances from the middle, above 0.
    ///
    /// - Parameter start: the deviation where nothing was learned.
    func reach(hour: Int, start: Double) -> (below: Double, above: Double) {
        let deviation = deviation(hour: hour, start: start)
        return (below * deviation, above * deviation)
    }

    /// - Parameter pace: how much of an hour's worth one miss is, above 0 and at most 1.
    mutating func learn(_ miss: Double, hour: Int, start: Double, pace: Double) {
        let deviation = deviation(hour: hour, start: start)
        below = Self.moved(below, isOutside: miss < -below * deviation, pace)
        above = Self.moved(above, isOutside: miss > above * deviation, pace)
        let clipped = Statistics.clip(miss, -4 * deviation, 4 * deviation)
        count[hour] += 1
        let gain = max(0.03 * pace, 1 / (count[hour] + 4))
        variance[hour] = deviation * deviation + gain * (clipped * clipped - deviation * deviation)
    }

    private func deviation(hour: Int, start: Double) -> Double {
        variance[hour].isNaN ? start : max(0.001, variance[hour].squareRoot())
    }

    private static func moved(_ reach: Double, isOutside: Bool, _ pace: Double) -> Double {
        let step = 0.04 * pace * (isOutside ? 1 - outside : -outside)
        return Statistics.clip(reach * Statistics.exp(step), 0.3, 8)
    }
}

extension Misses: Stored {
    func write(to writer: inout ByteWriter) {
        writer.doubles(variance)
        writer.doubles(count)
        writer.double(below)
        writer.double(above)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        variance = try reader.doubles()
        count = try reader.doubles()
        below = try reader.double()
        above = try reader.double()
        try reader.require(variance.count == 24 && count.count == 24)
    }
}

/// How far a zone strays from what is usual, by weekday and slot (method `dasta-1.0`, section 6).
struct Spread: Sendable, Equatable {
    let slots: Int
    private var variance: [Double]
    private var count: [Double]
    private var pooled: [Double]
    private var pooledCount: [Double]

    /// The deviation where nothing was learned.
    static let beforehand = 0.25

    init(slots: Int) {
        self.slots = slots
        variance = .init(repeating: Self.beforehand * Self.beforehand, count: 7 * slots)
        count = .init(repeating: 0, count: 7 * slots)
        pooled = .init(repeating: Self.beforehand * Self.beforehand, count: slots)
        pooledCount = .init(repeating: 0, count: slots)
    }

    /// Standard deviation of the log ratio; above 0.
    func deviation(weekday: Int, slot: Int) -> Double {
        let own = min(count[weekday * slots + slot], 1 / 0.06)
        return ((own * variance[weekday * slots + slot] + 6 * pooled[slot]) / (own + 6)).squareRoot()
    }

    /// The deviation of each slot of a day.
    func deviations(weekday: Int) -> [Double] {
        (0..<slots).map { deviation(weekday: weekday, slot: $0) }
    }

    mutating func learn(_ ratio: Double, weekday: Int, slot: Int) {
        let index = weekday * slots + slot
        let bound = 4 * deviation(weekday: weekday, slot: slot)
        let clipped = Statistics.clip(ratio, -bound, bound)
        let square = clipped * clipped
        variance[index] += max(0.06, 1 / (count[index] + 1)) * (square - variance[index])
        count[index] += 1
        pooled[slot] += max(0.015, 1 / (pooledCount[slot] + 4)) * (square - pooled[slot])
        pooledCount[slot] += 1
    }
}

extension Spread: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(slots))
        for values in [variance, count, pooled, pooledCount] { writer.doubles(values) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        slots = try reader.length(96)
        variance = try reader.doubles()
        count = try reader.doubles()
        pooled = try reader.doubles()
        pooledCount = try reader.doubles()
        try reader.require(
            [variance, count].allSatisfy { $0.count == 7 * slots }
                && [pooled, pooledCount].allSatisfy { $0.count == slots })
    }
}

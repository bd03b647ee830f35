internal import Barometer

/// How much a sensor usually counts in a week, as of each of the last weeks: a slow change of it that its
/// neighbours do not share is a drift.
struct DriftWatch: Sendable, Equatable {
    private static let weeksKept = 9
    /// Logarithms of people in the usual week, the newest last; `nan` is not known.
    private var weeks: [Float] = []

    mutating func hear(_ people: Double?) {
        let value = people.map { Float(Statistics.log($0 + 1)) } ?? .nan
        weeks = Array((weeks + [value]).suffix(Self.weeksKept))
    }

    mutating func forget() { weeks = [] }

    /// The change over eight weeks, and over the newer four of them; `nil` while they are not all known.
    var change: (whole: Double, newer: Double)? {
        guard weeks.count == Self.weeksKept, !weeks[0].isNaN, !weeks[4].isNaN, !weeks[8].isNaN else {
            return nil
        }
        return (Double(weeks[8] - weeks[0]), Double(weeks[8] - weeks[4]))
    }

    /// - Parameters:
    ///   - peers: changes of others, at least three.
    ///   - isOpen: a drift was noticed before.
    static func isDrift(
        _ own: (whole: Double, newer: Double), among peers: [(whole: Double, newer: Double)], isOpen: Bool
    ) -> Bool {
        guard let whole = Statistics.median(peers.map(\.whole)),
            let newer = Statistics.median(peers.map(\.newer)),
            let stray = Statistics.median(peers.map { abs($0.whole - whole) })
        else { return false }
        let (all, late) = (own.whole - whole, own.newer - newer)
        let early = all - late
        let limit = max(0.25, 4 * 1.4826 * stray)
        if isOpen { return abs(all) >= limit / 2 }
        return abs(all) >= limit && late / all >= 0.3 && early / all >= 0.3
    }
}

extension DriftWatch: Stored {
    func write(to writer: inout ByteWriter) { writer.floats(weeks) }

    init(from reader: inout ByteReader) throws(Damage) {
        weeks = try reader.floats(upTo: Self.weeksKept)
    }
}

internal import Barometer

/// How a sensor takes over the history of the one that it replaces: what was learned while both counted, and what
/// is waited for where they did not.
struct Exchange: Sendable, Equatable {
    /// The day from which the history is its own; `nil`: nothing was taken over.
    private(set) var takenOver: CalendarDate?
    /// What its first full day has told so far, while nobody knows how its counts compare with the old ones; `nil`
    /// when it is known.
    private(set) var awaited: FirstDay?
    /// Of each slot in which both counted.
    private var ratios: [Ratio] = []
    /// Days on which both counted.
    private var days = 0

    private struct Ratio: Equatable {
        /// Of new by old.
        let logarithm: Double
        /// One by its variance.
        let weight: Double
    }

    /// By how much a sensor sees more or less than the one before it.
    struct Factor: Equatable {
        let logarithm: Double
        /// Its standard deviation.
        let doubt: Double
    }

    /// Ratios of this many days are kept; the newest count.
    private static let longest = 28
    /// So much two sensors stray from each other by the slot, and by the day, beyond what small numbers do.
    private static let (strayBySlot, strayByDay) = (0.1, 0.05)
    /// Beyond this the first full day tells more.
    private static let greatestDoubt = 0.15

    /// Takes in a day on which both counted; `nan` is missing.
    mutating func compare(new: [Double], old: [Double]) {
        let more = zip(new, old).filter { !$0.isNaN && !$1.isNaN }.map { new, old in
            Ratio(
                logarithm: Statistics.log((new + 0.5) / (old + 0.5)),
                weight: 1 / (1 / (new + 0.5) + 1 / (old + 0.5) + Self.strayBySlot * Self.strayBySlot))
        }
        guard !more.isEmpty else { return }
        days += 1
        ratios = (ratios + more).suffix(Self.longest * new.count)
    }

    /// The weighted mean of the logarithms, without those that are farther from the median than two and a half times
    /// the usual distance.
    ///
    /// - Parameter slots: of a day.
    /// - Returns: `nil` where they counted together for less than half a day, or too few people to tell.
    func factor(slots: Int) -> Factor? {
        guard ratios.count * 2 >= slots else { return nil }
        let near = self.near
        let total = near.reduce(0) { $0 + $1.weight }
        let mean = near.reduce(0) { $0 + $1.weight * $1.logarithm } / total
        let squares = near.reduce(0) { $0 + $1.weight * ($1.logarithm - mean) * ($1.logarithm - mean) }
        let variance = max(
            squares * near.reduce(0) { $0 + $1.weight * $1.weight } / (total * total * total), 1 / total)
        let doubt = (variance + Self.strayByDay * Self.strayByDay / Double(days)).squareRoot()
        return doubt <= Self.greatestDoubt ? Factor(logarithm: mean, doubt: doubt) : nil
    }

    private var near: [Ratio] {
        let weights = ratios.map(\.weight)
        let middle = Self.median(ratios.map(\.logarithm), weights)
        let distance = Self.median(ratios.map { abs($0.logarithm - middle) }, weights)
        let bound = 2.5 * (1.4826 * distance + 0.01)
        return ratios.filter { abs($0.logarithm - middle) <= bound }
    }

    private static func median(_ values: [Double], _ weights: [Double]) -> Double {
        let order = values.indices.sorted { values[$0] < values[$1] }
        let half = weights.reduce(0, +) / 2
        var sum = 0.0
        let middle = order.first { place in
            sum += weights[place]
            return sum >= half
        }
        return middle.map { values[$0] } ?? 0
    }

    /// From this day on the history is its own.
    mutating func takeOver(on day: CalendarDate, isAwaiting: Bool) {
        takenOver = day
        awaited = isAwaiting ? FirstDay() : nil
        (ratios, days) = ([], 0)
    }

    /// Takes in a day of which is known what the old sensor would have counted, by slot.
    ///
    /// - Returns: by how much the new one differs, once a full day is together.
    mutating func settle(_ day: [Double], expected: [Double]) -> Factor? {
        guard var first = awaited else { return nil }
        for (people, usual) in zip(day, expected) where !people.isNaN && !usual.isNaN {
            first.slots += 1
            first.people += people
            first.expected += usual
        }
        awaited = first
        guard first.slots * 10 >= day.count * 9, first.expected >= 50 else { return nil }
        guard let factor = first.factor else {
            awaited = FirstDay()
            return nil
        }
        awaited = nil
        return factor
    }

    /// The first day of a sensor that nobody could compare with the old one.
    struct FirstDay: Equatable {
        var slots = 0
        var people = 0.0
        var expected = 0.0

        /// A whole day is off by about so much.
        private static let doubt = 0.12

        /// `nil` when it is no count of the same crowd.
        fileprivate var factor: Factor? {
            let logarithm = Statistics.log((people + 1) / (expected + 1))
            return abs(logarithm) < 4 ? Factor(logarithm: logarithm, doubt: Self.doubt) : nil
        }
    }
}

extension Exchange: Stored {
    func write(to writer: inout ByteWriter) {
        writer.optional(takenOver) { $0.date($1) }
        writer.optional(awaited) { writer, first in
            writer.unsigned(UInt64(first.slots))
            writer.double(first.people)
            writer.double(first.expected)
        }
        writer.list(ratios) { writer, ratio in
            writer.double(ratio.logarithm)
            writer.double(ratio.weight)
        }
        writer.unsigned(UInt64(days))
    }

    init(from reader: inout ByteReader) throws(Damage) {
        takenOver = try reader.optional(CalendarDate.init(from:))
        awaited = try reader.optional { reader throws(Damage) in
            FirstDay(slots: try reader.length(), people: try reader.double(), expected: try reader.double())
        }
        ratios = try reader.list { reader throws(Damage) in
            Ratio(logarithm: try reader.double(), weight: try reader.double())
        }
        days = try reader.length()
    }
}

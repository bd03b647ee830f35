internal import Barometer

/// Whether a sensor tells the same number, above zero, more often in a row than chance would.
///
/// It goes by closed slots, so that the order in which reports come in does not matter.
struct Sameness: Sendable, Equatable {
    private var value: Float = 0
    private var run = 0
    private var first: EventTime?
    /// The share of slots above zero that repeat the one before them.
    private var rate: Float = 0.1
    /// How often the number changed, up to `needed`: who always told the same has no rhythm to stray from.
    private var changes = 0
    private static let needed = 50

    /// A run is improbable when chance makes fewer than one in so many, as a logarithm.
    private static let improbable = 20.7
    private static let shortest: Int64 = 1800

    mutating func hear(_ people: Double, from start: EventTime) {
        let people = Float(people)
        guard people > 0, people == value else {
            if value > 0 {
                rate -= rate / 200
                changes = min(changes + 1, Self.needed)
            }
            (value, run, first) = (people, people > 0 ? 1 : 0, start)
            return
        }
        run = min(run + 1, 1 << 20)
        // A long run is what is looked for, and must not become usual.
        if run <= 4 { rate += (1 - rate) / 200 }
    }

    /// Since when a number has come more often in a row than chance explains; `nil` when none has.
    func since(_ newest: EventTime) -> EventTime? {
        guard changes == Self.needed, run >= 4, let first,
            (newest - first).wholeSeconds >= Self.shortest
        else { return nil }
        // No Poisson law makes one number more probable than this.
        let likely = 1 / (2 * Double.pi * Double(value)).squareRoot()
        let chance = Statistics.clip(max(Double(rate), likely), 0.02, 0.9)
        return Double(run - 1) * -Statistics.log(chance) >= Self.improbable ? first : nil
    }
}

extension Sameness: Stored {
    func write(to writer: inout ByteWriter) {
        writer.float(value)
        writer.unsigned(UInt64(run))
        writer.optional(first)
        writer.float(rate)
        writer.unsigned(UInt64(changes))
    }

    init(from reader: inout ByteReader) throws(Damage) {
        value = try reader.float()
        run = try reader.length(1 << 20)
        first = try reader.optionalTime()
        rate = try reader.float()
        changes = try reader.length(Self.needed)
    }
}

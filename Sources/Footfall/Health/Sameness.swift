internal import Barometer

/// Whether a sensor tells the same number, above zero, more often in a row than chance would.
struct Sameness: Sendable, Equatable {
    private struct Line: Equatable {
        var value: Float = 0
        var run = 0
        var since: EventTime?
    }

    /// In, or without direction; and out.
    private var lines = [Line(), Line()]
    /// The share of reports above zero that repeat the one before them.
    private var rate: Float = 0.1
    /// How often the number changed, up to `needed`: who always told the same has no rhythm to stray from.
    private var changes = 0
    private static let needed = 50

    /// A run is improbable when chance makes fewer than one in so many, as a logarithm.
    private static let improbable = 20.7
    private static let shortest: Int64 = 1800

    mutating func hear(_ observation: Observation) {
        let line = observation.direction == .out ? 1 : 0
        let value = Float(observation.count)
        guard value > 0, value == lines[line].value else {
            if lines[line].value > 0 {
                rate -= rate / 200
                changes = min(changes + 1, Self.needed)
            }
            lines[line] = Line(value: value, run: value > 0 ? 1 : 0, since: observation.start)
            return
        }
        lines[line].run = min(lines[line].run + 1, 1 << 20)
        // A long run is what is looked for, and must not become usual.
        if lines[line].run <= 4 { rate += (1 - rate) / 200 }
    }

    /// Since when a number has come more often in a row than chance explains; `nil` when none has.
    func since(_ newest: EventTime) -> EventTime? {
        guard changes == Self.needed else { return nil }
        return lines.compactMap { line in
            guard line.run >= 4, let since = line.since, (newest - since).wholeSeconds >= Self.shortest else {
                return nil
            }
            // No Poisson law makes one number more probable than this.
            let likely = 1 / (2 * Double.pi * Double(line.value)).squareRoot()
            let chance = Statistics.clip(max(Double(rate), likely), 0.02, 0.9)
            return Double(line.run - 1) * -Statistics.log(chance) >= Self.improbable ? since : nil
        }.min()
    }
}

extension Sameness: Stored {
    func write(to writer: inout ByteWriter) {
        for line in lines {
            writer.float(line.value)
            writer.unsigned(UInt64(line.run))
            writer.optional(line.since)
        }
        writer.float(rate)
        writer.unsigned(UInt64(changes))
    }

    init(from reader: inout ByteReader) throws(Damage) {
        for line in lines.indices {
            lines[line] = Line(
                value: try reader.float(), run: try reader.small(), since: try reader.optionalTime())
        }
        rate = try reader.float()
        changes = try reader.length(Self.needed)
    }
}

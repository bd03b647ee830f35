internal import Barometer

/// Whether a sensor tells the same number, above zero, more often in a row than chance would.
///
/// Reports are taken by full quarters of an hour, so that their order within the tolerated disorder does not matter.
struct Sameness: Sendable, Equatable {
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
    private static let quarter: Int64 = 900
    /// Quarters that wait to be closed; the oldest go beyond.
    private static let mostOpen = 8

    private struct Line: Equatable {
        var run = Run()
        var open: [Quarter] = []
    }

    /// The same number, so many times.
    private struct Run: Equatable {
        var value: Float = 0
        var reports = 0
        var since: EventTime?
    }

    private struct Quarter: Equatable {
        let start: Int64
        var least: Float
        var most: Float
        var reports: Int
    }

    mutating func hear(_ observation: Observation) {
        let line = observation.direction == .out ? 1 : 0
        let start = observation.start.seconds.flooredQuotient(by: Self.quarter) * Self.quarter
        let value = Float(observation.count)
        guard let index = lines[line].open.firstIndex(where: { $0.start == start }) else {
            let new = Quarter(start: start, least: value, most: value, reports: 1)
            lines[line].open = (lines[line].open + [new]).sorted { $0.start < $1.start }.suffix(Self.mostOpen)
            return
        }
        lines[line].open[index].least = min(lines[line].open[index].least, value)
        lines[line].open[index].most = max(lines[line].open[index].most, value)
        lines[line].open[index].reports += 1
    }

    /// Takes the quarters that have ended.
    mutating func close(before moment: EventTime) {
        for line in lines.indices {
            while let first = lines[line].open.first, first.start + Self.quarter <= moment.seconds {
                lines[line].open.removeFirst()
                take(first, line)
            }
        }
    }

    private mutating func take(_ quarter: Quarter, _ line: Int) {
        if quarter.least == quarter.most, quarter.most > 0, quarter.most == lines[line].run.value {
            lines[line].run.reports = min(lines[line].run.reports + quarter.reports, 1 << 20)
            return
        }
        learn(lines[line].run)
        lines[line].run = Run()
        guard quarter.most > 0 else { return }
        let start = EventTime(seconds: quarter.start)
        if quarter.least == quarter.most {
            lines[line].run = Run(value: quarter.most, reports: quarter.reports, since: start)
        } else {
            learn(Run(value: quarter.most, reports: 1, since: start))
        }
    }

    /// Takes a run that has ended into what is usual, unless it was not believed.
    private mutating func learn(_ run: Run) {
        guard run.value > 0, changes < Self.needed || !isImprobable(run) else { return }
        let kept = Statistics.exp(-Double(run.reports - 1) / 200)
        rate = Float(1 - (1 - Double(rate)) * kept) * (1 - 1 / 200)
        changes = min(changes + 1, Self.needed)
    }

    private func isImprobable(_ run: Run) -> Bool {
        // No Poisson law makes one number more probable than this.
        let likely = 1 / (2 * Double.pi * Double(run.value)).squareRoot()
        let chance = Statistics.clip(max(Double(rate), likely), 0.02, 0.98)
        return Double(run.reports - 1) * -Statistics.log(chance) >= Self.improbable
    }

    /// Since when a number has come more often in a row than chance explains; `nil` when none has.
    func since(asOf moment: EventTime) -> EventTime? {
        guard changes == Self.needed else { return nil }
        return lines.compactMap { line in
            guard line.run.reports >= 4, let since = line.run.since,
                (moment - since).wholeSeconds >= Self.shortest
            else { return nil }
            return isImprobable(line.run) ? since : nil
        }.min()
    }
}

extension Sameness: Stored {
    func write(to writer: inout ByteWriter) {
        for line in lines {
            writer.float(line.run.value)
            writer.unsigned(UInt64(line.run.reports))
            writer.optional(line.run.since)
            writer.list(line.open) { writer, quarter in
                writer.signed(quarter.start)
                writer.float(quarter.least)
                writer.float(quarter.most)
                writer.unsigned(UInt64(quarter.reports))
            }
        }
        writer.float(rate)
        writer.unsigned(UInt64(changes))
    }

    init(from reader: inout ByteReader) throws(Damage) {
        for line in lines.indices {
            lines[line].run = Run(
                value: try reader.float(), reports: try reader.length(1 << 20),
                since: try reader.optionalTime())
            lines[line].open = try reader.list { reader throws(Damage) in
                Quarter(
                    start: try reader.signed(), least: try reader.float(), most: try reader.float(),
                    reports: try reader.length(1 << 30))
            }
        }
        rate = try reader.float()
        changes = try reader.length(Self.needed)
    }
}

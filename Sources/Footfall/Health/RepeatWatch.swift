internal import Barometer

/// Whether a sensor sends its reports again far more often than it usually does.
struct RepeatWatch: Sendable, Equatable {
    private var from: EventTime?
    private var reports = 0
    private var repeats = 0
    /// How often we were told of repeats: one burst after a cut is no trouble.
    private var tidings = 0
    /// The share of repeats that is usual; `nan` is not known.
    private var usual: Float = 0

    mutating func hear(at now: EventTime) -> Verdict {
        let start = from ?? now
        from = start
        reports += 1
        let seconds = (now - start).wholeSeconds
        guard seconds >= 86_400 || (seconds >= 7200 && reports + repeats >= 40) else { return .unclear }
        defer { (from, reports, repeats, tidings) = (nil, 0, 0, 0) }
        let share = Float(repeats) / Float(reports + repeats)
        if isTooMany { return .trouble(since: start) }
        usual += 0.1 * (share - usual)
        return share <= usual + 0.05 ? .well(since: start) : .unclear
    }

    mutating func hearAgain(_ count: Int, at now: EventTime) -> Verdict {
        let start = from ?? now
        from = start
        repeats = min(repeats + count, 1 << 20)
        tidings += 1
        return isTooMany ? .trouble(since: start) : .unclear
    }

    private var isTooMany: Bool {
        tidings >= 3 && repeats >= 6 && Float(repeats) > (usual + 0.1) * Float(reports + repeats)
    }
}

extension RepeatWatch: Stored {
    func write(to writer: inout ByteWriter) {
        writer.optional(from)
        for count in [reports, repeats, tidings] { writer.unsigned(UInt64(count)) }
        writer.float(usual)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        from = try reader.optionalTime()
        reports = try reader.small()
        repeats = try reader.small()
        tidings = try reader.small()
        usual = try reader.float()
    }
}

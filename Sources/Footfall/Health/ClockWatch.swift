internal import Barometer

/// Whether a device's clock is right: how long after the end of what they count its reports come in.
///
/// The promptest report of at least half an hour tells the clock from a slow network: a gateway that catches up is
/// late for a while and then is not; a clock that is wrong is wrong each time.
struct ClockWatch: Sendable, Equatable {
    /// Seconds from the end of an interval to its report, as usual for the promptest; `nan` is not known.
    private var usual = Float.nan
    private var from: EventTime?
    private var promptest = Float.infinity
    private var reports = 0
    /// Reports that were refused since they spoke of the future, since `from`.
    private var ahead = 0

    private static let fewestAhead = 3

    mutating func hear(endingAt end: EventTime, at now: EventTime, skew: Double) -> Verdict {
        let start = from ?? now
        from = start
        reports += 1
        promptest = min(promptest, Float((now - end).wholeSeconds))
        let seconds = (now - start).wholeSeconds
        guard seconds >= 1800, reports >= (seconds >= 7200 ? 3 : 6) else { return .unclear }
        defer { (from, promptest, reports, ahead) = (nil, .infinity, 0, 0) }
        // What was never prompt to within an hour has no rhythm to go by yet.
        let normal = usual.isNaN ? (promptest < 3600 ? promptest : 0) : usual
        if ahead >= Self.fewestAhead { return .trouble(since: start) }
        if promptest > normal + Float(skew) { return .trouble(since: start) }
        usual = normal + 0.2 * (promptest - normal)
        return ahead == 0 ? .well(since: start) : .unclear
    }

    mutating func hearAhead(_ count: Int, at now: EventTime) -> Verdict {
        let start = from ?? now
        from = start
        ahead = min(ahead + count, 1 << 20)
        return ahead >= Self.fewestAhead ? .trouble(since: start) : .unclear
    }
}

extension ClockWatch: Stored {
    func write(to writer: inout ByteWriter) {
        writer.float(usual)
        writer.optional(from)
        writer.float(promptest)
        writer.unsigned(UInt64(reports))
        writer.unsigned(UInt64(ahead))
    }

    init(from reader: inout ByteReader) throws(Damage) {
        usual = try reader.float()
        from = try reader.optionalTime()
        promptest = try reader.float()
        reports = try reader.small()
        ahead = try reader.small()
    }
}

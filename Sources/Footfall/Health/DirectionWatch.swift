internal import Barometer

/// Whether in and out were exchanged: which way people go by part of the day, beside which way they usually go.
///
/// A cumulative sum of evidence: each part of three hours says how much more likely its share is in the mirror
/// than as usual.
struct DirectionWatch: Sendable, Equatable {
    private static let seconds: Int64 = 10_800
    private static let parts = 8

    private var part: Int64?
    private var inwards: Float = 0
    private var outwards: Float = 0
    /// Log odds of going in, for the parts of days from Monday to Friday, then for those of the weekend.
    private var mean = [Float](repeating: 0, count: 2 * Self.parts)
    private var seen = [UInt8](repeating: 0, count: 2 * Self.parts)
    /// How the log odds stray from day to day.
    private var variance: Float = 0.04
    private var evidence: Float = 0
    private var evidenceSince: EventTime?
    private(set) var isMirrored = false

    private static let enough: Float = 20

    mutating func count(_ observation: Observation, people: Double) -> Verdict {
        guard observation.direction == .in || observation.direction == .out else { return .unclear }
        let now = observation.start.seconds.flooredQuotient(by: Self.seconds)
        let verdict = part.map { $0 < now ? close($0) : .unclear } ?? .unclear
        part = max(part ?? now, now)
        // What comes late belongs to a part that is closed.
        guard part == now else { return verdict }
        if observation.direction == .in { inwards += Float(people) } else { outwards += Float(people) }
        return verdict
    }

    private mutating func close(_ part: Int64) -> Verdict {
        defer { (inwards, outwards) = (0, 0) }
        let people = inwards + outwards
        guard people >= 30, inwards >= 0, outwards >= 0 else { return .unclear }
        let odds = Float(Statistics.log(Double((inwards + 0.5) / (outwards + 0.5))))
        let place = Self.place(of: part)
        guard seen[place] >= 5 else {
            learn(odds, at: place, chance: 4 / people)
            return .unclear
        }
        let mirrored = Statistics.clip(
            Double(-2 * odds * mean[place] / (4 / people + variance)), -5, 5)
        let start = EventTime(seconds: part * Self.seconds)
        if evidence == 0 { evidenceSince = start }
        evidence = max(0, evidence + Float(isMirrored ? -mirrored : mirrored))
        if !isMirrored, evidence < 4 { learn(odds, at: place, chance: 4 / people) }
        guard evidence >= Self.enough else { return .unclear }
        evidence = 0
        isMirrored.toggle()
        let since = evidenceSince ?? start
        return isMirrored ? .trouble(since: since) : .well(since: since)
    }

    private mutating func learn(_ odds: Float, at place: Int, chance: Float) {
        let deviation = odds - mean[place]
        if seen[place] >= 5 {
            let square = min(deviation * deviation, 1)
            variance = max(0.01, variance + 0.02 * (square - chance - variance))
        }
        mean[place] += max(0.05, 1 / (Float(seen[place]) + 1)) * deviation
        if seen[place] < 255 { seen[place] += 1 }
    }

    private static func place(of part: Int64) -> Int {
        let day = part.flooredQuotient(by: Int64(parts))
        let weekday = CalendarDate(daysSinceEpoch: Int(day)).weekday
        return (weekday >= 5 ? parts : 0) + Int(part - day * Int64(parts))
    }
}

extension DirectionWatch: Stored {
    func write(to writer: inout ByteWriter) {
        writer.optional(part) { $0.signed($1) }
        for value in [inwards, outwards, variance, evidence] { writer.float(value) }
        for value in mean { writer.float(value) }
        for count in seen { writer.byte(count) }
        writer.optional(evidenceSince)
        writer.bool(isMirrored)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        part = try reader.optional { reader throws(Damage) in try reader.signed() }
        try reader.require(part.map { (-100_000_000...100_000_000).contains($0) } ?? true)
        inwards = try reader.float()
        outwards = try reader.float()
        variance = try reader.float()
        evidence = try reader.float()
        for place in mean.indices { mean[place] = try reader.float() }
        for place in seen.indices { seen[place] = try reader.byte() }
        evidenceSince = try reader.optionalTime()
        isMirrored = try reader.bool()
    }
}

public import Barometer

/// The door for messages: finds their mapping, reads them, and lets each report in once.
///
/// What came in stands in a `Harvest`. Store it; if that fails, `undo` it before the next one begins.
public struct Intake: Sendable {
    /// Every sensor that was ever heard.
    public private(set) var roster: Roster
    private let mappings: [Mapping]
    private let skew: Duration
    private var seen: SeenKeys
    private var scratch = MappingScratch()

    /// - Parameters:
    ///   - skew: how far a device's clock may be ahead of ours.
    ///   - keeping: at least so many reports are known again; above 0.
    public init(
        mappings: [Mapping], roster: Roster = .init(), skew: Duration, keeping: Int = 1_000_000
    ) {
        self.mappings = mappings
        self.roster = roster
        self.skew = skew
        seen = SeenKeys(keeping: keeping)
    }

    /// Takes one message, all of it or nothing.
    ///
    /// - Parameter oversized: the true size in bytes of a payload that was cut off; else `nil`.
    public mutating func take(
        topic: Span<UInt8>, payload: Span<UInt8>, retained: Bool, oversized: Int? = nil,
        received: EventTime, into harvest: inout Harvest
    ) {
        let matching = mappings.indices.first { matches(topic, mapping: $0) }
        guard let index = matching, topic.isUTF8 else {
            let refusal = Refusal(
                code: topic.isUTF8 ? .unmatched : .malformed,
                detail: topic.isUTF8 ? "no mapping has this topic" : "the topic is not UTF-8")
            return reject(refusal, source: nil, topic, payload, oversized, into: &harvest)
        }
        if retained, mappings[index].time.isReceived {
            harvest.ignored += 1
            return
        }
        do throws(Refusal) {
            if let oversized { throw Refusal(code: .oversized, detail: "\(oversized) bytes") }
            let report = try mappings[index].read(
                topic: topic, payload: payload, received: received, &scratch)
            let end = report.start + .seconds(report.seconds)
            if let refusal = ahead(end, received) { throw refusal }
            enter(report, mappings[index], into: &harvest)
        } catch {
            reject(error, source: mappings[index].name, topic, payload, oversized, into: &harvest)
        }
    }

    private mutating func matches(_ topic: Span<UInt8>, mapping index: Int) -> Bool {
        mappings[index].topic.matches(topic, found: &scratch.captures)
    }

    /// Lets an observation in, unless its report is known or its end lies in the future.
    ///
    /// - Parameter declared: the source says itself what makes two reports the same; then another count under
    ///   a known key is a duplicate, and no correction.
    public mutating func admit(
        _ observation: Observation, dedup declared: Bool, received: EventTime, into harvest: inout Harvest
    ) {
        if let refusal = ahead(observation.end, received) {
            let entry = roster.entries[Int(observation.sensor)]
            harvest.rejections.append(
                Rejection(
                    code: refusal.code, detail: refusal.detail, source: entry.source,
                    subject: entry.sensor.name))
        } else {
            enter(observation, dedup: declared, into: &harvest)
        }
    }

    /// Knows the report from now on, without letting it in: at the start, from the journal.
    public mutating func remember(_ observation: Observation) {
        seen.settle()
        seen.insert(observation.key, count: observation.count)
    }

    /// Forgets what was let in with `harvest`, as if it had never come; sensors keep their numbers.
    public mutating func undo(_ harvest: Harvest) {
        for mark in harvest.marks.reversed() { seen.undo(mark.key, told: mark.told) }
    }

    /// An observation with the key that it has without a 'dedup'; a new sensor gets its number.
    public mutating func observation(
        source: String, sensor: String, start: EventTime, seconds: Int, direction: Observation.Direction,
        count: Double, kind: Observation.Kind, replaced: Double?, flags: Observation.Flags = []
    ) -> Observation {
        let name = Array(sensor.utf8)
        let place = roster.number(ofSource: source)
        let number = roster.number(of: name.span, source: place)
        let key = ReportKey.standard(
            ReportKey.seed(source: source), sensor: name.span, start: start, seconds: seconds,
            direction: direction, kind: kind)
        return Observation(
            sensor: number, start: start, seconds: seconds,
            direction: direction, count: count, kind: kind, key: key, replaced: replaced, flags: flags)
    }

    private mutating func enter(_ report: Mapping.Report, _ mapping: Mapping, into harvest: inout Harvest) {
        let source = roster.number(ofSource: mapping.name)
        let name = scratch.name
        let sensor = roster.number(of: name.span, source: source)
        for index in scratch.counts.indices {
            let observation = Observation(
                sensor: sensor, start: report.start, seconds: report.seconds,
                direction: scratch.counts[index].direction, count: scratch.counts[index].value,
                kind: mapping.count.kind, key: scratch.keys[index])
            enter(observation, dedup: mapping.dedup != nil, into: &harvest)
        }
    }

    private mutating func enter(_ observation: Observation, dedup declared: Bool, into harvest: inout Harvest)
    {
        if harvest.marks.isEmpty { seen.settle() }
        let told = seen.count(of: observation.key)
        if let told {
            // Counts are remembered as 32-bit floats, and so they are compared.
            guard !declared, observation.kind == .delta, Float(told) != Float(observation.count) else {
                harvest.duplicates += 1
                return
            }
        }
        seen.insert(observation.key, count: observation.count)
        harvest.note(Harvest.Mark(key: observation.key, told: told))
        harvest.observations.append(told.map { observation.replacing($0) } ?? observation)
    }

    private func ahead(_ end: EventTime, _ received: EventTime) -> Refusal? {
        guard end > received + skew else { return nil }
        let seconds = (end - received).wholeSeconds
        return Refusal(code: .clockAhead, detail: "the interval ends \(seconds) s after it came in")
    }

    private func reject(
        _ refusal: Refusal, source: String?, _ topic: Span<UInt8>, _ payload: Span<UInt8>, _ oversized: Int?,
        into harvest: inout Harvest
    ) {
        harvest.rejections.append(
            Rejection(
                code: refusal.code, detail: refusal.detail, source: source, subject: String(utf8: topic),
                excerpt: oversized.map { "<\($0) bytes>" } ?? Excerpt.of(payload)))
    }
}

/// What came of some messages.
public struct Harvest: Sendable {
    /// New reports, in order.
    public var observations: [Observation] = []
    public var rejections: [Rejection] = []
    /// Reports that were known.
    public var duplicates = 0
    /// Messages that a mapping took, with nothing to count in them.
    public var ignored = 0
    /// How the memory of reports changed, in order.
    private(set) var marks: [Mark] = []

    public init() {}

    struct Mark: Hashable, Sendable {
        let key: UInt64
        /// What was told under the key before; `nil` if it was new.
        let told: Double?
    }

    fileprivate mutating func note(_ mark: Mark) { marks.append(mark) }

    /// Starts anew and keeps the memory.
    public mutating func clear() {
        observations.removeAll(keepingCapacity: true)
        rejections.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        duplicates = 0
        ignored = 0
    }
}

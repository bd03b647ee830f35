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
    private var workspace = Workspace()

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
    /// The first mapping that finds something to count in it keeps it; the first that refuses it stops the search.
    /// - Parameter oversized: the true size in bytes of a payload that was cut off; else `nil`.
    public mutating func take(
        _ message: borrowing Envelope, topic: Span<UInt8>, payload: Span<UInt8>, oversized: Int? = nil,
        received: EventTime, into harvest: inout Harvest
    ) {
        guard topic.isUTF8 else {
            let refusal = Refusal(code: .malformed, detail: "the topic is not UTF-8")
            return reject(refusal, source: nil, topic, payload, oversized, into: &harvest)
        }
        var isKnown = false
        for index in mappings.indices {
            do throws(Refusal) {
                let verdict =
                    if let oversized {
                        try mappings[index].verdict(oversized: oversized, topic: topic, &workspace)
                    } else {
                        try mappings[index].read(
                            message, topic: topic, payload: payload, received: received, &workspace)
                    }
                if verdict == .other { continue }
                isKnown = true
                if verdict == .ignored || workspace.records.isEmpty { continue }
                return try enter(mappings[index], received, into: &harvest)
            } catch {
                return reject(
                    error, source: mappings[index].name, topic, payload, oversized, into: &harvest)
            }
        }
        if isKnown {
            harvest.ignored += 1
        } else {
            let refusal = Refusal(code: .unmatched, detail: "no mapping takes this topic")
            reject(refusal, source: nil, topic, payload, oversized, into: &harvest)
        }
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
            harvest.ahead.append(observation.sensor)
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

    private mutating func enter(
        _ mapping: Mapping, _ received: EventTime, into harvest: inout Harvest
    ) throws(Refusal) {
        let arena = workspace.document.bytes
        for record in workspace.records {
            guard let refusal = ahead(record.end, received) else { continue }
            let name = arena.span.extracting(record.sensor)
            if let known = roster.known(name, source: mapping.name) { harvest.ahead.append(known) }
            throw refusal
        }
        let source = roster.number(ofSource: mapping.name)
        for record in workspace.records {
            let sensor = roster.number(of: arena.span.extracting(record.sensor), source: source)
            let observation = Observation(
                sensor: sensor, start: record.start,
                seconds: record.seconds, direction: record.direction, count: record.count,
                kind: record.kind, key: record.key, flags: record.flags)
            enter(observation, dedup: record.isDeclared, into: &harvest)
        }
    }

    private mutating func enter(_ observation: Observation, dedup declared: Bool, into harvest: inout Harvest)
    {
        if harvest.marks.isEmpty { seen.settle() }
        let told = seen.count(of: observation.key)
        if let told {
            // Counts are remembered as 32-bit floats, and so they are compared.
            guard !declared, observation.kind == .delta, Float(told) != Float(observation.count) else {
                harvest.repeated.append(observation.sensor)
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
                code: refusal.code, detail: refusal.detail, source: source,
                // Of a topic that nobody wrote down, whatever could be an address is left out.
                subject: source == nil ? Excerpt.topic(topic) : String(utf8: topic),
                excerpt: oversized.map { "<\($0) bytes>" } ?? Excerpt.of(payload)))
    }
}

/// What came of some messages.
public struct Harvest: Sendable {
    /// New reports, in order.
    public var observations: [Observation] = []
    public var rejections: [Rejection] = []
    /// Who sent reports that were known, once for each.
    public internal(set) var repeated: [Roster.Number] = []
    /// Who sent messages that spoke of the future, once for each.
    public internal(set) var ahead: [Roster.Number] = []
    /// Reports that were known.
    public var duplicates: Int { repeated.count }
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
        repeated.removeAll(keepingCapacity: true)
        ahead.removeAll(keepingCapacity: true)
        ignored = 0
    }
}

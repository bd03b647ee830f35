import Barometer

/// How a vendor's messages become counts: a file of the city, compiled once.
///
/// The stages of a message: match → decode → fields → time → dedup. Each takes all of it or refuses all of it.
public struct Mapping: Sendable {
    /// The name of the source that its sensors belong to.
    public let name: String
    let topic: OldTopicPattern
    let paths: PathTrie
    let sensor: SensorTemplate
    let count: CountRule
    let time: TimeRule
    /// `nil`: the key is sensor, interval, direction and kind, and a corrected count replaces the older one.
    let dedup: DedupRule?
    let seed: KeyHash

    /// The MQTT filter that brings the messages of this mapping.
    public var filter: String { topic.filter }

    /// Turns a file's tree into a mapping.
    ///
    /// - Returns: all problems at once; the mapping is `nil` unless all of them are warnings.
    public static func compile(_ node: Node) -> (Mapping?, [Problem]) {
        var compiler = MappingCompiler()
        let mapping = compiler.mapping(node)
        let problems = compiler.problems.sorted { $0.place < $1.place }
        return (problems.allSatisfy(\.isWarning) ? mapping : nil, problems)
    }

    /// What one message says, as it came from the stages.
    struct Report {
        let start: EventTime
        let seconds: Int
    }

    /// Leaves the sensor's name, the counts and their keys in `scratch`.
    func read(
        topic: Span<UInt8>, payload: Span<UInt8>, received: EventTime, _ scratch: inout MappingScratch
    ) throws(Refusal) -> Report {
        do {
            try scratch.json.scan(payload, for: paths)
        } catch {
            throw Refusal(
                code: .malformed, detail: "not JSON: at byte \(error.position) expected \(error.expected)")
        }
        try sensor.write(topic: topic, payload: payload, paths, into: &scratch)
        try count.write(payload: payload, paths, into: &scratch)
        let (start, seconds) = try time.interval(payload: payload, received: received, paths, &scratch)
        scratch.keys.removeAll(keepingCapacity: true)
        if let dedup {
            let prefix = try dedup.prefix(seed, start: start, payload: payload, paths, &scratch)
            for count in scratch.counts {
                var hash = prefix
                hash.add(UInt64(count.direction.rawValue))
                scratch.keys.append(hash.value)
            }
        } else {
            for each in scratch.counts {
                scratch.keys.append(
                    ReportKey.standard(
                        seed, sensor: scratch.name.span, start: start, seconds: seconds,
                        direction: each.direction, kind: count.kind))
            }
        }
        return Report(start: start, seconds: seconds)
    }
}

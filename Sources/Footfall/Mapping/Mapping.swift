import Barometer

/// How a vendor's messages become records: a file of the city, compiled once.
///
/// The steps of a message: match → decode → each → where → fields → time → dedup; the counter's differences are
/// made behind the journal. Each message is taken wholly or refused wholly.
public struct Mapping: Sendable {
    /// The name of the source that its sensors belong to.
    public let name: String
    /// How the readings of its counters become people.
    public let counter: CounterRule
    /// The first that takes a message reads it.
    let cases: [MappingCase]

    /// The MQTT filters that bring the messages of this mapping.
    public var filters: [String] {
        cases.flatMap { $0.match.topics.map(\.filter) }.reduce(into: []) { filters, filter in
            if !filters.contains(filter) { filters.append(filter) }
        }
    }

    /// What a mapping can ask of its host: the core reads no file and unzips nothing itself.
    public struct Host: Sendable {
        /// The rules of a time zone by its IANA name; `nil` if there is none.
        let zone: @Sendable (String) -> CityClock?
        /// The clock of local times without a zone of their own.
        let city: CityClock?
        /// Unfolds gzip or zlib to at most so many bytes; `nil` if it is broken or larger.
        let inflate: @Sendable ([UInt8], Int) -> [UInt8]?

        public init(
            city: CityClock? = nil, zone: @escaping @Sendable (String) -> CityClock? = { _ in nil },
            inflate: @escaping @Sendable ([UInt8], Int) -> [UInt8]? = { _, _ in nil }
        ) {
            self.zone = zone
            self.city = city
            self.inflate = inflate
        }
    }

    /// Turns a file's tree into a mapping.
    ///
    /// - Returns: all problems at once; the mapping is `nil` unless all of them are warnings.
    public static func compile(_ node: Node, host: Host = .init()) -> (Mapping?, [Problem]) {
        var compiler = MappingCompiler(host: host)
        let mapping = compiler.mapping(node)
        let problems = compiler.problems.reduce(into: [Problem]()) { known, problem in
            if !known.contains(problem) { known.append(problem) }
        }.sorted { $0.place < $1.place }
        return (problems.allSatisfy(\.isWarning) ? mapping : nil, problems)
    }

    /// Whether a topic is one that the mapping knows.
    func isOf(_ topic: Span<UInt8>, _ workspace: inout Workspace) -> Bool {
        cases.contains { $0.match.isOf(topic, &workspace) }
    }

    /// Whether messages under a topic are read, or known to hold nothing.
    public func takes(topic: [UInt8]) -> Bool {
        var workspace = Workspace()
        return isOf(topic.span, &workspace)
    }

    /// What is to be said of a message that was too large to be kept.
    func verdict(
        oversized bytes: Int, topic: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> MatchRule.Verdict {
        if cases.contains(where: { $0.match.ignores(topic, &workspace) }) { return .ignored }
        guard isOf(topic, &workspace) else { return .other }
        throw Refusal(code: .oversized, detail: "\(bytes) bytes")
    }

    /// Leaves what came of a message in `workspace.records`: nothing of one that is refused.
    func read(
        _ message: borrowing Envelope, topic: Span<UInt8>, payload: Span<UInt8>, received: EventTime,
        _ workspace: inout Workspace
    ) throws(Refusal) -> MatchRule.Verdict {
        for index in cases.indices {
            let verdict: MatchRule.Verdict
            do throws(Refusal) {
                verdict = try cases[index].read(
                    message, topic: topic, payload: payload, received: received, &workspace)
            } catch {
                workspace.records.shrink(to: 0)
                throw error
            }
            if verdict != .other { return verdict }
        }
        return .other
    }
}

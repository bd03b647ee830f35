import Barometer

/// One way in which a vendor's messages look: how to tell them, to decode them and to make records of them.
final class MappingCase: Sendable {
    let match: MatchRule
    let decode: DecodePlan
    let interest: Interest
    /// What its expressions hold in every message.
    let constants: Document
    /// Variables with the same value in every message, such as tables.
    let fixed: [(place: Int, value: Value)]
    let variables: Int
    /// How many paths lead to one value in the payload.
    let paths: Int
    let records: [RecordRule]
    let seed: KeyHash

    private let tellsCrossings: Bool
    /// The time of receipt is the only time of its records, so that an old message can not be told from a new.
    let isTimedByReceipt: Bool

    init(
        match: MatchRule, decode: DecodePlan, interest: Interest, constants: Document,
        fixed: [(place: Int, value: Value)], variables: Int, paths: Int, records: [RecordRule],
        seed: KeyHash, isTimedByReceipt: Bool
    ) {
        self.match = match
        self.decode = decode
        self.interest = interest
        self.constants = constants
        self.fixed = fixed
        self.variables = variables
        self.paths = paths
        self.records = records
        tellsCrossings = records.contains(where: \.tellsCrossings)
        self.seed = seed
        self.isTimedByReceipt = isTimedByReceipt
    }

    /// Leaves what came of the message in `workspace.records`.
    func read(
        _ message: borrowing Envelope, topic: Span<UInt8>, payload: Span<UInt8>, received: EventTime,
        _ workspace: inout Workspace
    ) throws(Refusal) -> MatchRule.Verdict {
        workspace.records.shrink(to: 0)
        if match.ignores(topic, &workspace) { return .ignored }
        guard let place = match.place(of: topic, &workspace) else { return .other }
        if message.isRetained, isTimedByReceipt { return .ignored }
        workspace.begin(with: constants, variables: variables, paths: paths, received: received)
        for (place, value) in fixed { workspace.variables[place] = value }
        let range = workspace.bind(message, topic: topic)
        let verdict = try match.verdict(
            place: place, topic: range, isRetained: message.isRetained, isEmpty: payload.isEmpty, &workspace)
        guard verdict == .taken else { return verdict }
        if tellsCrossings { workspace.recognize(topic: topic, payload: payload) }
        try decode.decode(payload, interest: interest, into: &workspace)
        for index in records.indices { try records[index].run(&workspace, seed) }
        return .taken
    }
}

extension Workspace {
    /// Makes what the envelope tells known under its names.
    ///
    /// - Returns: where the topic stands in the arena.
    mutating func bind(_ message: borrowing Envelope, topic: Span<UInt8>) -> Range<Int> {
        let range = document.append(topic)
        variables[Scope.topic] = Value(text: range)
        variables[Scope.received] = Value(timestamp: received.milliseconds * 1000)
        variables[Scope.retained] = Value(message.isRetained)
        variables[Scope.contentType] = Value(text: document.append(message.contentType.span))
        let first = document.nodes.count
        for property in message.user {
            let name = document.append(property.name.span)
            document.add(Value(text: document.append(property.value.span)), named: name)
        }
        variables[Scope.user] = Value(table: first..<document.nodes.count)
        return range
    }
}

/// Memory that is used again for each message, so that reading one allocates nothing.
struct MappingScratch: Sendable {
    struct Count: Hashable, Sendable {
        let direction: Observation.Direction
        let value: Double
    }

    var json = OldScanner()
    var captures: [Range<Int>] = []
    /// The sensor's name as UTF-8.
    var name: [UInt8] = []
    var text: [UInt8] = []
    var counts: [Count] = []
    var keys: [UInt64] = []

    /// What a text, or the digits of a number, say; left in `text`.
    mutating func read(_ slot: Int, of payload: Span<UInt8>, _ paths: PathTrie) throws(Refusal) {
        text.removeAll(keepingCapacity: true)
        let value = json.values[slot]
        switch value.kind {
        case .absent, .null: throw .missing(paths, slot)
        case .boolean, .list, .table: throw .wrongType(paths, slot, expected: "a text or a number")
        case .escapedText: JSONText.append(payload, value.range, to: &text)
        case .text, .number:
            for index in value.range { text.append(payload[index]) }
        }
    }

    func number(_ slot: Int, of payload: Span<UInt8>, _ paths: PathTrie) throws(Refusal) -> JSONNumber {
        let value = json.values[slot]
        if value.isMissing { throw .missing(paths, slot) }
        guard value.kind == .number else { throw .wrongType(paths, slot, expected: "a number") }
        return JSONNumber(payload.extracting(value.range))
    }
}

extension Refusal {
    static func missing(_ paths: PathTrie, _ slot: Int) -> Refusal {
        Refusal(code: .missingField, detail: "\(paths.paths[slot].text) is missing")
    }

    static func wrongType(_ paths: PathTrie, _ slot: Int, expected: String) -> Refusal {
        Refusal(code: .badType, detail: "\(paths.paths[slot].text) is not \(expected)")
    }
}

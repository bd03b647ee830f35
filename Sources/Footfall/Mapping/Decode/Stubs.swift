struct JSONReader: Sendable {
    mutating func read(
        _ source: Span<UInt8>, at base: Int, interest: Interest, into document: inout Document
    ) throws(Refusal) -> Value { throw .undecodable("JSON is read elsewhere") }
}

struct JSONPath: Hashable, Sendable {
    enum Start: Hashable, Sendable {
        case payload
        case name(String)
    }

    let text: String
    let start: Start
    let names: [String]

    init(_ text: String) throws(Mistake) {
        guard text.hasPrefix("$") else { throw Mistake(character: 1, expected: "'$'") }
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        self.text = text
        start = parts[0].isEmpty ? .payload : .name(parts[0])
        names = Array(parts.dropFirst())
    }

    var isSingular: Bool { !names.contains("*") }
    var wants: [Interest.Want] { [.init(steps: names.map { .member($0) }, isWhole: true)] }

    func value(in document: Document, from: Value) -> Value {
        var value = from
        for name in names {
            guard let node = document.member(of: value, named: Array(name.utf8).span) else { return .absent }
            value = document.nodes[node].value
        }
        return value
    }
}

struct Expression: Sendable {
    let answer: Bool
    let wants: [(variable: Int, want: Interest.Want)] = []

    init(_ text: String, scope: Scope, constants: inout Document) throws(Mistake) {
        guard text == "true" || text == "false" else { throw Mistake(character: 1, expected: "true") }
        answer = text == "true"
    }

    func evaluate(_ workspace: inout Workspace) throws(Refusal) -> Value { Value(answer) }
}

struct Expression: Sendable {
    init(_ text: String, scope: Scope, constants: inout Document) throws(Mistake) {}
    let places: Set<Int> = []
    let wants: [(variable: Int, want: Interest.Want)] = []
    func evaluate(_ workspace: inout Workspace) throws(Refusal) -> Value { .null }
}
struct DecodeHost: Sendable { let inflate: @Sendable (_ input: [UInt8], _ limit: Int) -> [UInt8]? }
struct DecodePlan: Sendable {
    static func compile(_ node: Node?, key: String, host: DecodeHost, scope: Scope, constants: inout Document, problems: inout [Problem]) -> DecodePlan? { nil }
    let names: [String]
    let isText = false
    func decode(_ payload: Span<UInt8>, interest: Interest, into workspace: inout Workspace, places: [Int]) throws(Refusal) -> Value { .null }
}
struct CounterRuleX {}

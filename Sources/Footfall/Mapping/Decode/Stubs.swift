struct Expression: Sendable {
    let answer: Bool
    let wants: [(variable: Int, want: Interest.Want)] = []

    init(_ text: String, scope: Scope, constants: inout Document) throws(Mistake) {
        guard text == "true" || text == "false" else { throw Mistake(character: 1, expected: "true") }
        answer = text == "true"
    }

    func evaluate(_ workspace: inout Workspace) throws(Refusal) -> Value { Value(answer) }
}

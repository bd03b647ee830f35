/// A text with parts to fill in, such as `{site}/{$.gate}`.
final class Template: Sendable {
    enum Part: Sendable {
        /// A text in the arena that is there in every message.
        case literal(Range<Int>)
        case variable(Int)
        case path(BoundPath)
        case expression(Expression)
    }

    let parts: [Part]

    init(parts: [Part]) { self.parts = parts }

    /// - Returns: a text; absent when one of the parts is.
    func fill(_ workspace: inout Workspace) throws(Refusal) -> Value {
        let start = workspace.filled.count
        defer { workspace.filled.shrink(to: start) }
        for index in parts.indices {
            let value =
                switch parts[index] {
                case .literal(let range): Value(text: range)
                case .variable(let place): workspace.variables[place]
                case .path(let path): try path.value(in: &workspace)
                case .expression(let expression): try expression.evaluate(&workspace)
                }
            if value.isMissing { return .absent }
            try workspace.fill(value)
        }
        return workspace.text(filledFrom: start)
    }
}

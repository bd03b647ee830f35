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

    /// No part of it computes texts, so that it can be put together where it is to stand.
    private let isPlain: Bool

    init(parts: [Part]) {
        self.parts = parts
        isPlain = parts.allSatisfy { part in
            switch part {
            case .literal, .variable, .path: true
            case .expression: false
            }
        }
    }

    /// The paths in it, for people.
    var description: String {
        let paths = parts.compactMap { part in
            if case .path(let path) = part { path.path.text } else { nil }
        }
        return paths.isEmpty ? "a part of the text" : paths.joined(separator: " or ")
    }

    /// - Returns: a text; absent when one of the parts is.
    func fill(_ workspace: inout Workspace) throws(Refusal) -> Value {
        let start = isPlain ? workspace.document.bytes.count : workspace.filled.count
        for index in parts.indices {
            let value = try self.value(of: index, &workspace)
            if value.isMissing {
                if !isPlain { workspace.filled.shrink(to: start) }
                return .absent
            }
            if isPlain { try workspace.write(value) } else { try workspace.fill(value) }
        }
        if isPlain { return Value(text: start..<workspace.document.bytes.count) }
        defer { workspace.filled.shrink(to: start) }
        return workspace.text(filledFrom: start)
    }

    private func value(of index: Int, _ workspace: inout Workspace) throws(Refusal) -> Value {
        switch parts[index] {
        case .literal(let range): Value(text: range)
        case .variable(let place): workspace.variables[place]
        case .path(let path): try path.value(in: &workspace)
        case .expression(let expression): try expression.evaluate(&workspace)
        }
    }
}

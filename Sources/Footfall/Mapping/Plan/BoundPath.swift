/// A path with the variable that it starts from.
final class BoundPath: Sendable {
    /// Place among the workspace's variables.
    let variable: Int
    let path: JSONPath
    /// Where the workspace keeps what it leads to, when that is one value, the same for the whole message.
    private let slot: Int?

    init(variable: Int, path: JSONPath, slot: Int?) {
        (self.variable, self.path, self.slot) = (variable, path, slot)
    }

    /// The one value that it leads to; absent if there is none.
    func value(in workspace: inout Workspace) throws(Refusal) -> Value {
        if let slot {
            if let known = workspace.known[slot] { return known }
            let value = try one(in: &workspace)
            workspace.known[slot] = value
            return value
        }
        if path.isSingular { return try one(in: &workspace) }
        let start = workspace.selected.count
        try select(in: &workspace)
        defer { workspace.selected.shrink(to: start) }
        switch workspace.selected.count - start {
        case 0: return .absent
        case 1: return workspace.selected[start].value
        case let count:
            throw Refusal(code: .lengthMismatch, detail: "\(path.text) leads to \(count) values, not to one")
        }
    }

    private func one(in workspace: inout Workspace) throws(Refusal) -> Value {
        var looks = 0
        let value = path.value(in: workspace.document, from: workspace.variables[variable], looks: &looks)
        if looks >= 64 { try workspace.spend(looks / 64) }
        return value
    }

    /// Adds all values that it leads to to the end of `selected`.
    func select(in workspace: inout Workspace) throws(Refusal) {
        var found: [Selected] = []
        swap(&found, &workspace.selected)
        defer { swap(&found, &workspace.selected) }
        try path.select(
            from: workspace.variables[variable], root: workspace.variables[Scope.payload], in: &workspace,
            into: &found)
    }
}

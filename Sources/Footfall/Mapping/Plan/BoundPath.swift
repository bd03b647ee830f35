/// A path with the variable that it starts from.
final class BoundPath: Sendable {
    /// Place among the workspace's variables.
    let variable: Int
    let path: JSONPath

    init(variable: Int, path: JSONPath) { (self.variable, self.path) = (variable, path) }

    /// The one value that it leads to; absent if there is none.
    func value(in workspace: inout Workspace) throws(Refusal) -> Value {
        if path.isSingular {
            var looks = 0
            let value = path.value(
                in: workspace.document, from: workspace.variables[variable], looks: &looks)
            if looks >= 64 { try workspace.spend(looks / 64) }
            return value
        }
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

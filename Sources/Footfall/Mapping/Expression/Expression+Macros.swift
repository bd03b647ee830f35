/// Macros: they look at each element of a list, or at each key of a map.
extension Expression {
    func macro(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let range = try value(Int(step.a), &workspace)
        guard range.isContainer else { throw .badType("expected a list or a map, got \(range.kind.noun)") }
        let place = Int(step.place)
        while workspace.variables.count <= place { workspace.variables.append(.absent) }
        let outer = workspace.variables[place]
        defer { workspace.variables[place] = outer }
        switch step.kind {
        case .all: return Value(try quantify(step, range, decisive: false, &workspace))
        case .exists: return Value(try quantify(step, range, decisive: true, &workspace))
        case .existsOne: return Value(try count(step, range, &workspace) == 1)
        default: return try collect(step, range, &workspace)
        }
    }

    private func bind(_ step: Step, _ node: Int, _ range: Value, _ workspace: inout Workspace) {
        workspace.variables[Int(step.place)] =
            range.kind == .list
            ? workspace.document.nodes[node].value : Value(text: workspace.document.name(of: node))
    }

    /// One decisive element is enough; without one the first error counts.
    private func quantify(
        _ step: Step, _ range: Value, decisive: Bool, _ workspace: inout Workspace
    ) throws(Refusal) -> Bool {
        var failure: Refusal?
        let stack = workspace.stack.count
        var node = range.range.lowerBound
        while node < range.range.upperBound {
            bind(step, node, range, &workspace)
            do {
                if try boolean(Int(step.b), &workspace) == decisive { return decisive }
            } catch {
                workspace.stack.removeSubrange(stack...)
                failure = failure ?? error
                try workspace.spend()
            }
            node = workspace.document.next(after: node)
        }
        if let failure { throw failure }
        return !decisive
    }

    private func count(_ step: Step, _ range: Value, _ workspace: inout Workspace) throws(Refusal) -> Int {
        var count = 0
        var node = range.range.lowerBound
        while node < range.range.upperBound {
            bind(step, node, range, &workspace)
            if try boolean(Int(step.b), &workspace) { count += 1 }
            node = workspace.document.next(after: node)
        }
        return count
    }

    /// `filter` and `map`.
    private func collect(_ step: Step, _ range: Value, _ workspace: inout Workspace) throws(Refusal) -> Value
    {
        let start = workspace.stack.count
        var node = range.range.lowerBound
        while node < range.range.upperBound {
            bind(step, node, range, &workspace)
            let element = workspace.variables[Int(step.place)]
            switch (step.kind, step.c >= 0) {
            case (.filter, _):
                if try boolean(Int(step.b), &workspace) { workspace.stack.append(element) }
            case (_, true):
                if try boolean(Int(step.b), &workspace) {
                    let value = try value(Int(step.c), &workspace)
                    workspace.stack.append(value)
                }
            case (_, false):
                let value = try value(Int(step.b), &workspace)
                workspace.stack.append(value)
            }
            node = workspace.document.next(after: node)
        }
        return try workspace.takeList(from: start)
    }
}

extension Refusal {
    static func badType(_ detail: String) -> Refusal { Refusal(code: .badType, detail: detail) }
    static func outOfRange(_ detail: String) -> Refusal { Refusal(code: .outOfRange, detail: detail) }
    static func badTime(_ detail: String) -> Refusal { Refusal(code: .badTime, detail: detail) }
    static func missing(_ detail: String) -> Refusal { Refusal(code: .missingField, detail: detail) }
}

/// The machine: evaluates a step by evaluating its children.
extension Expression {
    func value(_ place: Int, _ workspace: inout Workspace) throws(Refusal) -> Value {
        try workspace.spend()
        let step = steps[place]
        switch step.kind {
        case .constant: return step.value
        case .variable: return try variable(step, &workspace)
        case .member: return try member(step, &workspace)
        case .index: return try index(step, &workspace)
        case .has, .hasKey: return Value(try has(step, &workspace))
        case .not: return Value(try !boolean(Int(step.a), &workspace))
        case .negate: return try Arithmetic.negate(value(Int(step.a), &workspace))
        case .and, .or: return Value(try logic(step, &workspace))
        case .choose:
            return try value(Int(try boolean(Int(step.a), &workspace) ? step.b : step.c), &workspace)
        case .call: return try call(step, &workspace)
        case .list: return try list(step, &workspace)
        case .table: return try table(step, &workspace)
        case .all, .exists, .existsOne, .filter, .map: return try macro(step, &workspace)
        default: return try binary(step, &workspace)
        }
    }

    func boolean(_ place: Int, _ workspace: inout Workspace) throws(Refusal) -> Bool {
        let value = try value(place, &workspace)
        guard value.kind == .boolean else { throw .badType("expected a bool, got \(value.kind.noun)") }
        return value.boolean
    }

    private func variable(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let place = Int(step.place)
        guard place < workspace.variables.count, workspace.variables[place].kind != .absent else {
            throw .missing("a name of the expression has no value in this message")
        }
        return workspace.variables[place]
    }

    /// Either side decides alone if it can; else the first error counts.
    private func logic(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Bool {
        let decisive = step.kind == .or
        let stack = workspace.stack.count
        do {
            if try boolean(Int(step.a), &workspace) == decisive { return decisive }
        } catch {
            workspace.stack.removeSubrange(stack...)
            if (try? boolean(Int(step.b), &workspace)) == decisive { return decisive }
            throw error
        }
        return try boolean(Int(step.b), &workspace)
    }

    private func binary(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let left = try value(Int(step.a), &workspace)
        let right = try value(Int(step.b), &workspace)
        switch step.kind {
        case .equal: return Value(try workspace.isEqual(left, right))
        case .unequal: return Value(try !workspace.isEqual(left, right))
        case .isIn: return Value(try workspace.contains(right, left))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return Value(try workspace.compare(step.kind, left, right))
        case .add
        where left.kind == right.kind && (left.isContainer || left.kind == .text || left.kind == .bytes):
            return try workspace.join(left, right)
        default: return try Arithmetic.compute(step.kind, left, right)
        }
    }

    // MARK: Members

    private func member(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let parent = try value(Int(step.a), &workspace)
        guard parent.kind == .table else {
            throw .badType("expected a map that holds a member, got \(parent.kind.noun)")
        }
        guard let found = try workspace.member(of: parent, named: step.value.range) else {
            throw .missing("no member '\(workspace.document.string(step.value.range))'")
        }
        return found
    }

    private func index(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let parent = try value(Int(step.a), &workspace)
        let key = try value(Int(step.b), &workspace)
        switch parent.kind {
        case .table:
            guard let found = try workspace.member(of: parent, key: key) else {
                throw .missing("no member for the key of an expression")
            }
            return found
        case .list:
            guard let index = Arithmetic.wholeIndex(key) else {
                throw .badType("expected an int as index, got \(key.kind.noun)")
            }
            try workspace.spend(index >= 0 ? min(index, Limits.nodes) / 8 : 0)
            guard let node = workspace.document.element(of: parent, at: index) else {
                throw .outOfRange("index beyond the end of a list")
            }
            return workspace.document.nodes[node].value
        default: throw .badType("expected a list or a map before '[', got \(parent.kind.noun)")
        }
    }

    /// Nothing on the way is no error here, and neither is a value that can hold nothing.
    private func has(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Bool {
        let parent: Value
        let held = workspace.stack.count
        do {
            parent = try value(Int(step.a), &workspace)
        } catch {
            guard error.code == .missingField else { throw error }
            workspace.stack.shrink(to: held)
            return false
        }
        guard parent.isContainer else { return false }
        try workspace.spend(parent.range.count / 8)
        if step.kind == .hasKey {
            let key = try value(Int(step.b), &workspace)
            if parent.kind == .list {
                guard let index = Arithmetic.wholeIndex(key) else { return false }
                return workspace.document.element(of: parent, at: index) != nil
            }
            return try workspace.member(of: parent, key: key) != nil
        }
        guard parent.kind == .table else { return false }
        return try workspace.member(of: parent, named: step.value.range) != nil
    }

    // MARK: Lists and maps

    private func list(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let start = workspace.stack.count
        for child in Int(step.a)..<Int(step.a + step.b) {
            let element = try value(Int(arguments[child]), &workspace)
            workspace.stack.append(element)
        }
        return try workspace.takeList(from: start)
    }

    private func table(_ step: Step, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let start = workspace.stack.count
        for child in Int(step.a)..<Int(step.a + step.b) {
            var element = try value(Int(arguments[child]), &workspace)
            if (child - Int(step.a)).isMultiple(of: 2) { element = try workspace.key(element) }
            workspace.stack.append(element)
        }
        return try workspace.takeTable(from: start)
    }
}

/// Equality, order, members and new lists.
extension Workspace {
    func span(_ range: Range<Int>, equals other: Range<Int>) -> Bool {
        guard range.count == other.count else { return false }
        for offset in 0..<range.count
        where document.bytes[range.lowerBound + offset] != document.bytes[other.lowerBound + offset] {
            return false
        }
        return true
    }

    /// Never an error: values of different kinds are different. Numbers are equal by value, whatever their type.
    mutating func isEqual(_ left: Value, _ right: Value) throws(Refusal) -> Bool {
        try spend()
        if left.isNumber, right.isNumber { return Arithmetic.order(left, right) == 0 }
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .text, .bytes:
            try spend(min(left.range.count, right.range.count) / 64)
            return span(left.range, equals: right.range)
        case .list: return try isEqualList(left, right)
        case .table: return try isEqualTable(left, right)
        case .boolean: return left.boolean == right.boolean
        default: return left.int == right.int
        }
    }

    private mutating func isEqualList(_ left: Value, _ right: Value) throws(Refusal) -> Bool {
        var (one, other) = (left.range.lowerBound, right.range.lowerBound)
        while one < left.range.upperBound, other < right.range.upperBound {
            guard try isEqual(document.nodes[one].value, document.nodes[other].value) else { return false }
            (one, other) = (document.next(after: one), document.next(after: other))
        }
        return one >= left.range.upperBound && other >= right.range.upperBound
    }

    private mutating func isEqualTable(_ left: Value, _ right: Value) throws(Refusal) -> Bool {
        try spend((left.range.count + right.range.count) / 8)
        guard document.count(of: left) == document.count(of: right) else { return false }
        var node = left.range.lowerBound
        while node < left.range.upperBound {
            guard let other = try member(of: right, named: document.name(of: node)),
                try isEqual(document.nodes[node].value, other)
            else { return false }
            node = document.next(after: node)
        }
        return true
    }

    mutating func compare(_ kind: Expression.Step.Kind, _ left: Value, _ right: Value) throws(Refusal) -> Bool
    {
        guard let order = try order(left, right) else { return false }
        switch kind {
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        default: return order >= 0
        }
    }

    /// Below 0, 0 or above 0; `nil` if one is not a number.
    mutating func order(_ left: Value, _ right: Value) throws(Refusal) -> Int? {
        if left.isNumber, right.isNumber { return Arithmetic.order(left, right) }
        guard left.kind == right.kind else { throw Arithmetic.mismatch(left, right) }
        switch left.kind {
        case .boolean: return Arithmetic.order(left.boolean ? 1 : 0, right.boolean ? 1 : 0)
        case .timestamp, .duration: return Arithmetic.order(left.int, right.int)
        case .text, .bytes:
            try spend(min(left.range.count, right.range.count) / 64)
            for (one, other) in zip(left.range, right.range)
            where document.bytes[one] != document.bytes[other] {
                return Arithmetic.order(document.bytes[one], document.bytes[other])
            }
            return Arithmetic.order(left.range.count, right.range.count)
        default: throw Arithmetic.mismatch(left, right)
        }
    }

    /// The operator `in`.
    mutating func contains(_ container: Value, _ value: Value) throws(Refusal) -> Bool {
        if container.kind == .table {
            switch value.kind {
            case .text, .int, .uint: return try member(of: container, key: value) != nil
            default: return false
            }
        }
        guard container.kind == .list else {
            throw .badType("expected a list or a map after 'in', got \(container.kind.noun)")
        }
        var node = container.range.lowerBound
        while node < container.range.upperBound {
            if try isEqual(document.nodes[node].value, value) { return true }
            node = document.next(after: node)
        }
        return false
    }

    // MARK: Members

    mutating func member(of table: Value, named name: Range<Int>) throws(Refusal) -> Value? {
        try spend(table.range.count / 8)
        guard let node = document.member(of: table, named: document.bytes.span.extracting(name)) else {
            return nil
        }
        return document.nodes[node].value
    }

    mutating func member(of table: Value, key: Value) throws(Refusal) -> Value? {
        guard table.kind == .table else {
            throw .badType("expected a map that holds a key, got \(table.kind.noun)")
        }
        let start = document.bytes.count
        let found = try member(of: table, named: self.key(key).range)
        document.bytes.removeSubrange(start...)
        return found
    }

    /// A key as text.
    mutating func key(_ value: Value) throws(Refusal) -> Value {
        switch value.kind {
        case .text: return value
        case .int:
            return Value(text: document.append(decimal: value.int.magnitude, isNegative: value.int < 0))
        case .uint: return Value(text: document.append(decimal: value.uint, isNegative: false))
        default: throw .badType("expected a text or an int as key, got \(value.kind.noun)")
        }
    }

    // MARK: New lists and texts

    /// Pays for so many elements, if there is room for them.
    mutating func room(nodes count: Int) throws(Refusal) {
        try spend(count / 4)
        try admit(nodes: count)
    }

    /// Pays for so many bytes, if there is room for them.
    mutating func room(bytes count: Int) throws(Refusal) {
        try spend(count / 16)
        try admit(bytes: count)
    }

    /// Makes a list of what stands on the stack from a place on.
    mutating func takeList(from start: Int) throws(Refusal) -> Value {
        try room(nodes: stack.count - start)
        let first = document.nodes.count
        for index in start..<stack.count { document.add(stack[index]) }
        stack.removeSubrange(start...)
        return Value(list: first..<document.nodes.count)
    }

    /// Makes a map of keys and values, by turns.
    mutating func takeTable(from start: Int) throws(Refusal) -> Value {
        try room(nodes: stack.count - start)
        let first = document.nodes.count
        for index in stride(from: start, to: stack.count, by: 2) {
            let so = Value(table: first..<document.nodes.count)
            if try member(of: so, named: stack[index].range) != nil {
                throw .badType("a key of a map stands there twice")
            }
            document.add(stack[index + 1], named: stack[index].range)
        }
        stack.removeSubrange(start...)
        return Value(table: first..<document.nodes.count)
    }

    /// `+` of two texts, bytes or lists.
    mutating func join(_ left: Value, _ right: Value) throws(Refusal) -> Value {
        switch left.kind {
        case .list:
            let start = stack.count
            try push(left)
            try push(right)
            return try takeList(from: start)
        case .text, .bytes:
            let start = document.bytes.count
            try copy(left.range)
            try copy(right.range)
            let range = start..<document.bytes.count
            return left.kind == .text ? Value(text: range) : Value(bytes: range)
        default: throw Arithmetic.mismatch(left, right)
        }
    }

    private mutating func push(_ list: Value) throws(Refusal) {
        var node = list.range.lowerBound
        while node < list.range.upperBound {
            try spend()
            stack.append(document.nodes[node].value)
            node = document.next(after: node)
        }
    }

    /// Copies bytes of the arena to its end.
    mutating func copy(_ range: Range<Int>) throws(Refusal) {
        try room(bytes: range.count)
        for index in range { document.bytes.append(document.bytes[index]) }
    }
}

extension Document {
    mutating func append(decimal magnitude: UInt64, isNegative: Bool) -> Range<Int> {
        let start = bytes.count
        if isNegative { bytes.append(UInt8(ascii: "-")) }
        bytes.append(decimal: magnitude)
        return start..<bytes.count
    }
}

/// Conditions of RFC 9535, tried on a document.
extension PathSelection {
    mutating func holds(
        _ condition: PathCondition, for current: Value, in workspace: inout Workspace
    ) throws(Refusal) -> Bool {
        try workspace.spend()
        switch condition {
        case .or(let parts):
            for part in parts where try holds(part, for: current, in: &workspace) { return true }
            return false
        case .and(let parts):
            for part in parts where try !holds(part, for: current, in: &workspace) { return false }
            return true
        case .not(let part): return try !holds(part, for: current, in: &workspace)
        case .exists(let query):
            if query.path.isSingular {
                return try value(query, current: current, in: &workspace).kind != .absent
            }
            return try !select(query, current: current, in: &workspace).isEmpty
        case .compare(let left, let comparison, let right):
            let first = try item(left, current, in: &workspace)
            let second = try item(right, current, in: &workspace)
            return try first.compare(comparison, second, in: &workspace)
        case .matches(let operand, let pattern, let isWhole):
            let text = try item(operand, current, in: &workspace)
            return try matches(text, pattern, isWhole: isWhole, current, in: &workspace)
        }
    }

    private mutating func item(
        _ operand: PathOperand, _ current: Value, in workspace: inout Workspace
    ) throws(Refusal) -> PathItem {
        switch operand {
        case .plain(let value): return .value(value)
        case .text(let text): return .text(text)
        case .query(let query): return .value(try value(query, current: current, in: &workspace))
        case .length(let operand):
            return .value(try item(operand, current, in: &workspace).length(in: &workspace))
        case .count(let query):
            return .value(Value(Int64(try select(query, current: current, in: &workspace).count)))
        case .value(let query):
            let found = try select(query, current: current, in: &workspace)
            return .value(found.count == 1 ? found[0].value : .absent)
        }
    }

    private mutating func matches(
        _ text: PathItem, _ pattern: PathPattern, isWhole: Bool, _ current: Value,
        in workspace: inout Workspace
    ) throws(Refusal) -> Bool {
        let regex: Regex
        switch pattern {
        case .fixed(let fixed): regex = fixed
        case .computed(let operand):
            guard let computed = try computed(operand, current, in: &workspace) else { return false }
            regex = computed
        }
        switch text {
        case .text(let bytes): return matches(bytes.span, regex, isWhole)
        case .value(let value):
            guard value.kind == .text else { return false }
            try workspace.spend(1 + value.range.count / 16)
            return matches(workspace.document.bytes.span.extracting(value.range), regex, isWhole)
        }
    }

    private mutating func matches(_ text: Span<UInt8>, _ regex: Regex, _ isWhole: Bool) -> Bool {
        isWhole ? regex.matchesWhole(text, in: &memory) : regex.matches(text, in: &memory)
    }

    /// A pattern that comes from the payload; `nil` if it is none, or longer than 256 bytes.
    private mutating func computed(
        _ operand: PathOperand, _ current: Value, in workspace: inout Workspace
    ) throws(Refusal) -> Regex? {
        let pattern: String
        switch try item(operand, current, in: &workspace) {
        case .text(let bytes): pattern = String(decoding: bytes, as: UTF8.self)
        case .value(let value):
            guard value.kind == .text, value.range.count <= 256 else { return nil }
            pattern = workspace.document.string(value.range)
        }
        try workspace.spend(1000)
        return try? PathPattern.regex(pattern)
    }
}

/// What stands on one side of a comparison.
enum PathItem {
    /// `absent` for nothing.
    case value(Value)
    /// A text of the query itself, UTF-8.
    case text([UInt8])

    /// The characters of a text, the children of a list or table; else nothing.
    func length(in workspace: inout Workspace) throws(Refusal) -> Value {
        switch self {
        case .text(let bytes): return Self.length(bytes.span)
        case .value(let value):
            switch value.kind {
            case .text:
                try workspace.spend(value.range.count / 64)
                return Self.length(workspace.document.bytes.span.extracting(value.range))
            case .list, .table:
                var children = PathChildren(of: value)
                var count: Int64 = 0
                while try children.next(in: &workspace) != nil { count += 1 }
                return Value(count)
            default: return .absent
            }
        }
    }

    private static func length(_ text: Span<UInt8>) -> Value {
        var count: Int64 = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 { count += 1 }
        return Value(count)
    }

    func compare(
        _ comparison: PathComparison, _ other: PathItem, in workspace: inout Workspace
    ) throws(Refusal) -> Bool {
        switch comparison {
        case .equal: try isEqual(other, in: &workspace)
        case .notEqual: try !isEqual(other, in: &workspace)
        case .less: order(other, in: workspace.document) == -1
        case .more: order(other, in: workspace.document) == 1
        case .lessOrEqual:
            if order(other, in: workspace.document) == -1 { true } else { try isEqual(other, in: &workspace) }
        case .moreOrEqual:
            if order(other, in: workspace.document) == 1 { true } else { try isEqual(other, in: &workspace) }
        }
    }

    private func isEqual(_ other: PathItem, in workspace: inout Workspace) throws(Refusal) -> Bool {
        guard case .value(let left) = self, case .value(let right) = other else {
            return order(other, in: workspace.document) == 0
        }
        return try workspace.isSame(left, right)
    }

    /// -1, 0 or 1; `nil` for what has no order.
    private func order(_ other: PathItem, in document: Document) -> Int? {
        switch (self, other) {
        case (.text(let left), .text(let right)): return document.order(left.span, right.span)
        case (.text(let left), .value(let right)):
            guard right.kind == .text else { return nil }
            return document.order(left.span, document.bytes.span.extracting(right.range))
        case (.value(let left), .text(let right)):
            guard left.kind == .text else { return nil }
            return document.order(document.bytes.span.extracting(left.range), right.span)
        case (.value(let left), .value(let right)): return document.order(of: left, right)
        }
    }
}

extension Document {
    /// -1, 0 or 1 for two numbers or two texts, moments or durations; `nil` for what has no order.
    fileprivate func order(of left: Value, _ right: Value) -> Int? {
        if left.isNumber, right.isNumber { return Self.order(ofNumbers: left, right) }
        guard left.kind == right.kind else { return nil }
        switch left.kind {
        case .text: return order(left.range, right.range)
        case .timestamp, .duration: return Self.order(left.int, right.int)
        default: return nil
        }
    }

    private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Int? {
        left < right ? -1 : left > right ? 1 : left == right ? 0 : nil
    }

    /// As the numbers they are: 9007199254740993 is not 9007199254740992.0.
    private static func order(ofNumbers left: Value, _ right: Value) -> Int? {
        switch (whole(left), whole(right)) {
        case (let first?, let second?): order(first, second)
        case (nil, nil): order(left.double, right.double)
        case (let first?, nil): order(first, to: right.double)
        case (nil, let second?): order(second, to: left.double).map { -$0 }
        }
    }

    private static func whole(_ number: Value) -> Int128? {
        switch number.kind {
        case .int: Int128(number.int)
        case .uint: Int128(number.uint)
        default: nil
        }
    }

    private static func order(_ whole: Int128, to double: Double) -> Int? {
        if double.isNaN { return nil }
        if double.magnitude > 1e30 { return double > 0 ? -1 : 1 }
        let order = order(whole, Int128(double))
        return order == 0 ? Self.order(0, double - double.rounded(.towardZero)) : order
    }
}

extension Workspace {
    /// Lists by their elements in order, tables by their members in any; nothing equals only nothing.
    fileprivate mutating func isSame(_ left: Value, _ right: Value) throws(Refusal) -> Bool {
        try spend()
        if left.isNumber || right.isNumber { return document.order(of: left, right) == 0 }
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .absent, .null: return true
        case .boolean: return left.boolean == right.boolean
        case .bytes: return document.order(left.range, right.range) == 0
        case .list: return try isEqualList(left, right)
        case .table: return try isEqualTable(left, right)
        default: return document.order(of: left, right) == 0
        }
    }

    private mutating func isEqualList(_ left: Value, _ right: Value) throws(Refusal) -> Bool {
        var (first, second) = (left.range.lowerBound, right.range.lowerBound)
        while first < left.range.upperBound, second < right.range.upperBound {
            guard try isSame(document.nodes[first].value, document.nodes[second].value) else { return false }
            (first, second) = (document.next(after: first), document.next(after: second))
        }
        return first == left.range.upperBound && second == right.range.upperBound
    }

    private mutating func isEqualTable(_ left: Value, _ right: Value) throws(Refusal) -> Bool {
        var (ours, theirs) = (PathChildren(of: left), PathChildren(of: right))
        var rest = 0
        while try theirs.next(in: &self) != nil { rest += 1 }
        while let child = try ours.next(in: &self) {
            try spend(1 + right.range.count / 16)
            guard let node = document.member(of: right, named: document.bytes.span.extracting(child.name)),
                try isSame(child.value, document.nodes[node].value)
            else { return false }
            rest -= 1
        }
        return rest == 0
    }
}

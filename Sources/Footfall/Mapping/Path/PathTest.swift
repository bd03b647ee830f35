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
        case .equal: try isSame(other, in: &workspace)
        case .notEqual: try !isSame(other, in: &workspace)
        case .less: order(other, in: workspace.document) == -1
        case .more: order(other, in: workspace.document) == 1
        case .lessOrEqual:
            if order(other, in: workspace.document) == -1 { true } else { try isSame(other, in: &workspace) }
        case .moreOrEqual:
            if order(other, in: workspace.document) == 1 { true } else { try isSame(other, in: &workspace) }
        }
    }

    private func isSame(_ other: PathItem, in workspace: inout Workspace) throws(Refusal) -> Bool {
        guard case .value(let left) = self, case .value(let right) = other else {
            return order(other, in: workspace.document) == 0
        }
        return try workspace.isEqual(left, right)
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
        if left.isNumber, right.isNumber { return Arithmetic.order(left, right) }
        guard left.kind == right.kind else { return nil }
        switch left.kind {
        case .text: return order(left.range, right.range)
        case .timestamp, .duration: return Arithmetic.order(left.int, right.int)
        default: return nil
        }
    }
}

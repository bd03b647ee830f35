/// Keys and values between signs, such as `t|15|k|abc` or `a=1;b=2`. All values are texts.
struct PairsReader: Sendable {
    /// Between two items.
    var between: [UInt8]
    /// Between a key and its value; empty when keys and values take turns.
    var assign: [UInt8] = []
    /// Between two groups; empty when there is only one and it is the result itself.
    var groups: [UInt8] = []
    /// The name of an item that stands before the first key.
    var prefix: String?

    func decode(_ source: Span<UInt8>, at base: Int, into workspace: inout Workspace) throws(Refusal) -> Value
    {
        let body = source.trimmed(try source.utf8Body())
        guard !body.isEmpty else { throw .undecodable("is empty") }
        let name = prefix.map { workspace.document.append($0) }
        if groups.isEmpty { return try group(body, source, base, name, &workspace) }
        var tables: [Value] = []
        for range in Self.split(body, by: groups, source) {
            let part = source.trimmed(range)
            // A sign after the last group is no mistake.
            if part.isEmpty, range.upperBound == body.upperBound, !tables.isEmpty { break }
            guard !part.isEmpty else { throw .undecodable("has an empty group") }
            tables.append(try group(part, source, base, name, &workspace))
        }
        return try workspace.list(of: tables)
    }

    private func group(
        _ range: Range<Int>, _ source: Span<UInt8>, _ base: Int, _ prefix: Range<Int>?,
        _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        let items = Self.split(range, by: between, source)
        try workspace.spend(1 + items.count / 4)
        let start = workspace.document.nodes.count
        if assign.isEmpty {
            try alternate(items, source, base, prefix, &workspace)
        } else {
            try assigned(items, source, base, prefix, &workspace)
        }
        return Value(table: start..<workspace.document.nodes.count)
    }

    private func alternate(
        _ items: [Range<Int>], _ source: Span<UInt8>, _ base: Int, _ prefix: Range<Int>?,
        _ workspace: inout Workspace
    ) throws(Refusal) {
        var index = items.count & 1
        if index == 1 {
            guard let prefix else { throw .undecodable("has a key without a value") }
            try workspace.admit(Value(text: source.trimmed(items[0]).moved(by: base)), named: prefix)
        }
        while index + 1 < items.count {
            try add(items[index], items[index + 1], source, base, &workspace)
            index += 2
        }
    }

    private func assigned(
        _ items: [Range<Int>], _ source: Span<UInt8>, _ base: Int, _ prefix: Range<Int>?,
        _ workspace: inout Workspace
    ) throws(Refusal) {
        for (index, item) in items.enumerated() where !source.trimmed(item).isEmpty {
            if let sign = Self.find(assign, in: item, source) {
                let value = sign + assign.count..<item.upperBound
                try add(item.lowerBound..<sign, value, source, base, &workspace)
            } else if index == 0, let prefix {
                try workspace.admit(Value(text: source.trimmed(item).moved(by: base)), named: prefix)
            } else {
                throw .undecodable("has a key without a value")
            }
        }
    }

    private func add(
        _ key: Range<Int>, _ value: Range<Int>, _ source: Span<UInt8>, _ base: Int,
        _ workspace: inout Workspace
    ) throws(Refusal) {
        let name = source.trimmed(key)
        guard !name.isEmpty else { throw .undecodable("has a value without a key") }
        try workspace.admit(
            Value(text: source.trimmed(value).moved(by: base)), named: name.moved(by: base))
    }

    private static func split(
        _ range: Range<Int>, by sign: [UInt8], _ source: Span<UInt8>
    ) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        while let next = find(sign, in: start..<range.upperBound, source) {
            parts.append(start..<next)
            start = next + sign.count
        }
        parts.append(start..<range.upperBound)
        return parts
    }

    private static func find(_ sign: [UInt8], in range: Range<Int>, _ source: Span<UInt8>) -> Int? {
        var position = range.lowerBound
        while position + sign.count <= range.upperBound {
            if source.has(sign, at: position) { return position }
            position += 1
        }
        return nil
    }
}

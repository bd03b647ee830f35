extension Source {
    /// A number that may be counted.
    ///
    /// - Returns: `nil` when the record is to be left out.
    func count(_ workspace: inout Workspace, decimals: Bool) throws(Refusal) -> Double? {
        let value = try self.value(&workspace)
        if value.isMissing { return nil }
        if value.kind == .text { try workspace.spend(value.range.count / 16) }
        let number = try self.number(value, workspace.document)
        guard number >= 0 else {
            throw Refusal(code: .outOfRange, detail: "\(key): \(description) is negative")
        }
        guard number <= Self.highest else {
            throw Refusal(code: .outOfRange, detail: "\(key): \(description) is beyond 2^53")
        }
        guard decimals || number == number.rounded() else {
            throw Refusal(
                code: .badType, detail: "\(key): \(description) has a fraction, and 'decimals' is not set")
        }
        return number == 0 ? 0 : number
    }

    /// Beyond this a double no longer knows each whole number.
    static let highest = 9_007_199_254_740_992.0

    func number(_ value: Value, _ document: Document) throws(Refusal) -> Double {
        switch value.kind {
        case .int: return Double(value.int)
        case .uint: return Double(value.uint)
        case .double where value.double.isFinite: return value.double
        case .boolean where options.acceptsBoolean: return value.boolean ? 1 : 0
        case .text where options.acceptsText:
            if let number = document.number(in: value) { return number }
            throw Refusal(code: .badType, detail: "\(key): \(description) is a text that is no number")
        case .text:
            throw Refusal(
                code: .badType, detail: "\(key): \(description) is a text; 'accept: text' takes its number")
        case .boolean:
            throw Refusal(
                code: .badType,
                detail: "\(key): \(description) is true or false; 'accept: boolean' takes 1 or 0")
        default: throw Refusal(code: .badType, detail: "\(key): \(description) is not a number")
        }
    }
}

extension Document {
    /// A decimal number with spaces around it at most; `nil` for anything else.
    func number(in text: Value) -> Double? {
        var range = text.range
        while let first = range.first, bytes[first].isSpace { range.removeFirst() }
        while let last = range.last, bytes[last].isSpace { range.removeLast() }
        guard isDecimal(range) else { return nil }
        if bytes[range.lowerBound] == UInt8(ascii: "+") { range.removeFirst() }
        return JSONNumber(bytes.span.extracting(range)).double
    }

    /// A sign, digits with a point among or before them, and an exponent.
    private func isDecimal(_ range: Range<Int>) -> Bool {
        var rest = range
        func take(_ allowed: (UInt8) -> Bool) -> Bool {
            guard let first = rest.first, allowed(bytes[first]) else { return false }
            rest.removeFirst()
            return true
        }
        func digits() -> Int {
            let before = rest.count
            while take({ (48...57).contains($0) }) {}
            return before - rest.count
        }
        _ = take { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        var count = digits()
        if take({ $0 == UInt8(ascii: ".") }) { count += digits() }
        guard count > 0 else { return false }
        if take({ $0.lowercased == UInt8(ascii: "e") }) {
            _ = take { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}

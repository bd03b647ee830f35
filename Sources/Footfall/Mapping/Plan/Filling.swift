extension Workspace {
    /// Adds what a scalar reads as to the end of `filled`: texts as they are, numbers in decimal digits.
    mutating func fill(_ value: Value) throws(Refusal) {
        switch value.kind {
        case .text:
            try spend(1 + value.range.count / 16)
            let arena = document.bytes
            filled.append(arena.span.extracting(value.range))
        case .int: fill(value.int)
        case .uint: filled.append(decimal: value.uint)
        case .double: fill(value.double)
        case .boolean: filled.append(contentsOf: (value.boolean ? "true" : "false").utf8)
        case .absent, .null, .bytes, .timestamp, .duration, .list, .table:
            throw Refusal(code: .badType, detail: "a value in a text is no text and no number")
        }
    }

    /// Adds what a scalar reads as to the end of the arena.
    mutating func write(_ value: Value) throws(Refusal) {
        if value.kind == .text {
            try spend(1 + value.range.count / 16)
            return document.append(copyOf: value.range)
        }
        let start = filled.count
        try fill(value)
        _ = text(filledFrom: start)
        filled.shrink(to: start)
    }

    /// What was filled in from a place on, as a text.
    mutating func text(filledFrom start: Int) -> Value {
        let whole = filled
        return Value(text: document.append(whole.span.extracting(start...)))
    }

    private mutating func fill(_ int: Int64) {
        if int < 0 { filled.append(UInt8(ascii: "-")) }
        filled.append(decimal: int.magnitude)
    }

    private mutating func fill(_ double: Double) {
        if double == double.rounded(), abs(double) < 1e15 {
            fill(Int64(double))
        } else {
            filled.append(contentsOf: double.description.utf8)
        }
    }
}

extension [UInt8] {
    /// Adds the digits of a number.
    mutating func append(decimal number: UInt64) {
        let start = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        // A slice that is reversed would be a copy.
        var (first, last) = (start, count - 1)
        while first < last {
            swapAt(first, last)
            (first, last) = (first + 1, last - 1)
        }
    }
}

/// The grammar of RFC 8259: each function checks what begins at `at` and moves past it.
///
/// They throw `malformed`, with the byte at which it shows, from 0.
enum JSONGrammar {
    static func refusal(_ at: Int, _ expected: StaticString) -> Refusal {
        Refusal(code: .malformed, detail: "not JSON: at byte \(at) expected \(expected)")
    }

    /// The byte that stands there; 0 at the end.
    @inline(__always) static func peek(_ source: Span<UInt8>, _ at: Int) -> UInt8 {
        at < source.count ? source[at] : 0
    }

    @inline(__always) static func skipSpace(_ source: Span<UInt8>, _ at: inout Int) {
        while at < source.count, source[at] <= 0x20 {
            switch source[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    /// Into a list or table.
    ///
    /// - Parameter depth: lists and tables that it stands in.
    @inline(__always) static func enter(
        _ source: Span<UInt8>, _ at: inout Int, depth: Int
    ) throws(Refusal) {
        guard depth < Limits.depth else { throw refusal(at, "at most 32 levels") }
        at += 1
        skipSpace(source, &at)
    }

    /// A value and all that is in it.
    ///
    /// - Parameter depth: lists and tables that it stands in.
    static func skip(_ source: Span<UInt8>, _ position: inout Int, depth: Int) throws(Refusal) {
        // A bit for each level that is open in the value, the innermost lowest: 1 for a table.
        var (tables, level, at): (UInt64, Int, Int) = (0, 0, position)
        repeat {
            switch peek(source, at) {
            case UInt8(ascii: "\""): _ = try text(source, &at)
            case UInt8(ascii: "{"):
                try enter(source, &at, depth: depth + level)
                if peek(source, at) != UInt8(ascii: "}") {
                    (tables, level) = (tables << 1 | 1, level + 1)
                    try name(source, &at)
                    continue
                }
                at += 1
            case UInt8(ascii: "["):
                try enter(source, &at, depth: depth + level)
                if peek(source, at) != UInt8(ascii: "]") {
                    (tables, level) = (tables << 1, level + 1)
                    continue
                }
                at += 1
            default: try scalar(source, &at)
            }
            try leave(source, &at, &tables, &level)
        } while level > 0
        position = at
    }

    /// After a value: out of what ends here, and up to the next value.
    @inline(__always) private static func leave(
        _ source: Span<UInt8>, _ at: inout Int, _ tables: inout UInt64, _ level: inout Int
    ) throws(Refusal) {
        while level > 0 {
            skipSpace(source, &at)
            let (byte, isTable) = (peek(source, at), tables & 1 == 1)
            if byte == UInt8(ascii: ",") {
                at += 1
                skipSpace(source, &at)
                if isTable { try name(source, &at) }
                return
            }
            guard byte == (isTable ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw isTable ? refusal(at, "',' or '}'") : refusal(at, "',' or ']'")
            }
            at += 1
            (tables, level) = (tables >> 1, level - 1)
        }
    }

    /// A member's name, its colon and the space about it.
    ///
    /// - Returns: where the name stands, without quotes, and whether there are escapes in it.
    @discardableResult @inline(__always) static func name(
        _ source: Span<UInt8>, _ at: inout Int
    ) throws(Refusal) -> (range: Range<Int>, isEscaped: Bool) {
        guard peek(source, at) == UInt8(ascii: "\"") else { throw refusal(at, "a name in quotes") }
        let start = at + 1
        let isEscaped = try text(source, &at)
        let range = start..<at - 1
        skipSpace(source, &at)
        guard peek(source, at) == UInt8(ascii: ":") else { throw refusal(at, "':'") }
        at += 1
        skipSpace(source, &at)
        return (range, isEscaped)
    }

    /// true, false, null or a number.
    @inline(__always) private static func scalar(_ source: Span<UInt8>, _ at: inout Int) throws(Refusal) {
        switch peek(source, at) {
        case UInt8(ascii: "t"): try word("true", source, &at)
        case UInt8(ascii: "f"): try word("false", source, &at)
        case UInt8(ascii: "n"): try word("null", source, &at)
        default: _ = try number(source, &at)
        }
    }

    @inline(__always) static func word(
        _ word: String, _ source: Span<UInt8>, _ at: inout Int
    ) throws(Refusal) {
        var next = at
        for letter in word.utf8 {
            guard peek(source, next) == letter else { throw refusal(next, "true, false or null") }
            next += 1
        }
        at = next
    }

    /// - Returns: whether it is written without point and exponent.
    @inline(__always) static func number(_ source: Span<UInt8>, _ at: inout Int) throws(Refusal) -> Bool {
        if peek(source, at) == UInt8(ascii: "-") { at += 1 }
        if peek(source, at) == UInt8(ascii: "0") { at += 1 } else { try digits(source, &at) }
        switch peek(source, at) {
        case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            try fraction(source, &at)
            return false
        default: return true
        }
    }

    private static func fraction(_ source: Span<UInt8>, _ at: inout Int) throws(Refusal) {
        if peek(source, at) == UInt8(ascii: ".") {
            at += 1
            try digits(source, &at)
        }
        guard peek(source, at) | 0x20 == UInt8(ascii: "e") else { return }
        at += 1
        if peek(source, at) == UInt8(ascii: "+") || peek(source, at) == UInt8(ascii: "-") { at += 1 }
        try digits(source, &at)
    }

    @inline(__always) private static func digits(_ source: Span<UInt8>, _ at: inout Int) throws(Refusal) {
        let start = at
        while at < source.count, source[at] &- 48 < 10 { at += 1 }
        guard at > start else { throw refusal(at, at == source.count ? "a value" : "a value or a digit") }
    }

    /// From quote to quote.
    ///
    /// - Returns: whether there are escapes in it.
    @inline(__always) static func text(_ source: Span<UInt8>, _ at: inout Int) throws(Refusal) -> Bool {
        at += 1
        skipPlain(source, &at)
        if at < source.count, source[at] == UInt8(ascii: "\"") {
            at += 1
            return false
        }
        return try unusual(source, &at)
    }

    /// A text from its first byte that is not plain ASCII on, past the closing quote.
    @inline(never) private static func unusual(
        _ source: Span<UInt8>, _ at: inout Int
    ) throws(Refusal) -> Bool {
        var isEscaped = false
        while at < source.count {
            switch source[at] {
            case UInt8(ascii: "\""):
                at += 1
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                let length = JSONText.escapeLength(source, at: at)
                guard length > 0 else { throw refusal(at, "an escape such as \\n or \\u20ac") }
                at += length
            case 0..<0x20: throw refusal(at, "no control character in a text")
            case 0x20..<0x80: skipPlain(source, &at)
            default:
                let length = source.utf8Length(at: at)
                guard length > 0 else { throw refusal(at, "UTF-8") }
                at += length
            }
        }
        throw refusal(at, "a closing quote")
    }

    /// Past ASCII that stands for itself in a text.
    @inline(__always) private static func skipPlain(_ source: Span<UInt8>, _ at: inout Int) {
        while at < source.count {
            let byte = source[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte &- 0x20 >= 0x60 { return }
            at += 1
        }
    }
}

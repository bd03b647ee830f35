/// Reads a query by the grammar of RFC 9535. The part for conditions is in `PathConditionParser.swift`.
struct PathParser {
    static let largest = (1 << 53) - 1
    static let maxNesting = 24
    private let scalars: [Unicode.Scalar]
    var position = 0
    /// Conditions and parentheses in each other.
    var nesting = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func whole() throws(Mistake) -> (JSONPath.Start, [PathSegment]) {
        guard take("$") else { throw mistake("'$' at the start of a path") }
        let start = isName(peek, first: true) ? JSONPath.Start.name(try shorthand()) : .payload
        let segments = try segments()
        guard position == scalars.count else {
            throw mistake("'.name', '..name', '[…]' or the end of the path")
        }
        return (start, segments)
    }

    func mistake(_ expected: String) -> Mistake { Mistake(character: position + 1, expected: expected) }

    var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// The character that stands there; one that means nothing at the end.
    var here: Unicode.Scalar { peek ?? "\0" }

    func text(from start: Int) -> String { String(String.UnicodeScalarView(scalars[start..<position])) }

    mutating func take(_ text: String) -> Bool {
        guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    mutating func skipSpace() {
        while let scalar = peek, [" ", "\t", "\n", "\r"].contains(scalar) { position += 1 }
    }

    /// As many as stand there; space before one belongs to it.
    mutating func segments() throws(Mistake) -> [PathSegment] {
        var segments: [PathSegment] = []
        while true {
            let before = position
            skipSpace()
            guard peek == "." || peek == "[" else {
                position = before
                return segments
            }
            let isDescendant = take("..")
            let selectors = try selectors(isDescendant: isDescendant)
            segments.append(
                PathSegment(selectors: selectors, isDescendant: isDescendant, start: before, end: position))
        }
    }

    private mutating func selectors(isDescendant: Bool) throws(Mistake) -> [PathSelector] {
        if take("[") { return try bracket() }
        if !isDescendant { _ = take(".") }
        if take("*") { return [.wildcard] }
        return [.name(Array(try shorthand().utf8))]
    }

    private mutating func shorthand() throws(Mistake) -> String {
        let start = position
        guard isName(peek, first: true) else {
            throw mistake("a member's name or '*'; write names other than letters, digits and '_' as ['a-b']")
        }
        while isName(peek, first: false) { position += 1 }
        if let next = peek, next == "-" || next == "$" || next == "@" || next == ":" || next == "/" {
            throw mistake("letters, digits or '_'; write other names as $['a-b']")
        }
        return text(from: start)
    }

    private func isName(_ scalar: Unicode.Scalar?, first: Bool) -> Bool {
        guard let scalar else { return false }
        return switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        case "0"..."9": !first
        default: scalar.value >= 0x80
        }
    }

    private mutating func bracket() throws(Mistake) -> [PathSelector] {
        var selectors: [PathSelector] = []
        repeat {
            skipSpace()
            selectors.append(try selector())
            skipSpace()
        } while take(",")
        guard take("]") else { throw mistake("',' or ']'") }
        return selectors
    }

    private mutating func selector() throws(Mistake) -> PathSelector {
        switch here {
        case "'", "\"": return .name(Array(try quoted().utf8))
        case "*":
            position += 1
            return .wildcard
        case "?":
            position += 1
            skipSpace()
            return .filter(try condition())
        case "-", ":", "0"..."9": return try indexOrSlice()
        default:
            throw mistake(
                "a quoted name such as 'in', an index, a slice such as 1:3, '*' or '?' and a condition")
        }
    }

    private mutating func indexOrSlice() throws(Mistake) -> PathSelector {
        let first = try integer()
        let afterFirst = position
        skipSpace()
        guard take(":") else {
            position = afterFirst
            guard let first else { throw mistake("a number") }
            return .index(first)
        }
        skipSpace()
        let end = try integer()
        let afterEnd = position
        skipSpace()
        guard take(":") else {
            position = afterEnd
            return .slice(start: first, end: end, step: 1)
        }
        skipSpace()
        return .slice(start: first, end: end, step: try integer() ?? 1)
    }

    /// `nil` if there is none.
    private mutating func integer() throws(Mistake) -> Int? {
        let start = position
        let isNegative = take("-")
        var value = 0
        let first = position
        while let scalar = peek, ("0"..."9").contains(scalar) {
            guard value <= Self.largest else { throw mistake("a number of at most 9007199254740991") }
            value = value * 10 + Int(scalar.value) - 48
            position += 1
        }
        guard position > first else {
            if isNegative { throw mistake("a digit after '-'") }
            return nil
        }
        let hasZero = scalars[first] == "0"
        guard !hasZero || position - start == 1, value <= Self.largest else {
            position = start
            throw mistake(
                hasZero ? "a number without leading zeros or '-0'" : "a number of at most 9007199254740991")
        }
        return isNegative ? -value : value
    }

    /// A text in single or double quotes.
    mutating func quoted() throws(Mistake) -> String {
        guard let quote = peek else { throw mistake("a text in quotes") }
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = peek, scalar != quote {
            guard scalar.value >= 0x20 else { throw mistake("an escape such as \\n for a control character") }
            position += 1
            text.append(scalar == "\\" ? try escape(quote) : scalar)
        }
        guard take(String(quote)) else { throw mistake("a closing \(quote)") }
        return String(text)
    }

    private mutating func escape(_ quote: Unicode.Scalar) throws(Mistake) -> Unicode.Scalar {
        let scalar = here
        position += 1
        switch scalar {
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "/": return "/"
        case "\\": return "\\"
        case quote: return quote
        case "u": return try escapedScalar()
        default:
            position -= 1
            throw mistake("one of \(quote) \\ / b f n r t u after a backslash")
        }
    }

    private mutating func escapedScalar() throws(Mistake) -> Unicode.Scalar {
        let start = position
        let expected = "four hexadecimal digits of a character, or of both halves of a surrogate pair"
        var code = try unit(expected)
        if code & 0xFC00 == 0xD800, take("\\u") {
            let low = try unit(expected)
            if low & 0xFC00 == 0xDC00 { code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF }
        }
        guard let scalar = Unicode.Scalar(code) else {
            position = start
            throw mistake(expected)
        }
        return scalar
    }

    private mutating func unit(_ expected: String) throws(Mistake) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let scalar = peek, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                throw mistake(expected)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}

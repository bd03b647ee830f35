extension RegexParser {
    /// After a `\`.
    mutating func escapedSet() throws(Mistake) -> RegexSet {
        guard let scalar = peek() else { throw mistake("a sign after '\\'") }
        position += 1
        switch scalar {
        case "d": return .digits
        case "D": return RegexSet.digits.inverted
        case "w": return .words
        case "W": return RegexSet.words.inverted
        case "s": return .spaces
        case "S": return RegexSet.spaces.inverted
        case "1"..."9":
            throw mistake("no back reference: compare two captures in an expression", at: position - 2)
        default:
            let value = try escapedScalar(scalar)
            return RegexSet([value...value])
        }
    }

    private mutating func escapedScalar(_ scalar: Unicode.Scalar) throws(Mistake) -> UInt32 {
        switch scalar {
        case "t": return 9
        case "n": return 10
        case "v": return 11
        case "f": return 12
        case "r": return 13
        case "a": return 7
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        default:
            let isLetter = RegexSet.words.contains(scalar.value) && scalar != "_"
            guard scalar.isASCII, !isLetter else {
                throw mistake(
                    "an escape such as \\d, \\w, \\s, \\b, \\t, \\n, \\x41 or \\.", at: position - 2)
            }
            return scalar.value
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(Mistake) -> UInt32 {
        if digits == 2, take("{") {
            let start = position
            var value: UInt32 = 0
            while let digit = peek()?.properties.numericHexadecimal {
                value = min(value << 4 | digit, RegexSet.last + 1)
                position += 1
            }
            guard position > start, take("}"), Unicode.Scalar(value) != nil else {
                throw mistake("a code point such as \\x{20AC}", at: start)
            }
            return value
        }
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = peek()?.properties.numericHexadecimal else {
                throw mistake("\(digits) hexadecimal digits")
            }
            value = value << 4 | digit
            position += 1
        }
        guard Unicode.Scalar(value) != nil else { throw mistake("a code point that is no half of a pair") }
        return value
    }

    /// After a `[`.
    mutating func bracket() throws(Mistake) -> RegexSet {
        let open = position - 1
        let isInverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while isFirst || peek() != "]" {
            guard peek() != nil else { throw mistake("a ']' for this '['", at: open) }
            isFirst = false
            ranges += try bracketPart()
        }
        position += 1
        let set = RegexSet(ranges)
        return isInverted ? set.inverted : set
    }

    private mutating func bracketPart() throws(Mistake) -> [ClosedRange<UInt32>] {
        let start = position
        let first = try bracketSet()
        guard peek() == "-", let end = peek(1), end != "]" else { return first.ranges }
        position += 1
        let last = try bracketSet()
        guard let lower = first.single, let upper = last.single, lower <= upper else {
            throw mistake("a range from a lower to a higher sign, such as a-z", at: start)
        }
        return [lower...upper]
    }

    private mutating func bracketSet() throws(Mistake) -> RegexSet {
        if take("\\") { return try escapedSet() }
        if peek() == "[", peek(1) == ":" {
            throw mistake("a class such as \\d, \\w, \\s or a-z; '[:' is not known")
        }
        let value = scalars[position].value
        position += 1
        return RegexSet([value...value])
    }
}

extension RegexSet {
    /// Its only scalar.
    fileprivate var single: UInt32? {
        guard ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}

extension Unicode.Scalar.Properties {
    /// The value of one of the 22 signs `0-9a-fA-F`.
    fileprivate var numericHexadecimal: UInt32? {
        guard isASCIIHexDigit, let value = lowercaseMapping.unicodeScalars.first?.value else { return nil }
        return value < 58 ? value - 48 : value - 87
    }
}

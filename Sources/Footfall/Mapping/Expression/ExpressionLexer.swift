/// Parts an expression into words, numbers, texts and signs.
struct ExpressionLexer {
    struct Token {
        enum Kind { case word, int, uint, double, text, bytes, sign, end }
        var kind: Kind
        /// As written; of a text what it means.
        var text: String
        /// Of a text or bytes.
        var content: [UInt8] = []
        /// From 0.
        var position: Int
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0

    static func tokens(_ text: String) throws(Mistake) -> [Token] {
        var lexer = ExpressionLexer(text)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func next() throws(Mistake) -> Token {
        while let scalar = peek(), scalar == " " || ("\t"..."\r").contains(scalar) { position += 1 }
        let start = position
        guard let scalar = peek() else { return Token(kind: .end, text: "", position: start) }
        if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) {
            return try number()
        }
        if let quoted = try quoted() { return quoted }
        if Self.isLetter(scalar) {
            while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) { position += 1 }
            return Token(kind: .word, text: written(start), position: start)
        }
        return try sign(scalar)
    }

    private mutating func sign(_ scalar: Unicode.Scalar) throws(Mistake) -> Token {
        let start = position
        if let second = peek(1), ["==", "!=", "<=", ">=", "&&", "||"].contains("\(scalar)\(second)") {
            position += 2
        } else if "+-*/%<>!?:.,()[]{}".unicodeScalars.contains(scalar) {
            position += 1
        } else {
            throw Mistake(character: start + 1, expected: Self.remedy(for: scalar))
        }
        return Token(kind: .sign, text: written(start), position: start)
    }

    private static func remedy(for scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "=": "'==' to compare"
        case "&": "'&&'"
        case "|": "'||'"
        case "$": "a name; a path such as $.a is written payload.a in an expression"
        default: "a name, a number, a text in quotes or an operator"
        }
    }

    private func written(_ start: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<position])
        return String(text)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    // MARK: Numbers

    private mutating func number() throws(Mistake) -> Token {
        let start = position
        var kind = Token.Kind.int
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            position += 2
            while let scalar = peek(), scalar.properties.isASCIIHexDigit { position += 1 }
        } else {
            digits()
            if peek() == ".", peek(1).map(Self.isDigit) == true || !(peek(1).map(Self.isLetter) ?? false) {
                kind = .double
                position += 1
                digits()
            }
            if exponent() { kind = .double }
        }
        let text = written(start)
        if kind == .int, peek() == "u" || peek() == "U" {
            position += 1
            kind = .uint
        }
        if let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) {
            throw Mistake(character: position + 1, expected: "an operator after the number")
        }
        return Token(kind: kind, text: text, position: start)
    }

    private mutating func digits() { while let scalar = peek(), Self.isDigit(scalar) { position += 1 } }

    private mutating func exponent() -> Bool {
        guard peek() == "e" || peek() == "E" else { return false }
        let signs = peek(1) == "-" || peek(1) == "+" ? 1 : 0
        guard peek(1 + signs).map(Self.isDigit) == true else { return false }
        position += 1 + signs
        digits()
        return true
    }

    // MARK: Texts

    private mutating func quoted() throws(Mistake) -> Token? {
        let start = position
        var (isRaw, isBytes, prefix) = (false, false, 0)
        while let scalar = peek(prefix), prefix < 2 {
            if scalar == "r" || scalar == "R", !isRaw {
                isRaw = true
            } else if scalar == "b" || scalar == "B", !isBytes {
                isBytes = true
            } else {
                break
            }
            prefix += 1
        }
        guard let quote = peek(prefix), quote == "'" || quote == "\"" else { return nil }
        position += prefix + 1
        var isTriple = false
        if peek() == quote, peek(1) == quote {
            isTriple = true
            position += 2
        }
        var content: [UInt8] = []
        while !isEnd(quote, isTriple) {
            guard let scalar = peek(), isTriple || scalar != "\n" else {
                throw Mistake(
                    character: start + 1, expected: "a closing \(quote) for the text that begins here")
            }
            position += 1
            if scalar == "\\", !isRaw {
                try escape(isBytes, into: &content)
            } else {
                content.append(contentsOf: String(scalar).utf8)
                if isRaw, scalar == "\\", let after = peek(), !isTriple || after != quote {
                    content.append(contentsOf: String(after).utf8)
                    position += 1
                }
            }
        }
        position += isTriple ? 3 : 1
        return Token(
            kind: isBytes ? .bytes : .text, text: String(decoding: content, as: UTF8.self), content: content,
            position: start)
    }

    private func isEnd(_ quote: Unicode.Scalar, _ isTriple: Bool) -> Bool {
        peek() == quote && (!isTriple || (peek(1) == quote && peek(2) == quote))
    }

    private mutating func escape(_ isBytes: Bool, into content: inout [UInt8]) throws(Mistake) {
        let start = position - 1
        let known: [Unicode.Scalar: UInt8] = [
            "a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "\\": 92, "'": 39, "\"": 34, "`": 96,
            "?": 63,
        ]
        guard let scalar = peek() else { throw Mistake(character: start + 1, expected: "a sign after '\\'") }
        if let byte = known[scalar] {
            position += 1
            content.append(byte)
            return
        }
        let value: UInt32?
        switch scalar {
        case "x", "X": value = code(digits: 2, radix: 16)
        case "u" where !isBytes: value = code(digits: 4, radix: 16)
        case "U" where !isBytes: value = code(digits: 8, radix: 16)
        case "0"..."3":
            position -= 1
            value = code(digits: 3, radix: 8)
        default: value = nil
        }
        guard let value, let meant = Unicode.Scalar(value) else {
            throw Mistake(
                character: start + 1,
                expected:
                    "an escape such as \\n, \\t, \\', \\\\ or \\u00e4; in a pattern write \\\\d or r'\\d'")
        }
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: value))
        } else {
            content.append(contentsOf: String(meant).utf8)
        }
    }

    private mutating func code(digits: Int, radix: Int) -> UInt32? {
        position += 1
        guard position + digits <= scalars.count else { return nil }
        position += digits
        let text = written(position - digits)
        return text.hasPrefix("+") || text.hasPrefix("-") ? nil : UInt32(text, radix: radix)
    }
}

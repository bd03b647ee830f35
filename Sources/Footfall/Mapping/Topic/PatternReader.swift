/// Reads patterns such as `line_{n:[0-9]+}_period_{way:in|out}`, level by level.
struct PatternReader {
    private let characters: [Character]
    private(set) var position = 0
    /// Names in the order of the text.
    private(set) var captures: [String] = []

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool { position == characters.count }

    /// The next character, as people count.
    var character: Int { position + 1 }

    func mistake(at character: Int? = nil, _ expected: String) -> Mistake {
        Mistake(character: character ?? self.character, expected: expected)
    }

    /// Passes over a `/`.
    mutating func nextLevel() -> Bool {
        guard !isAtEnd, characters[position] == "/" else { return false }
        position += 1
        return true
    }

    /// The pieces up to the end, or in a topic up to the next `/`.
    mutating func pieces(inTopic: Bool) throws(Mistake) -> [PatternPiece] {
        let start = character
        var pieces: [PatternPiece] = []
        while !isAtEnd, !(inTopic && characters[position] == "/") {
            if characters[position] == "{" {
                pieces.append(try capture(after: pieces.last))
            } else {
                pieces.append(.literal(try literal(inTopic: inTopic)))
            }
        }
        if pieces.count(where: { $0.part != nil }) > NamePattern.mostCaptures {
            throw mistake(at: start, "at most \(NamePattern.mostCaptures) {captures} in one level")
        }
        return pieces
    }

    private mutating func literal(inTopic: Bool) throws(Mistake) -> [UInt8] {
        var text = ""
        while !isAtEnd, characters[position] != "{", !(inTopic && characters[position] == "/") {
            if characters[position] == "}" {
                throw mistake("'{' before '}'; a capture is written {name}")
            }
            text.append(characters[position])
            position += 1
        }
        return Array(text.utf8)
    }

    private mutating func capture(after piece: PatternPiece?) throws(Mistake) -> PatternPiece {
        let open = character
        position += 1
        try takeName(open)
        let part = try part(open)
        if part == .any, piece == .capture(.any) {
            throw mistake(at: open, "a character between two captures, such as '-', or a pattern")
        }
        return .capture(part)
    }

    private mutating func takeName(_ open: Int) throws(Mistake) {
        let start = position
        while !isAtEnd, Self.isName(characters[position]) { position += 1 }
        let name = String(characters[start..<position])
        guard let first = name.first, !first.isNumber else {
            throw mistake(at: start + 1, "a name of letters, digits and '_', such as {device}")
        }
        guard !captures.contains(name) else {
            throw mistake(at: start + 1, "another name: {\(name)} stands there twice")
        }
        captures.append(name)
    }

    private static func isName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }

    private mutating func part(_ open: Int) throws(Mistake) -> PatternPiece.Part {
        guard !isAtEnd else { throw mistake(at: open, "'}' after '{'") }
        switch characters[position] {
        case "}":
            position += 1
            return .any
        case ":":
            position += 1
            return try restriction(open)
        default: throw mistake("'}' or ':' and a pattern after the name, which has no other signs")
        }
    }

    /// A regular expression up to its `}`; braces of its own come in pairs.
    private mutating func restriction(_ open: Int) throws(Mistake) -> PatternPiece.Part {
        let start = position
        var (depth, isClass) = (0, false)
        while !isAtEnd {
            switch characters[position] {
            case "\\": position += 1
            case "[": isClass = true
            case "]": isClass = false
            case "{" where !isClass: depth += 1
            case "}" where !isClass && depth > 0: depth -= 1
            case "}" where !isClass: return try checked(String(characters[start..<position]), at: start)
            case "/": throw mistake("no '/': a capture stays inside one level, but for {name:#}")
            default: break
            }
            position = min(position + 1, characters.count)
        }
        throw mistake(at: open, "'}' after '{'")
    }

    /// Anchors say what holds anyway.
    private mutating func checked(_ text: String, at start: Int) throws(Mistake) -> PatternPiece.Part {
        position += 1
        guard !text.isEmpty else {
            throw mistake(at: start + 1, "a pattern after ':', such as [0-9]+")
        }
        let part = PatternPiece.Part(text)
        guard case .regex = part else { return part }
        do {
            _ = try Regex(text)
        } catch {
            throw mistake(at: start + error.character, error.expected)
        }
        var bare = text[...]
        if bare.hasPrefix("^") { bare = bare.dropFirst() }
        if bare.hasSuffix("$"), !bare.hasSuffix("\\$") { bare = bare.dropLast() }
        return PatternPiece.Part(String(bare))
    }
}

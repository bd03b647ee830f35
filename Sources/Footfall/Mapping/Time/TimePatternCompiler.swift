/// Makes fields of a time pattern, or says where it cannot be one.
struct TimePatternCompiler {
    private let characters: [Character]
    private var position = 0
    private var fields: [TimePattern.Field] = []
    /// Letters that were used.
    private var used: Set<Character> = []

    init(_ text: String) { characters = Array(text) }

    mutating func compile() throws(Mistake) -> [TimePattern.Field] {
        while position < characters.count {
            let character = characters[position]
            switch character {
            case "'": try quoted()
            // Nobody means anything else by it.
            case "T": literal()
            case _ where character.isASCII && character.isLetter: try letters(character)
            default: literal()
            }
        }
        try checkParts()
        return fields
    }

    private func mistake(at character: Int? = nil, _ expected: String) -> Mistake {
        Mistake(character: character ?? position + 1, expected: expected)
    }

    private mutating func literal() {
        for byte in String(characters[position]).utf8 { fields.append(.literal(byte)) }
        position += 1
    }

    /// A text in quotes; two quotes are one.
    private mutating func quoted() throws(Mistake) {
        let open = position + 1
        position += 1
        if position < characters.count, characters[position] == "'" { return literal() }
        while position < characters.count {
            if characters[position] != "'" {
                literal()
            } else if position + 1 < characters.count, characters[position + 1] == "'" {
                position += 1
                literal()
            } else {
                position += 1
                return
            }
        }
        throw mistake(at: open, "a second quote that ends the text")
    }

    private mutating func letters(_ letter: Character) throws(Mistake) {
        let start = position
        while position < characters.count, characters[position] == letter { position += 1 }
        let width = position - start
        let field = try field(letter, width: width, at: start + 1)
        guard used.insert(letter).inserted else {
            throw mistake(at: start + 1, "'\(letter)' only once")
        }
        if case .number(_, let least, let most)? = fields.last, least != most, field.beginsWithDigit {
            let doubled = String(repeating: characters[start - 1], count: 2)
            throw mistake(
                at: start, "'\(doubled)': one or two digits before others cannot be told apart")
        }
        fields.append(field)
    }

    private func field(
        _ letter: Character, width: Int, at start: Int
    ) throws(Mistake) -> TimePattern.Field {
        switch (letter, width) {
        case ("y", 2): return .shortYear
        case ("y", 1), ("y", 4): return .number(.year, least: 4, most: 4)
        case ("M", 3), ("M", 4): return .monthName
        case ("M", 1...2): return .number(.month, least: width, most: 2)
        case ("d", 1...2): return .number(.day, least: width, most: 2)
        case ("H", 1...2), ("h", 1...2): return .number(.hour, least: width, most: 2)
        case ("m", 1...2): return .number(.minute, least: width, most: 2)
        case ("s", 1...2): return .number(.second, least: width, most: 2)
        case ("S", 1...9): return .fraction(digits: width)
        case ("a", 1): return .half
        case ("X", 1...3): return .offset
        case ("E", 1...4): return .weekday
        default: throw mistake(at: start, Self.expected(letter))
        }
    }

    private static func expected(_ letter: Character) -> String {
        switch letter {
        case "Y", "u": "'yyyy' for the year"
        case "D": "'dd' for the day of the month"
        case "k", "K": "'HH' for the hour 0 to 23, or 'hh' with 'a'"
        case "Z", "z", "x", "O": "'X' for an offset such as +01:00, or 'Z' in quotes"
        case "n", "N", "f", "A": "'SSS' for a fraction"
        case "e", "c": "'EEE' for the name of a weekday, or epoch_s, epoch_ms, epoch_us, epoch_ns"
        case "y": "'yyyy' or 'yy'"
        case "M": "'MM', or 'MMM' for a name"
        case "d", "H", "h", "m", "s": "'\(letter)' or '\(letter)\(letter)'"
        case "S": "at most nine 'S'"
        case "a": "one 'a'"
        case "X": "'X', 'XX' or 'XXX'"
        case "E": "at most four 'E'"
        default:
            "y M d H h m s S a X E, rfc3339, or epoch_s, _ms, _us or _ns; other letters in 'quotes'"
        }
    }

    private func checkParts() throws(Mistake) {
        let end = characters.count + 1
        for (letter, name) in [("y", "yyyy"), ("M", "MM"), ("d", "dd")] as [(Character, String)]
        where !used.contains(letter) {
            throw mistake(at: end, "'\(name)': a time needs its whole date")
        }
        if used.contains("h") != used.contains("a") {
            throw mistake(at: end, "'h' and 'a' together; 'H' for the hours 0 to 23")
        }
        if used.contains("h"), used.contains("H") { throw mistake(at: end, "'h' or 'H', not both") }
        let clock: [(finer: Character, coarser: Character)] = [("m", "H"), ("s", "m"), ("S", "s")]
        for (finer, coarser) in clock where used.contains(finer) && !has(coarser) {
            throw mistake(at: end, "'\(coarser)', as there is '\(finer)'")
        }
    }

    private func has(_ letter: Character) -> Bool {
        used.contains(letter) || letter == "H" && used.contains("h")
    }
}

extension TimePattern.Field {
    fileprivate var beginsWithDigit: Bool {
        switch self {
        case .literal(let byte): byte.isDigit
        case .number, .shortYear, .fraction: true
        case .monthName, .half, .offset, .weekday: false
        }
    }
}

/// What a regular expression says.
indirect enum RegexTree: Sendable {
    case set(RegexSet)
    case start, end, boundary, noBoundary
    case group(RegexTree, Int)
    case sequence([RegexTree])
    case either([RegexTree])
    case repeated(RegexTree, least: Int, most: Int?, isLazy: Bool)

    /// Can match nothing at all.
    var isNullable: Bool {
        switch self {
        case .set: false
        case .start, .end, .boundary, .noBoundary: true
        case .group(let tree, _): tree.isNullable
        case .sequence(let trees): trees.allSatisfy(\.isNullable)
        case .either(let trees): trees.contains(where: \.isNullable)
        case .repeated(let tree, let least, _, _): least == 0 || tree.isNullable
        }
    }
}

/// Reads the syntax of RE2.
struct RegexParser {
    static let maxDepth = 50
    static let maxRepeat = 1_000

    var scalars: [Unicode.Scalar]
    var position = 0
    private(set) var groups = 0
    private var depth = 0
    private var (ignoresCase, dotTakesNewline) = (false, false)

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws(Mistake) -> RegexTree {
        let tree = try alternatives()
        if peek() != nil { throw mistake("a '(' before this ')', or '\\)' for the sign itself") }
        return tree
    }

    func mistake(_ expected: String, at place: Int? = nil) -> Mistake {
        Mistake(character: (place ?? position) + 1, expected: expected)
    }

    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(Mistake) -> RegexTree {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maxDepth { throw mistake("at most \(Self.maxDepth) groups in each other") }
        var trees = [try sequence()]
        while take("|") { trees.append(try sequence()) }
        return trees.count == 1 ? trees[0] : .either(trees)
    }

    private mutating func sequence() throws(Mistake) -> RegexTree {
        var trees: [RegexTree] = []
        while let scalar = peek(), scalar != "|", scalar != ")" {
            guard let tree = try atom() else { continue }
            trees.append(try repetition(of: tree))
        }
        return trees.count == 1 ? trees[0] : .sequence(trees)
    }

    /// - Returns: `nil` for a flag, which matches nothing by itself.
    private mutating func atom() throws(Mistake) -> RegexTree? {
        let scalar = scalars[position]
        position += 1
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .set(dotTakesNewline ? .everything : RegexSet.newline.inverted)
        case "(": return try group()
        case "[": return .set(fold(try bracket()))
        case "\\": return try escape()
        case "*", "+", "?": throw mistake("something to repeat before '\(scalar)'", at: position - 1)
        default: return .set(fold(RegexSet([scalar.value...scalar.value])))
        }
    }

    private func fold(_ set: RegexSet) -> RegexSet { ignoresCase ? set.folded : set }

    private mutating func escape() throws(Mistake) -> RegexTree {
        switch peek() {
        case "b":
            position += 1
            return .boundary
        case "B":
            position += 1
            return .noBoundary
        case "A":
            position += 1
            return .start
        case "z":
            position += 1
            return .end
        default: return .set(fold(try escapedSet()))
        }
    }

    // MARK: Groups

    /// - Returns: `nil` for a flag.
    private mutating func group() throws(Mistake) -> RegexTree? {
        let open = position - 1
        let (caseBefore, dotBefore) = (ignoresCase, dotTakesNewline)
        var number: Int?
        if take("?") {
            guard try groupKind(&number) else { return nil }
        } else {
            groups += 1
            number = groups
        }
        let tree = try alternatives()
        guard take(")") else { throw mistake("a ')' for this '('", at: open) }
        (ignoresCase, dotTakesNewline) = (caseBefore, dotBefore)
        return number.map { .group(tree, $0) } ?? tree
    }

    /// After `(?`. Says whether a group follows; `(?i)` is none.
    private mutating func groupKind(_ number: inout Int?) throws(Mistake) -> Bool {
        let start = position
        switch peek() {
        case ":":
            position += 1
            return true
        case "=", "!":
            throw mistake(
                "no look-ahead: match what must stand there, and capture the part you need", at: start)
        case "<" where peek(1) == "=" || peek(1) == "!":
            throw mistake(
                "no look-behind: match what must stand there, and capture the part you need", at: start)
        case "P" where peek(1) == "<", "<":
            try groupName()
            groups += 1
            number = groups
            return true
        default: return try flags()
        }
    }

    private mutating func groupName() throws(Mistake) {
        while let scalar = peek(), scalar != ">" {
            guard scalar.isASCII, RegexSet.words.contains(scalar.value) || scalar == "<" else {
                throw mistake("a letter, a digit or '_' in a group's name")
            }
            position += 1
        }
        guard take(">") else { throw mistake("a '>' after the group's name") }
    }

    private mutating func flags() throws(Mistake) -> Bool {
        var isOn = true
        while let scalar = peek() {
            position += 1
            switch scalar {
            case "-": isOn = false
            case "i": ignoresCase = isOn
            case "s": dotTakesNewline = isOn
            case ":": return true
            case ")": return false
            default: throw mistake("':' or a flag 'i' or 's' after '(?'", at: position - 1)
            }
        }
        throw mistake("a ')' after the flags")
    }

    // MARK: Repetition

    private mutating func repetition(of tree: RegexTree) throws(Mistake) -> RegexTree {
        guard let (least, most) = try bounds() else { return tree }
        let isLazy = take("?")
        let after = position
        if try bounds() != nil {
            throw mistake("one repetition; write (?:…) around the inner one", at: after)
        }
        return .repeated(tree, least: least, most: most, isLazy: isLazy)
    }

    private mutating func bounds() throws(Mistake) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{"), let least = number() else {
            position = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            position = start
            return nil
        }
        guard least <= Self.maxRepeat, most ?? least <= Self.maxRepeat, most ?? least >= least else {
            throw mistake("a repetition {m,n} with m <= n <= \(Self.maxRepeat)", at: start)
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = peek(), ("0"..."9").contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value) - 48, 100_000)
            position += 1
        }
        return value
    }
}

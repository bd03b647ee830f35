/// Conditions: what stands between `[?` and `]`.
extension PathParser {
    mutating func condition() throws(Mistake) -> PathCondition {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maxNesting else {
            throw mistake("at most \(Self.maxNesting) conditions in each other")
        }
        var parts = [try conjunction()]
        while takeAfterSpace("||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(Mistake) -> PathCondition {
        var parts = [try basic()]
        while takeAfterSpace("&&") { parts.append(try basic()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    /// Also past the space after it; does not move if it is not there.
    private mutating func takeAfterSpace(_ text: String) -> Bool {
        let before = position
        skipSpace()
        guard take(text) else {
            position = before
            return false
        }
        skipSpace()
        return true
    }

    private mutating func basic() throws(Mistake) -> PathCondition {
        if take("!") {
            skipSpace()
            return .not(try negatable())
        }
        if peek == "(" { return try parenthesized() }
        let start = position
        let left = try term()
        guard let comparison = takeComparison() else { return try test(left, at: start) }
        let leftOperand = try operand(left, at: start)
        skipSpace()
        let rightStart = position
        let right = try term()
        return .compare(leftOperand, comparison, try operand(right, at: rightStart))
    }

    private mutating func negatable() throws(Mistake) -> PathCondition {
        if peek == "(" { return try parenthesized() }
        let start = position
        return try test(try term(), at: start)
    }

    private mutating func parenthesized() throws(Mistake) -> PathCondition {
        position += 1
        skipSpace()
        let condition = try condition()
        skipSpace()
        guard take(")") else { throw mistake("')', '&&' or '||'") }
        return condition
    }

    private mutating func takeComparison() -> PathComparison? {
        PathComparison.allCases.first { takeAfterSpace($0.rawValue) }
    }

    /// What can stand on a side of a comparison, or alone, or in a function.
    private enum Term {
        case operand(PathOperand)
        case nodes(PathQuery)
        case condition(PathCondition)
    }

    private mutating func term() throws(Mistake) -> Term {
        switch here {
        case "@", "$": return .nodes(try query())
        case "'", "\"": return .operand(.text(Array(try quoted().utf8)))
        case "-", "0"..."9": return .operand(.plain(try number()))
        case "a"..."z": return try wordOrFunction()
        default: throw mistake("'@', '$', a number, a text in quotes, true, false, null or a function")
        }
    }

    private mutating func query() throws(Mistake) -> PathQuery {
        nesting += 1
        defer { nesting -= 1 }
        let start = position
        let isRelative = peek == "@"
        position += 1
        let segments = try segments()
        let path = JSONPath(text: text(from: start), start: .payload, segments: segments)
        return PathQuery(isRelative: isRelative, path: path)
    }

    private func mistake(at start: Int, _ expected: String) -> Mistake {
        Mistake(character: start + 1, expected: expected)
    }

    /// A term as one value.
    private func operand(_ term: Term, at start: Int) throws(Mistake) -> PathOperand {
        switch term {
        case .operand(let operand): return operand
        case .nodes(let query):
            guard query.path.isSingular else {
                throw mistake(
                    at: start, "a path to one value; to compare a single selected one write value(…)")
            }
            return .query(query)
        case .condition:
            throw mistake(at: start, "a value; match() and search() are conditions by themselves")
        }
    }

    /// A term that stands alone.
    private func test(_ term: Term, at start: Int) throws(Mistake) -> PathCondition {
        switch term {
        case .nodes(let query): return .exists(query)
        case .condition(let condition): return condition
        case .operand:
            throw mistake(
                at: start, "a path, match(), search() or a comparison; a value alone is no condition")
        }
    }

    private mutating func number() throws(Mistake) -> Value {
        let start = position
        _ = take("-")
        let first = position
        try digits()
        if position - first > 1, text(from: first).hasPrefix("0") {
            throw mistake(at: first, "a number without leading zeros")
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        return JSONNumber.value(Array(text(from: start).utf8).span, isWhole: isWhole)
    }

    private mutating func digits() throws(Mistake) {
        let start = position
        while let scalar = peek, ("0"..."9").contains(scalar) { position += 1 }
        guard position > start else { throw mistake("a digit") }
    }

    private mutating func wordOrFunction() throws(Mistake) -> Term {
        let start = position
        while let scalar = peek, isWordScalar(scalar) { position += 1 }
        let word = text(from: start)
        if take("(") { return try function(word, at: start) }
        switch word {
        case "true": return .operand(.plain(Value(true)))
        case "false": return .operand(.plain(Value(false)))
        case "null": return .operand(.plain(.null))
        default:
            throw mistake(
                at: start, "true, false, null or a function; a member is written @.name, a text in quotes")
        }
    }

    private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private mutating func function(_ name: String, at start: Int) throws(Mistake) -> Term {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maxNesting else {
            throw mistake("at most \(Self.maxNesting) conditions in each other")
        }
        skipSpace()
        let term: Term
        switch name {
        case "length": term = .operand(.length(try operandArgument()))
        case "count": term = .operand(.count(try nodesArgument(of: name)))
        case "value": term = .operand(.value(try nodesArgument(of: name)))
        case "match", "search":
            let text = try operandArgument()
            skipSpace()
            guard take(",") else { throw mistake("',' and a pattern") }
            skipSpace()
            term = .condition(.matches(text, try pattern(), isWhole: name == "match"))
        default: throw mistake(at: start, "one of the functions length, count, match, search, value")
        }
        skipSpace()
        guard take(")") else { throw mistake("')'") }
        return term
    }

    private mutating func operandArgument() throws(Mistake) -> PathOperand {
        let start = position
        return try operand(try term(), at: start)
    }

    private mutating func nodesArgument(of function: String) throws(Mistake) -> PathQuery {
        let start = position
        guard case .nodes(let query) = try term() else {
            throw mistake(at: start, "a path in \(function)(), such as @.*")
        }
        return query
    }

    private mutating func pattern() throws(Mistake) -> PathPattern {
        let start = position
        let operand = try operandArgument()
        guard case .text(let bytes) = operand else { return .computed(operand) }
        do {
            return .fixed(try PathPattern.regex(String(decoding: bytes, as: UTF8.self)))
        } catch {
            throw mistake(at: start, "a pattern that can be read: \(error.expected)")
        }
    }
}

extension PathPattern {
    /// In the patterns of RFC 9485 a dot is any character but a line feed or a carriage return.
    static func regex(_ text: String) throws(Mistake) -> Regex {
        var output = ""
        var (isEscaped, isInClass) = (false, false)
        for scalar in text.unicodeScalars {
            if scalar == ".", !isEscaped, !isInClass {
                output += "[^\\n\\r]"
            } else {
                output.unicodeScalars.append(scalar)
            }
            if isEscaped {
                isEscaped = false
                continue
            }
            if scalar == "[" { isInClass = true } else if scalar == "]" { isInClass = false }
            isEscaped = scalar == "\\"
        }
        return try Regex(output)
    }
}

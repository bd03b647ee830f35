/// Literals, names, and what follows them: members, elements and calls.
extension ExpressionParser {
    static let keywords = ["in", "true", "false", "null"]

    mutating func chain(isNegative: Bool = false) throws(Mistake) -> Int {
        var value = try primary(isNegative: isNegative)
        while true {
            if take(".") {
                value = try member(of: value)
            } else if take("[") {
                let key = try expression()
                try expect("]", "after the key or index")
                value = try index(value, key)
            } else {
                return value
            }
        }
    }

    private mutating func index(_ value: Int, _ key: Int) throws(Mistake) -> Int {
        if let kind = kinds[value], kind != .list, kind != .table {
            throw mistake("a list or a map before '[', got \(kind.noun)")
        }
        return try add(Expression.Step(kind: .index, a: Int32(value), b: Int32(key)))
    }

    private mutating func member(of value: Int) throws(Mistake) -> Int {
        let name = token
        guard name.kind == .word else { throw mistake("a member's name after '.'") }
        if Self.keywords.contains(name.text) {
            throw mistake(
                "x['\(name.text)'] in place of x.\(name.text): '\(name.text)' is a word of the language")
        }
        _ = advance()
        if peeks("(") { return try method(name, on: value) }
        if let kind = kinds[value], kind != .table {
            throw mistake("a map before '.\(name.text)', got \(kind.noun)", at: name.position)
        }
        let text = constants.text(name.text)
        return try add(Expression.Step(kind: .member, a: Int32(value), value: text))
    }

    private mutating func primary(isNegative: Bool) throws(Mistake) -> Int {
        let token = advance()
        switch token.kind {
        case .int, .uint, .double: return try constant(try Self.number(token, isNegative: isNegative))
        case .text: return try constant(constants.text(token.text))
        case .bytes: return try constant(Value(bytes: constants.append(token.content.span)))
        case .word: return try word(token)
        case .sign where token.text == "(":
            let value = try expression()
            try expect(")", "for the '(' at character \(token.position + 1)")
            return value
        case .sign where token.text == "[": return try list()
        case .sign where token.text == "{": return try table()
        case .sign, .end: throw mistake("a value", at: token.position)
        }
    }

    private static func number(
        _ token: ExpressionLexer.Token, isNegative: Bool
    ) throws(Mistake) -> Value {
        let isHex = token.text.hasPrefix("0x") || token.text.hasPrefix("0X")
        let digits = (isNegative ? "-" : "") + (isHex ? String(token.text.dropFirst(2)) : token.text)
        switch token.kind {
        case .double: if let value = Double(digits) { return Value(value) }
        case .uint: if let value = UInt64(digits, radix: isHex ? 16 : 10) { return Value(uint: value) }
        default: if let value = Int64(digits, radix: isHex ? 16 : 10) { return Value(value) }
        }
        throw Mistake(character: token.position + 1, expected: "a number of at most 64 bits")
    }

    private mutating func word(_ token: ExpressionLexer.Token) throws(Mistake) -> Int {
        switch token.text {
        case "true": return try constant(Value(true))
        case "false": return try constant(Value(false))
        case "null": return try constant(.null)
        case "in": throw mistake("a value before 'in'", at: token.position)
        default: break
        }
        if peeks("(") { return try function(token) }
        let place =
            loops.lastIndex(of: token.text).map { scope.names.count + $0 } ?? scope.place(of: token.text)
        guard let place else {
            throw mistake(
                "a known name in place of '\(token.text)'. "
                    + Nearest.remedy(for: token.text, among: scope.names + loops), at: token.position)
        }
        return try add(Expression.Step(kind: .variable, place: Int32(place)))
    }

    // MARK: Lists and maps

    private mutating func list() throws(Mistake) -> Int {
        var elements: [Int32] = []
        while !take("]") {
            elements.append(Int32(try expression()))
            if !take(","), !peeks("]") { throw mistake("',' or ']' after an element") }
        }
        let values = constantValues(elements)
        guard let values else { return try collect(.list, elements, kind: .list) }
        let start = constants.nodes.count
        for value in values { constants.add(value) }
        return try constant(Value(list: start..<constants.nodes.count))
    }

    private func constantValues(_ elements: [Int32]) -> [Value]? {
        guard elements.allSatisfy({ steps[Int($0)].kind == .constant }) else { return nil }
        return elements.map { steps[Int($0)].value }
    }

    private mutating func table() throws(Mistake) -> Int {
        var parts: [Int32] = []
        var keys: Set<String> = []
        while !take("}") {
            let position = token.position
            let key = try expression()
            try checkKey(key, &keys, position)
            try expect(":", "after the key")
            parts += [Int32(key), Int32(try expression())]
            if !take(","), !peeks("}") { throw mistake("',' or '}' after a value") }
        }
        guard let values = constantValues(parts) else { return try collect(.table, parts, kind: .table) }
        let names = stride(from: 0, to: values.count, by: 2).map { name(of: values[$0]) }
        let start = constants.nodes.count
        for (index, name) in names.enumerated() { constants.add(values[2 * index + 1], named: name) }
        return try constant(Value(table: start..<constants.nodes.count))
    }

    private mutating func name(of key: Value) -> Range<Int> {
        key.kind == .text ? key.range : constants.append(key.kind == .uint ? "\(key.uint)" : "\(key.int)")
    }

    private mutating func checkKey(_ key: Int, _ keys: inout Set<String>, _ position: Int) throws(Mistake) {
        if let kind = kinds[key], ![.text, .int, .uint].contains(kind) {
            throw mistake("a text or an int as key, got \(kind.noun)", at: position)
        }
        guard steps[key].kind == .constant else { return }
        let range = name(of: steps[key].value)
        if !keys.insert(constants.string(range)).inserted {
            throw mistake("a key that is not there yet", at: position)
        }
    }

    mutating func collect(
        _ kind: Expression.Step.Kind, _ parts: [Int32], kind result: Value.Kind?
    ) throws(Mistake) -> Int {
        let start = arguments.count
        arguments += parts
        return try add(Expression.Step(kind: kind, a: Int32(start), b: Int32(parts.count)), kind: result)
    }
}

extension ExpressionParser {
    private static let macros: [String: Expression.Step.Kind] = [
        "all": .all, "exists": .exists, "exists_one": .existsOne, "filter": .filter, "map": .map,
    ]

    mutating func function(_ name: ExpressionLexer.Token) throws(Mistake) -> Int {
        if name.text == "has" { return try has() }
        let function = try known(name)
        if function.isMethodOnly { throw mistake("x.\(name.text)(…)", at: name.position) }
        let (parts, positions) = try list(of: [], [])
        return try call(function, name, parts, positions)
    }

    mutating func method(_ name: ExpressionLexer.Token, on value: Int) throws(Mistake) -> Int {
        if let macro = Self.macros[name.text] { return try self.macro(macro, name, over: value) }
        let function = try known(name)
        if function.isFunctionOnly { throw mistake("\(name.text)(…) before the value", at: name.position) }
        let (parts, positions) = try list(of: [Int32(value)], [name.position])
        return try call(function, name, parts, positions)
    }

    private func known(_ name: ExpressionLexer.Token) throws(Mistake) -> Expression.Function {
        if let function = Expression.Function(rawValue: name.text) { return function }
        let all = Expression.Function.allCases.map(\.rawValue) + Self.macros.keys.sorted() + ["has"]
        throw mistake(
            "a known function in place of '\(name.text)'. \(Nearest.remedy(for: name.text, among: all))",
            at: name.position)
    }

    private mutating func list(of first: [Int32], _ places: [Int]) throws(Mistake) -> ([Int32], [Int]) {
        try expect("(", "before the arguments")
        var (parts, positions) = (first, places)
        while !take(")") {
            positions.append(token.position)
            parts.append(Int32(try expression()))
            if !take(","), !peeks(")") { throw mistake("',' or ')' after an argument") }
        }
        return (parts, positions)
    }

    private mutating func has() throws(Mistake) -> Int {
        try expect("(", "after 'has'")
        let position = token.position
        let value = try expression()
        try expect(")", "after the member")
        switch steps[value].kind {
        case .member: steps[value].kind = .has
        case .index: steps[value].kind = .hasKey
        default: throw mistake("a member such as payload.a in has(…)", at: position)
        }
        kinds[value] = .boolean
        return value
    }

    // MARK: Functions

    private mutating func call(
        _ function: Expression.Function, _ name: ExpressionLexer.Token, _ parts: [Int32], _ positions: [Int]
    ) throws(Mistake) -> Int {
        guard function.arity.contains(parts.count) else {
            let (least, most) = (function.arity.lowerBound, function.arity.upperBound)
            throw mistake(
                "\(least == most ? "\(least)" : "\(least) to \(most)") arguments for '\(name.text)', got \(parts.count)",
                at: name.position)
        }
        try check(function, parts, positions)
        let place = try collect(.call, parts, kind: function.gives)
        steps[place].function = function
        steps[place].takes = Expression.bits(function.takes)
        steps[place].c = try pattern(function, parts, positions)
        return place
    }

    private func check(
        _ function: Expression.Function, _ parts: [Int32], _ positions: [Int]
    ) throws(Mistake) {
        for (index, part) in parts.enumerated() {
            let takes = index == 0 ? function.takes : function.takesNext
            guard let kind = kinds[Int(part)], !takes.isEmpty, !takes.contains(kind) else { continue }
            let words = takes.map(\.noun).joined(separator: " or ")
            throw mistake("\(words) for '\(function.rawValue)', got \(kind.noun)", at: positions[index])
        }
    }

    /// Compiles the pattern of `matches` and `capture`.
    private mutating func pattern(
        _ function: Expression.Function, _ parts: [Int32], _ positions: [Int]
    ) throws(Mistake) -> Int32 {
        guard function == .matches || function == .capture || function == .parseTime else { return -1 }
        let text = try literal(parts[1], positions[1], "the pattern")
        if function == .parseTime { return try clock(text, parts, positions) }
        do {
            regexes.append(try Regex(text))
        } catch {
            throw mistake(
                "in the pattern, at its character \(error.character): \(error.expected)", at: positions[1])
        }
        if function == .capture { try checkGroup(parts[2], positions[2]) }
        return Int32(regexes.count - 1)
    }

    /// Compiles the format and the zone of `parseTime`.
    private mutating func clock(
        _ format: String, _ parts: [Int32], _ positions: [Int]
    ) throws(Mistake) -> Int32 {
        let name = try literal(parts[2], positions[2], "the zone")
        let zone: Expression.Clock.Zone
        if let seconds = ZoneOffset.read(Array(name.utf8).span) {
            zone = .offset(Int64(seconds) * 1_000_000)
        } else if let clock = scope.zone(name) {
            zone = .city(clock)
        } else {
            throw mistake("a zone such as 'Europe/Brussels' or '+01:00'", at: positions[2])
        }
        do {
            clocks.append(Expression.Clock(format: try TimeFormat(format), zone: zone))
        } catch {
            throw mistake(
                "in the format, at its character \(error.character): \(error.expected)", at: positions[1])
        }
        return Int32(clocks.count - 1)
    }

    private func literal(_ part: Int32, _ position: Int, _ what: String) throws(Mistake) -> String {
        let step = steps[Int(part)]
        guard step.kind == .constant, step.value.kind == .text else {
            throw mistake("\(what) as a text in quotes", at: position)
        }
        return constants.string(step.value.range)
    }

    private func checkGroup(_ part: Int32, _ position: Int) throws(Mistake) {
        let step = steps[Int(part)]
        let groups = regexes.last?.groups ?? 0
        guard step.kind == .constant, step.value.kind == .int, (0...Int64(groups)).contains(step.value.int)
        else {
            throw mistake("the number of a group of the pattern, 0 to \(groups)", at: position)
        }
    }

    // MARK: Macros

    private mutating func macro(
        _ kind: Expression.Step.Kind, _ name: ExpressionLexer.Token, over value: Int
    ) throws(Mistake) -> Int {
        if loops.count >= Self.maxMacros {
            throw mistake("at most \(Self.maxMacros) macros in each other", at: name.position)
        }
        if let found = kinds[value], found != .list, found != .table {
            throw mistake("a list or a map before '.\(name.text)', got \(found.noun)", at: name.position)
        }
        try expect("(", "after '\(name.text)'")
        guard token.kind == .word, !Self.keywords.contains(token.text) else {
            throw mistake("a name for the element, as in \(name.text)(x, x > 0)")
        }
        loops.append(advance().text)
        defer { loops.removeLast() }
        try expect(",", "after the element's name")
        let position = token.position
        var step = Expression.Step(
            kind: kind, a: Int32(value), place: Int32(scope.names.count + loops.count - 1))
        step.b = Int32(try expression())
        if kind == .map, take(",") { step.c = Int32(try expression()) }
        try expect(")", "after '\(name.text)'")
        if kind != .map || step.c >= 0 { try expectBoolean(Int(step.b), at: position, "in '\(name.text)'") }
        return try add(step, kind: kind == .map || kind == .filter ? .list : .boolean)
    }
}

/// Reads an expression into steps.
struct ExpressionParser {
    static let maxDepth = 50
    static let maxSteps = 1_000
    static let maxMacros = 3

    private let tokens: [ExpressionLexer.Token]
    private var next = 0
    private var depth = 0
    let scope: Scope
    /// Names that macros bind, inner last.
    var loops: [String] = []
    var steps: [Expression.Step] = []
    /// What is known of each step's value.
    var kinds: [Value.Kind?] = []
    var arguments: [Int32] = []
    var regexes: [Regex] = []
    var clocks: [Expression.Clock] = []
    var constants: Document

    init(_ text: String, scope: Scope, constants: Document) throws(Mistake) {
        tokens = try ExpressionLexer.tokens(text)
        (self.scope, self.constants) = (scope, constants)
    }

    mutating func parse() throws(Mistake) -> Int {
        let root = try expression()
        guard token.kind == .end else { throw mistake("an operator or the end of the expression") }
        return root
    }

    // MARK: Tokens

    var token: ExpressionLexer.Token { tokens[next] }

    func mistake(_ expected: String, at position: Int? = nil) -> Mistake {
        Mistake(character: (position ?? token.position) + 1, expected: expected)
    }

    func peeks(_ sign: String) -> Bool { token.kind == .sign && token.text == sign }

    mutating func advance() -> ExpressionLexer.Token {
        if token.kind == .end { return token }
        next += 1
        return tokens[next - 1]
    }

    mutating func take(_ sign: String) -> Bool {
        guard peeks(sign) else { return false }
        next += 1
        return true
    }

    mutating func expect(_ sign: String, _ why: String) throws(Mistake) {
        if !take(sign) { throw mistake("'\(sign)' \(why)") }
    }

    mutating func add(_ step: Expression.Step, kind: Value.Kind? = nil) throws(Mistake) -> Int {
        if steps.count >= Self.maxSteps { throw mistake("at most \(Self.maxSteps) parts in an expression") }
        steps.append(step)
        kinds.append(kind)
        return steps.count - 1
    }

    mutating func constant(_ value: Value) throws(Mistake) -> Int {
        try add(Expression.Step(kind: .constant, value: value), kind: value.kind)
    }

    // MARK: Operators

    mutating func expression() throws(Mistake) -> Int {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maxDepth { throw mistake("at most \(Self.maxDepth) levels in each other") }
        let start = token.position
        let condition = try disjunction()
        guard take("?") else { return condition }
        try expectBoolean(condition, at: start, "before '?'")
        let yes = try expression()
        try expect(":", "and what holds otherwise")
        let no = try expression()
        let kind = kinds[yes] == kinds[no] ? kinds[yes] : nil
        return try add(
            Expression.Step(kind: .choose, a: Int32(condition), b: Int32(yes), c: Int32(no)), kind: kind)
    }

    private mutating func disjunction() throws(Mistake) -> Int {
        let start = token.position
        var left = try conjunction()
        while peeks("||") { left = try logic(.or, left, start) }
        return left
    }

    private mutating func conjunction() throws(Mistake) -> Int {
        let start = token.position
        var left = try relation()
        while peeks("&&") { left = try logic(.and, left, start) }
        return left
    }

    private mutating func logic(
        _ kind: Expression.Step.Kind, _ left: Int, _ start: Int
    ) throws(Mistake) -> Int {
        let sign = advance().text
        try expectBoolean(left, at: start, "before '\(sign)'")
        let position = token.position
        let right = kind == .or ? try conjunction() : try relation()
        try expectBoolean(right, at: position, "after '\(sign)'")
        return try add(Expression.Step(kind: kind, a: Int32(left), b: Int32(right)), kind: .boolean)
    }

    func expectBoolean(_ step: Int, at position: Int, _ place: String) throws(Mistake) {
        if let kind = kinds[step], kind != .boolean {
            throw mistake("a bool \(place), got \(kind.noun)", at: position)
        }
    }

    private mutating func relation() throws(Mistake) -> Int {
        let signs: [String: Expression.Step.Kind] = [
            "==": .equal, "!=": .unequal, "<": .less, "<=": .lessOrEqual, ">": .greater,
            ">=": .greaterOrEqual,
        ]
        var left = try sum()
        while true {
            let isIn = token.kind == .word && token.text == "in"
            guard isIn || token.kind == .sign, let kind = isIn ? .isIn : signs[token.text] else {
                return left
            }
            let sign = advance()
            let right = try sum()
            left = try binary(kind, left, right, sign)
        }
    }

    private mutating func sum() throws(Mistake) -> Int {
        var left = try product()
        while peeks("+") || peeks("-") {
            let sign = advance()
            left = try binary(sign.text == "+" ? .add : .subtract, left, try product(), sign)
        }
        return left
    }

    private mutating func product() throws(Mistake) -> Int {
        var left = try unary()
        while peeks("*") || peeks("/") || peeks("%") {
            let sign = advance()
            let kind: Expression.Step.Kind =
                sign.text == "*" ? .multiply : sign.text == "/" ? .divide : .remainder
            left = try binary(kind, left, try unary(), sign)
        }
        return left
    }

    private mutating func binary(
        _ kind: Expression.Step.Kind, _ left: Int, _ right: Int, _ sign: ExpressionLexer.Token
    ) throws(Mistake) -> Int {
        let result = try Self.result(kind, kinds[left], kinds[right], sign)
        return try add(Expression.Step(kind: kind, a: Int32(left), b: Int32(right)), kind: result)
    }

    private mutating func unary() throws(Mistake) -> Int {
        guard peeks("!") || peeks("-") else { return try chain() }
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maxDepth { throw mistake("at most \(Self.maxDepth) levels in each other") }
        let sign = advance()
        if sign.text == "-", token.kind == .int || token.kind == .double {
            return try chain(isNegative: true)
        }
        let value = try unary()
        if sign.text == "!" {
            try expectBoolean(value, at: sign.position + 1, "after '!'")
            return try add(Expression.Step(kind: .not, a: Int32(value)), kind: .boolean)
        }
        if let kind = kinds[value], ![.int, .double, .duration].contains(kind) {
            throw mistake("an int or a double after '-', got \(kind.noun)", at: sign.position + 1)
        }
        return try add(Expression.Step(kind: .negate, a: Int32(value)), kind: kinds[value])
    }
}

extension ExpressionParser {
    /// What an operator gives for two kinds, as far as they are known.
    ///
    /// - Throws: if it can never work.
    static func result(
        _ step: Expression.Step.Kind, _ left: Value.Kind?, _ right: Value.Kind?, _ sign: ExpressionLexer.Token
    ) throws(Mistake) -> Value.Kind? {
        switch step {
        case .equal, .unequal: return .boolean
        case .isIn:
            if let right, right != .list, right != .table {
                throw mistake("a list or a map after 'in', got \(right.noun)", sign)
            }
            return .boolean
        default: break
        }
        let isComparison = step.rawValue >= Expression.Step.Kind.less.rawValue
        guard let left, let right else { return isComparison ? .boolean : nil }
        let result = isComparison ? compared(left, right) : computed(step, left, right)
        guard let result else {
            throw mistake(
                "two values that '\(sign.text)' can join, got \(left.noun) and \(right.noun); "
                    + "convert one with int(), double() or string()", sign)
        }
        return result
    }

    private static func mistake(_ expected: String, _ sign: ExpressionLexer.Token) -> Mistake {
        Mistake(character: sign.position + 1, expected: expected)
    }

    private static func isNumber(_ kind: Value.Kind) -> Bool { [.int, .uint, .double].contains(kind) }

    private static func compared(_ left: Value.Kind, _ right: Value.Kind) -> Value.Kind? {
        if isNumber(left), isNumber(right) { return .boolean }
        let ordered: [Value.Kind] = [.boolean, .text, .bytes, .timestamp, .duration]
        return left == right && ordered.contains(left) ? .boolean : nil
    }

    private static func computed(
        _ step: Expression.Step.Kind, _ left: Value.Kind, _ right: Value.Kind
    ) -> Value.Kind? {
        if isNumber(left), isNumber(right) {
            if left == .double || right == .double { return step == .remainder ? nil : .double }
            return left == right ? left : nil
        }
        switch (step, left, right) {
        case (.add, .text, .text), (.add, .bytes, .bytes), (.add, .list, .list), (.add, .duration, .duration),
            (.subtract, .duration, .duration):
            return left
        case (.add, .timestamp, .duration), (.add, .duration, .timestamp), (.subtract, .timestamp, .duration):
            return .timestamp
        case (.subtract, .timestamp, .timestamp): return .duration
        default: return nil
        }
    }
}

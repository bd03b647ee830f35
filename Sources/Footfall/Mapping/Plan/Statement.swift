/// What is computed or decided about a message, or about an element of it, before a record is made.
enum Statement: Sendable {
    /// 'let': names a value, as a number where the source takes texts or booleans for one.
    case name(Int, Source, isNumber: Bool)
    /// 'where': goes on only if it holds.
    case condition(Expression, key: String)
    /// 'refuse': lets the message go if it holds.
    case refusal(Expression, key: String, code: Rejection.Code, why: String)

    /// - Returns: whether to go on.
    func run(_ workspace: inout Workspace) throws(Refusal) -> Bool {
        switch self {
        case .name(let place, let source, let isNumber):
            var value = try source.value(&workspace)
            if isNumber, !value.isMissing, !value.isNumber {
                let number = try source.number(value, workspace.document)
                value = Int64(exactly: number).map { Value($0) } ?? Value(number)
            }
            workspace.variables[place] = value
            return true
        case .condition(let expression, let key): return try expression.holds(&workspace, key)
        case .refusal(let expression, let key, let code, let why):
            if try expression.holds(&workspace, key) {
                throw Refusal(code: code, detail: why)
            }
            return true
        }
    }
}

extension [Statement] {
    func run(_ workspace: inout Workspace) throws(Refusal) -> Bool {
        for index in indices {
            try workspace.spend()
            if try !self[index].run(&workspace) { return false }
        }
        return true
    }
}

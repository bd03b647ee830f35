import Barometer

/// Where a value comes from: the first of some places that has one.
final class Source: Sendable {
    enum Alternative: Sendable {
        case constant(Value)
        /// When the message came in.
        case received
        case path(BoundPath)
        case expression(Expression)
        case template(Template)
    }

    /// What becomes of a record whose value is not there, or is not listed.
    enum Otherwise: Sendable {
        case refuse, skip
        /// The value stays as it is.
        case keep
        case value(Value)
    }

    /// A word that says that nothing is there.
    struct Missing: Sendable {
        /// In lower case.
        let word: [UInt8]
        /// Where it is a number, or `nan`.
        let number: Double?

        func fits(_ value: Value, _ document: Document) -> Bool {
            guard value.kind == .text else {
                guard let number, value.isNumber else { return false }
                let given = Arithmetic.double(value)
                return given == number || given.isNaN && number.isNaN
            }
            return word.count == value.range.count
                && word.indices.allSatisfy {
                    document.bytes[value.range.lowerBound + $0].lowercased == word[$0]
                }
        }
    }

    struct Entry: Sendable {
        let key: [UInt8]
        let value: Value
    }

    /// What is to be known beside the place.
    struct Options: Sendable {
        /// Without it, always.
        var condition: Expression?
        var absence = Otherwise.refuse
        /// Texts and numbers that say that nothing is there.
        var missing: [Missing] = []
        var table: [Entry]?
        var unlisted = Otherwise.refuse
        /// Numbers that are written as text are taken.
        var acceptsText = false
        /// true and false are taken as 1 and 0.
        var acceptsBoolean = false
    }

    /// The key in the file, such as `fields.count.in`.
    let key: String
    let alternatives: [Alternative]
    let options: Options

    init(key: String, alternatives: [Alternative], options: Options = Options()) {
        (self.key, self.alternatives, self.options) = (key, alternatives, options)
    }

    func with(_ change: (inout Options) -> Void) -> Source {
        var options = options
        change(&options)
        return Source(key: key, alternatives: alternatives, options: options)
    }

    /// - Returns: absent when the record is to be left out.
    func value(_ workspace: inout Workspace) throws(Refusal) -> Value {
        if let condition = options.condition, try !condition.holds(&workspace, key) { return .absent }
        var missing: Refusal?
        for index in alternatives.indices {
            let value: Value
            do throws(Refusal) {
                value = try self.value(of: index, &workspace)
            } catch {
                // An expression that looks at what is not there has no value.
                guard error.code == .missingField else { throw error }
                missing = error
                continue
            }
            if !isMissing(value, workspace.document) { return try listed(value, &workspace) }
        }
        switch options.absence {
        case .skip, .keep: return .absent
        case .value(let value): return value
        case .refuse:
            throw missing ?? Refusal(code: .missingField, detail: "\(key): \(description) is missing")
        }
    }

    /// What one of the places says, before options and fallbacks.
    func value(of index: Int, _ workspace: inout Workspace) throws(Refusal) -> Value {
        switch alternatives[index] {
        case .constant(let value): value
        case .received: Value(timestamp: workspace.received.milliseconds * 1000)
        case .path(let path): try path.value(in: &workspace)
        case .expression(let expression): try expression.evaluate(&workspace, for: key)
        case .template(let template): try template.fill(&workspace)
        }
    }

    func isMissing(_ value: Value, _ document: Document) -> Bool {
        value.isMissing || options.missing.contains { $0.fits(value, document) }
    }

    private func listed(_ value: Value, _ workspace: inout Workspace) throws(Refusal) -> Value {
        guard let table = options.table else { return value }
        let start = workspace.filled.count
        defer { workspace.filled.shrink(to: start) }
        try workspace.fill(value)
        for entry in table where entry.key.elementsEqual(workspace.filled[start...]) { return entry.value }
        switch options.unlisted {
        case .skip: return .absent
        case .keep: return value
        case .value(let value): return value
        case .refuse:
            throw Refusal(code: .unsupported, detail: "\(key): a value that its table does not list")
        }
    }

    /// What it looks for, for people.
    var description: String {
        alternatives.map { alternative in
            switch alternative {
            case .constant: "a constant"
            case .received: "the time of receipt"
            case .path(let path): path.path.text
            case .expression: "the result of the expression"
            case .template(let template): template.description
            }
        }.joined(separator: " or ")
    }
}

extension Expression {
    /// Whether a condition is fulfilled; what is neither true nor false is refused.
    func holds(_ workspace: inout Workspace, _ key: String) throws(Refusal) -> Bool {
        let value = try evaluate(&workspace, for: key)
        guard value.kind == .boolean else {
            throw Refusal(code: .badType, detail: "\(key): the condition is neither true nor false")
        }
        return value.boolean
    }

    /// Says where it stands when it refuses a message.
    func evaluate(_ workspace: inout Workspace, for key: String) throws(Refusal) -> Value {
        do throws(Refusal) {
            return try evaluate(&workspace)
        } catch {
            throw Refusal(code: error.code, detail: "\(key): \(error.detail), in '\(text)'")
        }
    }
}

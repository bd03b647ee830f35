/// 'decode' of a mapping: from a message's bytes to its tree, and to the trees inside its fields.
struct DecodePlan: Sendable {
    /// What `as` binds, in order.
    let names: [String]
    /// What the plan itself looks at below the payload; a mapping's interest must hold it.
    let wants: [Interest.Want]
    let main: DecodeChain
    let fields: [DecodeField]

    /// Reads 'decode'; without it the payload is JSON.
    ///
    /// - Parameters:
    ///   - scope: what expressions may use; gets the `names`.
    ///   - constants: what expressions hold in every message.
    /// - Returns: `nil`, with the problems told, if any.
    static func compile(
        _ node: Node?, key: String, host: DecodeHost, scope: inout Scope, constants: inout Document,
        problems: inout [Problem]
    ) -> DecodePlan? {
        var compiler = DecodeCompiler(host: host, scope: scope, constants: constants)
        let plan = compiler.plan(node, key)
        (scope, constants) = (compiler.scope, compiler.constants)
        problems += compiler.problems
        return compiler.problems.isEmpty ? plan : nil
    }

    /// - Parameters:
    ///   - interest: what the mapping looks at below the payload, with `wants`.
    ///   - extra: gets the value of each of `names`; absent where it was passed over.
    func decode(
        _ payload: Span<UInt8>, interest: Interest, into workspace: inout Workspace, extra: inout [Value]
    ) throws(Refusal) -> Value {
        extra.removeAll(keepingCapacity: true)
        let value = try main.decode(payload, interest: interest, into: &workspace)
        workspace.bind(value, at: Scope.payload)
        for field in fields {
            let found = try field.decode(value, extra, &workspace)
            workspace.bind(found, at: field.place)
            extra.append(found)
        }
        return value
    }
}

/// Steps from bytes to a tree.
struct DecodeChain: Sendable {
    let steps: [BytesStep]
    let tree: TreeStep

    func decode(
        _ source: Span<UInt8>, interest: Interest, into workspace: inout Workspace
    ) throws(Refusal) -> Value {
        guard let first = steps.first else { return try finish(source, interest, &workspace) }
        var bytes = try first.apply(source, into: &workspace)
        for step in steps.dropFirst() { bytes = try step.apply(bytes.span, into: &workspace) }
        return try finish(bytes.span, interest, &workspace)
    }

    private func finish(
        _ source: Span<UInt8>, _ interest: Interest, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        try workspace.spend(bytes: source.count)
        try workspace.admit(bytes: source.count)
        let base = workspace.document.append(source).lowerBound
        return try tree.decode(source, at: base, interest: interest, into: &workspace)
    }
}

/// A field that holds something to decode.
struct DecodeField: Sendable {
    struct Source: Sendable {
        let path: JSONPath
        /// The field that it starts from; `nil`: the payload.
        let field: Int?
    }

    /// The first that is there.
    let sources: [Source]
    /// Its place in the scope.
    let place: Int
    let mayBeAbsent: Bool
    let condition: Expression?
    let chain: DecodeChain

    /// - Parameter fields: the fields before it.
    func decode(
        _ payload: Value, _ fields: [Value], _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        if let condition, !(try condition.isTrue(in: &workspace)) { return .absent }
        let found = source(payload, fields, workspace.document)
        switch found.kind {
        case .text, .bytes:
            let bytes = Array(workspace.document.bytes[found.range])
            return try chain.decode(bytes.span, interest: .all, into: &workspace)
        case .absent, .null:
            if mayBeAbsent { return .absent }
            let paths = sources.map(\.path.text).joined(separator: ", ")
            throw Refusal(code: .missingField, detail: "has nothing to decode at \(paths)")
        default:
            throw Refusal(code: .badType, detail: "has neither text nor bytes at \(sources[0].path.text)")
        }
    }

    private func source(_ payload: Value, _ fields: [Value], _ document: Document) -> Value {
        for source in sources {
            let start = source.field.map { fields[$0] } ?? payload
            let value = start.isMissing ? .absent : source.path.value(in: document, from: start)
            if !value.isMissing { return value }
        }
        return .absent
    }
}

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

    /// The payload knows only texts, so that its numbers are written as text.
    var isText: Bool {
        switch main.tree {
        case .text, .csv, .pairs, .xml: true
        case .json, .bytes, .none, .cbor, .senml, .senmlCBOR, .protobuf, .binary, .choose: false
        }
    }

    /// The names that are lists however often they stand there, in XML; `nil` for anything else.
    var xmlLists: [String]? { if case .xml(let reader) = main.tree { reader.lists } else { nil } }

    /// Leaves the payload, and what `as` binds, among the workspace's variables; absent where it was passed over.
    ///
    /// - Parameter interest: what the mapping looks at below the payload, with `wants`.
    func decode(
        _ payload: Span<UInt8>, interest: Interest, into workspace: inout Workspace
    ) throws(Refusal) {
        let value = try main.decode(payload, interest: interest, into: &workspace)
        workspace.variables[Scope.payload] = value
        for index in fields.indices {
            workspace.variables[fields[index].place] = try fields[index].decode(&workspace)
        }
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
        /// The variable that it starts from.
        let variable: Int
    }

    /// The first that is there.
    let sources: [Source]
    /// Its place in the scope.
    let place: Int
    let mayBeAbsent: Bool
    let condition: Expression?
    let chain: DecodeChain

    func decode(_ workspace: inout Workspace) throws(Refusal) -> Value {
        if let condition, try !condition.holds(&workspace, "decode.when") { return .absent }
        let found = source(in: workspace)
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

    private func source(in workspace: Workspace) -> Value {
        for source in sources {
            let start = workspace.variables[source.variable]
            let value = start.isMissing ? .absent : source.path.value(in: workspace.document, from: start)
            if !value.isMissing { return value }
        }
        return .absent
    }
}

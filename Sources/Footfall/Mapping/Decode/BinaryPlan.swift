/// How a binary message is read: by a layout, or by tags.
struct BinaryPlan: Sendable {
    enum Content: Sendable {
        case layout(BinaryLayout)
        case tags(BinaryTags)
    }

    let content: Content
    let names: [String]
    /// How many values it keeps while it reads.
    let registers: Int
    /// `nil` when any length will do.
    let lengths: BinaryLengths?

    func decode(_ source: Span<UInt8>, at base: Int, into workspace: inout Workspace) throws(Refusal) -> Value
    {
        if let lengths, !lengths.contains(source.count) {
            throw .undecodable("has \(source.count) bytes, not as many as the mapping says")
        }
        let names = names.map { workspace.document.append($0) }
        var run = BinaryRun(base: base, names: names, registers: registers)
        switch content {
        case .layout(let layout):
            try run.read(layout, 0..<source.count, source, &workspace)
            return try run.table(layout.members, &workspace)
        case .tags(let tags): return try run.tags(tags, source, &workspace)
        }
    }
}

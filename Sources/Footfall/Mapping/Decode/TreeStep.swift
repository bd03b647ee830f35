/// The step of 'decode' that turns bytes into a tree.
indirect enum TreeStep: Sendable {
    case json, text, bytes, none
    case csv(CSVReader)
    case pairs(PairsReader)
    case xml(XMLReader)
    case cbor, senml, senmlCBOR
    case protobuf(ProtobufReader)
    case binary(BinaryPlan)
    case choose(DecodeChoice)

    /// - Parameter source: the same bytes that stand in the arena from `base` on.
    func decode(
        _ source: Span<UInt8>, at base: Int, interest: Interest, into workspace: inout Workspace
    ) throws(Refusal) -> Value {
        switch self {
        case .json: return try Self.json(source, base, interest, &workspace)
        case .text: return Value(text: source.trimmed(try source.utf8Body()).moved(by: base))
        case .bytes: return Value(bytes: base..<base + source.count)
        case .none: return .null
        case .csv(let reader): return try reader.decode(source, at: base, into: &workspace)
        case .pairs(let reader): return try reader.decode(source, at: base, into: &workspace)
        case .xml(let reader): return try Self.xml(reader, source, base, &workspace)
        case .cbor: return try CBORReader.decode(source, at: base, into: &workspace)
        case .senml:
            return try SenMLResolver.resolve(try Self.json(source, base, .all, &workspace), &workspace)
        case .senmlCBOR:
            let pack = try CBORReader.decode(source, at: base, into: &workspace)
            return try SenMLResolver.resolve(pack, &workspace)
        case .protobuf(let reader): return try reader.decode(source, at: base, into: &workspace)
        case .binary(let plan): return try plan.decode(source, at: base, into: &workspace)
        case .choose(let choice):
            return try choice.decode(source, at: base, interest: interest, into: &workspace)
        }
    }

    /// The same, with what the steps before it mean for it.
    func after(_ steps: [BytesStep]) -> TreeStep {
        guard case .xml(var reader) = self else { return self }
        reader.isDecoded = steps.contains { if case .charset = $0 { true } else { false } }
        return .xml(reader)
    }

    private static func json(
        _ source: Span<UInt8>, _ base: Int, _ interest: Interest, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var reader = JSONReader()
        return try reader.read(source, at: base, interest: interest, into: &workspace.document)
    }

    private static func xml(
        _ reader: XMLReader, _ source: Span<UInt8>, _ base: Int, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        guard !reader.isDecoded, let charset = try XMLReader.charset(of: source) else {
            return try reader.decode(source, at: base, into: &workspace)
        }
        let bytes = try charset.utf8(of: source)
        try workspace.admit(bytes: bytes.count)
        let start = workspace.document.append(bytes.span).lowerBound
        return try reader.decode(bytes.span, at: start, into: &workspace)
    }
}

/// Several ways to read: the first that fits.
struct DecodeChoice: Sendable {
    struct Branch: Sendable {
        let prefix: [UInt8]
        let lengths: BinaryLengths?
        let condition: Expression?
        let tree: TreeStep

        func fits(_ source: Span<UInt8>, _ workspace: inout Workspace) throws(Refusal) -> Bool {
            guard source.has(prefix, at: 0), lengths?.contains(source.count) ?? true else { return false }
            return try condition?.holds(&workspace, "decode.choose.when") ?? true
        }
    }

    let branches: [Branch]
    /// What fits none is nothing, rather than malformed.
    let ignoresOthers: Bool

    func decode(
        _ source: Span<UInt8>, at base: Int, interest: Interest, into workspace: inout Workspace
    ) throws(Refusal) -> Value {
        for branch in branches {
            try workspace.spend()
            if try branch.fits(source, &workspace) {
                return try branch.tree.decode(source, at: base, interest: interest, into: &workspace)
            }
        }
        guard ignoresOthers else { throw .undecodable("fits nothing in 'choose'") }
        return .absent
    }
}

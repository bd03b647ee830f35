/// A step of 'decode' that turns bytes into other bytes.
enum BytesStep: Sendable {
    case unzip(DecodeHost)
    case charset(Charset)
    case base64
    case hex

    /// Its bytes are text, not raw.
    var givesText: Bool {
        if case .charset = self { true } else { false }
    }

    func apply(_ input: Span<UInt8>, into workspace: inout Workspace) throws(Refusal) -> [UInt8] {
        try workspace.spend(bytes: input.count)
        switch self {
        case .unzip(let host): return try Self.unzip(input, host)
        case .charset(let charset): return try charset.utf8(of: input)
        case .base64: return try Base64.decode(input)
        case .hex: return try Hex.decode(input)
        }
    }

    private static func unzip(_ input: Span<UInt8>, _ host: DecodeHost) throws(Refusal) -> [UInt8] {
        guard isZipped(input) else { return Array(copying: input) }
        guard let output = host.inflate(Array(copying: input), Limits.unzipped),
            output.count <= Limits.unzipped
        else { throw .undecodable("is broken gzip or zlib, or unfolds to more than 4 MB") }
        return output
    }

    /// By the first bytes. Of zlib only the usual window counts: other headers look like text.
    static func isZipped(_ input: Span<UInt8>) -> Bool {
        guard input.count >= 2 else { return false }
        if input[0] == 0x1F, input[1] == 0x8B { return true }
        return input[0] == 0x78 && (0x7800 + Int(input[1])) % 31 == 0 && input[1] & 0x20 == 0
    }
}

extension [UInt8] {
    init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

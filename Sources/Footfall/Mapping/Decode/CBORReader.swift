/// CBOR (RFC 8949) as a tree. Tags are passed over; map keys are texts, or integers as decimal texts.
struct CBORReader {
    private let base: Int
    private var position = 0

    init(at base: Int) { self.base = base }

    static func decode(
        _ source: Span<UInt8>, at base: Int, into workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var reader = CBORReader(at: base)
        let value = try reader.value(source, depth: 0, &workspace)
        guard reader.position == source.count else { throw .undecodable("goes on after its CBOR value") }
        return value
    }

    private struct Head {
        let major: UInt8
        let info: UInt8
        let argument: UInt64

        var isIndefinite: Bool { info == 31 }
    }

    private mutating func value(
        _ source: Span<UInt8>, depth: Int, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var head = try head(source)
        while head.major == 6 { head = try self.head(source) }
        switch head.major {
        case 0: return Self.unsigned(head.argument)
        case 1: return Self.negative(head.argument)
        case 2: return Value(bytes: try string(head, source, &workspace))
        case 3: return try text(head, source, &workspace)
        case 4, 5: return try container(head, source, depth: depth, &workspace)
        default: return try simple(head)
        }
    }

    private mutating func head(_ source: Span<UInt8>) throws(Refusal) -> Head {
        guard position < source.count else { throw .undecodable("is CBOR that ends too early") }
        let first = source[position]
        position += 1
        let (major, info) = (first >> 5, first & 31)
        switch info {
        case 0..<24: return Head(major: major, info: info, argument: UInt64(info))
        case 24...27:
            let size = 1 << Int(info - 24)
            guard size <= source.count - position else { throw .undecodable("is CBOR that ends too early") }
            var argument: UInt64 = 0
            for _ in 0..<size {
                argument = argument << 8 | UInt64(source[position])
                position += 1
            }
            return Head(major: major, info: info, argument: argument)
        case 31 where (2...5).contains(major) || major == 7:
            return Head(major: major, info: info, argument: 0)
        default: throw .undecodable("is no CBOR")
        }
    }

    static func unsigned(_ value: UInt64) -> Value {
        Int64(exactly: value).map { Value($0) } ?? Value(uint: value)
    }

    private static func negative(_ value: UInt64) -> Value {
        Int64(exactly: value).map { Value(-1 - $0) } ?? Value(-1 - Double(value))
    }

    private func simple(_ head: Head) throws(Refusal) -> Value {
        switch head.info {
        case 20: return Value(false)
        case 21: return Value(true)
        case 22: return .null
        // 'undefined' says that it is not there.
        case 23: return .null
        case 25: return Value(Double(Self.half(UInt16(truncatingIfNeeded: head.argument))))
        case 26: return Value(Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument))))
        case 27: return Value(Double(bitPattern: head.argument))
        default: throw .undecodable("has a CBOR value without meaning")
        }
    }

    /// Ten bits after the point, five of exponent.
    static func half(_ bits: UInt16) -> Float {
        let sign = UInt32(bits >> 15) << 31
        let (exponent, mantissa) = (UInt32(bits >> 10) & 31, UInt32(bits & 0x3FF))
        if exponent == 0 {
            let value = Float(mantissa) / 16_777_216
            return sign == 0 ? value : -value
        }
        let wide = exponent == 31 ? 255 : exponent + 112
        return Float(bitPattern: sign | wide << 23 | mantissa << 13)
    }

    private mutating func text(
        _ head: Head, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        let range = try string(head, source, &workspace)
        guard workspace.document.bytes.span.extracting(range).isUTF8 else {
            throw .undecodable("has a CBOR text that is not UTF-8")
        }
        return Value(text: range)
    }

    /// Where its bytes stand in the arena; chunks are put together there.
    private mutating func string(
        _ head: Head, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> Range<Int> {
        if !head.isIndefinite { return try chunk(head, source).moved(by: base) }
        let start = workspace.document.bytes.count
        while !takeBreak(source) {
            try workspace.spend()
            let part = try self.head(source)
            guard part.major == head.major, !part.isIndefinite else {
                throw .undecodable("is no CBOR")
            }
            let range = try chunk(part, source)
            try workspace.admit(bytes: range.count)
            _ = workspace.document.append(source.extracting(range))
        }
        return start..<workspace.document.bytes.count
    }

    private mutating func chunk(_ head: Head, _ source: Span<UInt8>) throws(Refusal) -> Range<Int> {
        guard let count = Int(exactly: head.argument), count <= source.count - position else {
            throw .undecodable("is CBOR that ends too early")
        }
        position += count
        return position - count..<position
    }

    /// Past the end of something without a length; says whether it stood there.
    private mutating func takeBreak(_ source: Span<UInt8>) -> Bool {
        guard position < source.count, source[position] == 0xFF else { return false }
        position += 1
        return true
    }

    private mutating func container(
        _ head: Head, _ source: Span<UInt8>, depth: Int, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        guard depth < Limits.depth else { throw .undecodable("is nested too deep") }
        let start = workspace.document.nodes.count
        var left = head.argument
        while head.isIndefinite ? !takeBreak(source) : left > 0 {
            if !head.isIndefinite { left -= 1 }
            try workspace.spend()
            try workspace.admit(nodes: 1)
            let name = head.major == 5 ? try key(source, &workspace) : 0..<0
            let child = workspace.document.open(named: name)
            let value = try value(source, depth: depth + 1, &workspace)
            workspace.document.close(child, value)
        }
        let range = start..<workspace.document.nodes.count
        return head.major == 5 ? Value(table: range) : Value(list: range)
    }

    private mutating func key(
        _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> Range<Int> {
        var head = try head(source)
        while head.major == 6 { head = try self.head(source) }
        try workspace.admit(bytes: 24)
        switch head.major {
        case 0: return workspace.document.append(String(head.argument))
        case 1 where head.argument < UInt64(Int64.max):
            return workspace.document.append("-" + String(head.argument + 1))
        case 3: return try text(head, source, &workspace).range
        default: throw .undecodable("has a CBOR map with a key that is neither text nor integer")
        }
    }
}

/// Protocol buffers by a schema from the mapping. Fields that it does not name are passed over.
struct ProtobufReader: Sendable {
    enum Kind: Hashable, Sendable {
        case uint, int, zigzag, bool
        case fixed32, fixed64, signed32, signed64, float, double
        case string, bytes
        /// Of the message with this place among the schema's.
        case message(Int)

        static let words: [(String, Kind)] = [
            ("uint64", .uint), ("uint32", .uint), ("int64", .int), ("int32", .int), ("enum", .int),
            ("sint64", .zigzag), ("sint32", .zigzag), ("bool", .bool), ("fixed32", .fixed32),
            ("fixed64", .fixed64), ("sfixed32", .signed32), ("sfixed64", .signed64), ("float", .float),
            ("double", .double), ("string", .string), ("bytes", .bytes),
        ]

        /// How a field says what kind of bytes follow.
        var wire: UInt64 {
            switch self {
            case .uint, .int, .zigzag, .bool: 0
            case .fixed64, .signed64, .double: 1
            case .string, .bytes, .message: 2
            case .fixed32, .signed32, .float: 5
            }
        }
    }

    struct Field: Hashable, Sendable {
        let number: UInt64
        let name: String
        let kind: Kind
        let isRepeated: Bool
    }

    /// The first is the payload.
    let messages: [[Field]]

    func decode(_ source: Span<UInt8>, at base: Int, into workspace: inout Workspace) throws(Refusal) -> Value
    {
        let names = messages.map { fields in fields.map { workspace.document.append($0.name) } }
        var walk = Walk(base: base, messages: messages, names: names)
        return try walk.message(0, in: 0..<source.count, depth: 0, source, &workspace)
    }

    private struct Walk {
        let base: Int
        let messages: [[Field]]
        let names: [[Range<Int>]]
        var position = 0

        mutating func message(
            _ place: Int, in range: Range<Int>, depth: Int, _ source: Span<UInt8>,
            _ workspace: inout Workspace
        ) throws(Refusal) -> Value {
            guard depth < Limits.depth else { throw .undecodable("is nested too deep") }
            var found = [[Value]](repeating: [], count: messages[place].count)
            position = range.lowerBound
            while position < range.upperBound {
                try workspace.spend()
                let key = try varint(source, range.upperBound)
                let fields = messages[place]
                guard let index = fields.firstIndex(where: { $0.number == key >> 3 }) else {
                    try skip(key & 7, source, range.upperBound)
                    continue
                }
                try read(
                    fields[index], wire: key & 7, into: &found[index], end: range.upperBound, depth, source,
                    &workspace)
            }
            return try table(place, found, &workspace)
        }

        private func table(
            _ place: Int, _ found: [[Value]], _ workspace: inout Workspace
        ) throws(Refusal) -> Value {
            var values: [Value?] = []
            for (field, all) in zip(messages[place], found) {
                values.append(field.isRepeated ? try workspace.list(of: all) : all.last)
            }
            let start = workspace.document.nodes.count
            for (value, name) in zip(values, names[place]) {
                if let value { try workspace.admit(value, named: name) }
            }
            return Value(table: start..<workspace.document.nodes.count)
        }

        private mutating func read(
            _ field: Field, wire: UInt64, into values: inout [Value], end: Int, _ depth: Int,
            _ source: Span<UInt8>, _ workspace: inout Workspace
        ) throws(Refusal) {
            // Of a field that is no list the last counts.
            if !field.isRepeated { values.removeAll(keepingCapacity: true) }
            if wire == field.kind.wire {
                return values.append(try value(field.kind, end: end, depth, source, &workspace))
            }
            guard wire == 2, field.isRepeated else {
                throw .undecodable("has a protobuf field of another type than the mapping says")
            }
            let packed = try chunk(source, end)
            position = packed.lowerBound
            while position < packed.upperBound {
                try workspace.spend()
                values.append(try value(field.kind, end: packed.upperBound, depth, source, &workspace))
            }
        }

        private mutating func value(
            _ kind: Kind, end: Int, _ depth: Int, _ source: Span<UInt8>, _ workspace: inout Workspace
        ) throws(Refusal) -> Value {
            switch kind {
            case .uint: return CBORReader.unsigned(try varint(source, end))
            case .int: return Value(Int64(bitPattern: try varint(source, end)))
            case .zigzag:
                let bits = try varint(source, end)
                return Value(Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
            case .bool: return Value(try varint(source, end) != 0)
            case .fixed32: return Value(Int64(try fixed(4, source, end)))
            case .fixed64: return CBORReader.unsigned(try fixed(8, source, end))
            case .signed32: return Value(Int64(Int32(truncatingIfNeeded: try fixed(4, source, end))))
            case .signed64: return Value(Int64(bitPattern: try fixed(8, source, end)))
            case .float:
                let bits = UInt32(truncatingIfNeeded: try fixed(4, source, end))
                return Value(Double(Float(bitPattern: bits)))
            case .double: return Value(Double(bitPattern: try fixed(8, source, end)))
            case .bytes: return Value(bytes: try chunk(source, end).moved(by: base))
            case .string:
                let range = try chunk(source, end)
                guard source.extracting(range).isUTF8 else {
                    throw .undecodable("has a text that is not UTF-8")
                }
                return Value(text: range.moved(by: base))
            case .message(let place):
                let range = try chunk(source, end)
                let value = try message(place, in: range, depth: depth + 1, source, &workspace)
                position = range.upperBound
                return value
            }
        }

        private mutating func varint(_ source: Span<UInt8>, _ end: Int) throws(Refusal) -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while position < end, shift < 64 {
                let byte = source[position]
                position += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            throw .undecodable("is protobuf that ends too early")
        }

        /// Little-endian.
        private mutating func fixed(_ count: Int, _ source: Span<UInt8>, _ end: Int) throws(Refusal) -> UInt64
        {
            guard count <= end - position else { throw .undecodable("is protobuf that ends too early") }
            var value: UInt64 = 0
            for index in 0..<count { value |= UInt64(source[position + index]) << UInt64(8 * index) }
            position += count
            return value
        }

        /// A length and so many bytes; stands behind them afterwards.
        private mutating func chunk(_ source: Span<UInt8>, _ end: Int) throws(Refusal) -> Range<Int> {
            guard let count = Int(exactly: try varint(source, end)), count <= end - position else {
                throw .undecodable("is protobuf that ends too early")
            }
            position += count
            return position - count..<position
        }

        private mutating func skip(_ wire: UInt64, _ source: Span<UInt8>, _ end: Int) throws(Refusal) {
            switch wire {
            case 0: _ = try varint(source, end)
            case 1: _ = try fixed(8, source, end)
            case 2: _ = try chunk(source, end)
            case 5: _ = try fixed(4, source, end)
            default: throw .undecodable("is no protobuf")
            }
        }
    }
}

/// One walk over a binary message.
struct BinaryRun {
    private let base: Int
    /// Where the names stand in the arena.
    private let names: [Range<Int>]
    /// The newest value of each field.
    private var registers: [Value]
    /// In bits, from the start of the message.
    private var position = 0

    init(base: Int, names: [Range<Int>], registers: Int) {
        (self.base, self.names) = (base, names)
        self.registers = [Value](repeating: .absent, count: registers)
    }

    private static var truncated: Refusal { .undecodable("ends in the middle of a field") }

    /// The byte at which the next field of whole bytes begins.
    private var byte: Int { (position + 7) / 8 }

    /// - Parameter block: the bytes that 'at' and 'rest' speak of.
    mutating func read(
        _ layout: BinaryLayout, _ block: Range<Int>, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) {
        position = 8 * block.lowerBound
        for field in layout.fields { try read(field, block, source, &workspace) }
    }

    mutating func table(
        _ members: [BinaryLayout.Member], _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        let start = workspace.document.nodes.count
        try add(members, &workspace)
        return Value(table: start..<workspace.document.nodes.count)
    }

    private func add(_ members: [BinaryLayout.Member], _ workspace: inout Workspace) throws(Refusal) {
        for member in members where registers[member.register].kind != .absent {
            try workspace.admit(registers[member.register], named: names[member.name])
        }
    }

    private mutating func clear(_ members: [BinaryLayout.Member]) {
        for member in members { registers[member.register] = .absent }
    }

    private mutating func read(
        _ field: BinaryField, _ block: Range<Int>, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) {
        try workspace.spend()
        if let at = field.at {
            position = 8 * (at < 0 ? block.upperBound + at : block.lowerBound + at) + field.bit
        }
        if field.isOptional, position >= 8 * block.upperBound {
            if let register = field.register { registers[register] = .absent }
            return
        }
        guard position >= 8 * block.lowerBound else { throw Self.truncated }
        let value = try value(field.content, block.upperBound, source, &workspace)
        if let register = field.register { registers[register] = value }
    }

    private mutating func value(
        _ content: BinaryField.Content, _ end: Int, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        switch content {
        case .number(let number, let asBits):
            let bits = number.bits(of: source, at: try take(number.bytes, end).lowerBound)
            return asBits ? try list(of: bits, 8 * number.bytes, &workspace) : number.value(bits)
        case .bits(let width, let meaning):
            return Self.value(try takeBits(width, end, source), width, meaning)
        case .bytes(let size): return Value(bytes: try take(size, end).moved(by: base))
        case .text(let size): return try text(try take(size, end), source)
        case .bcd(let size): return try Self.bcd(try take(size, end), source)
        case .skip(let count):
            _ = try take(count, end)
            return .absent
        case .list(let size, let layout): return try list(size, layout, end, source, &workspace)
        }
    }

    /// So many whole bytes from here on.
    private mutating func take(_ count: Int, _ end: Int) throws(Refusal) -> Range<Int> {
        let start = byte
        guard count >= 0, start <= end, count <= end - start else { throw Self.truncated }
        position = 8 * (start + count)
        return start..<start + count
    }

    private mutating func take(_ size: BinarySize, _ end: Int) throws(Refusal) -> Range<Int> {
        switch size {
        case .fixed(let count): try take(count, end)
        case .rest: try take(end - byte, end)
        case .register(let register): try take(try count(register), end)
        }
    }

    /// What an earlier field says; a field that is not there says 0.
    private func count(_ register: Int) throws(Refusal) -> Int {
        switch registers[register].kind {
        case .absent: return 0
        case .int where (0...Int64(Limits.arena)).contains(registers[register].int):
            return Int(registers[register].int)
        default: throw .undecodable("has a field that is no possible length")
        }
    }

    private mutating func takeBits(_ width: Int, _ end: Int, _ source: Span<UInt8>) throws(Refusal) -> UInt64
    {
        guard position + width <= 8 * end else { throw Self.truncated }
        var bits: UInt64 = 0
        for place in position..<position + width {
            bits = bits << 1 | UInt64(source[place / 8] >> UInt8(7 - place % 8) & 1)
        }
        position += width
        return bits
    }

    private static func value(_ bits: UInt64, _ width: Int, _ meaning: BinaryField.BitsMeaning) -> Value {
        switch meaning {
        case .unsigned: CBORReader.unsigned(bits)
        case .signed: Value(BinaryNumber.signed(bits, width: width))
        case .boolean: Value(bits != 0)
        }
    }

    /// Up to the first zero byte, without white space at its ends.
    private func text(_ range: Range<Int>, _ source: Span<UInt8>) throws(Refusal) -> Value {
        var end = range.lowerBound
        while end < range.upperBound, source[end] != 0 { end += 1 }
        guard source.extracting(range.lowerBound..<end).isUTF8 else {
            throw .undecodable("has a text that is not UTF-8")
        }
        return Value(text: source.trimmed(range.lowerBound..<end).moved(by: base))
    }

    private static func bcd(_ range: Range<Int>, _ source: Span<UInt8>) throws(Refusal) -> Value {
        guard range.count <= 9 else { throw .undecodable("has a decimal number that is too long") }
        var value: Int64 = 0
        for index in range {
            let (high, low) = (source[index] >> 4, source[index] & 15)
            guard high < 10, low < 10 else { throw .undecodable("has a byte that is not two decimal digits") }
            value = value * 100 + Int64(high) * 10 + Int64(low)
        }
        return Value(value)
    }

    /// Booleans, the least significant bit first.
    private func list(of bits: UInt64, _ width: Int, _ workspace: inout Workspace) throws(Refusal) -> Value {
        try workspace.admit(nodes: width)
        let start = workspace.document.nodes.count
        for place in 0..<width { workspace.document.add(Value(bits >> UInt64(place) & 1 == 1)) }
        return Value(list: start..<workspace.document.nodes.count)
    }

    private mutating func list(
        _ size: BinarySize, _ layout: BinaryLayout, _ end: Int, _ source: Span<UInt8>,
        _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var left =
            switch size {
            case .fixed(let count): count
            case .rest: Int.max
            case .register(let register): try count(register)
            }
        var elements: [Value] = []
        position = 8 * byte
        while left > 0, size != .rest || byte < end {
            try workspace.spend()
            let start = byte
            guard start <= end else { throw Self.truncated }
            clear(layout.members)
            try read(layout, start..<end, source, &workspace)
            elements.append(try table(layout.members, &workspace))
            position = 8 * byte
            left -= 1
            guard byte > start || size != .rest else { throw .undecodable("has an element without bytes") }
        }
        return try workspace.list(of: elements)
    }
}

extension BinaryRun {
    /// One table of all fields; what stands there again counts again, or is one more element of its list.
    mutating func tags(
        _ tags: BinaryTags, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var lists = [[Value]](repeating: [], count: tags.lists.count)
        if let header = tags.header { try read(header, 0..<source.count, source, &workspace) }
        while byte < source.count {
            try workspace.spend(1 + tags.items.count / 32)
            let tag = try take(tags.tagBytes, source.count)
            let item = tags.items.first { source.has($0.tag, at: tag.lowerBound) }
            if item == nil, tags.unknown == .stop { break }
            let block = try block(tags, source)
            guard let item else {
                guard tags.unknown == .skip else {
                    throw .undecodable("has a tag that the mapping does not know")
                }
                continue
            }
            if item.list != nil { clear(item.layout.members) }
            try read(item.layout, block, source, &workspace)
            if let list = item.list { lists[list].append(try table(item.layout.members, &workspace)) }
            if tags.length != nil { position = 8 * block.upperBound }
        }
        return try table(tags, lists, &workspace)
    }

    /// The bytes that a tag's value may have. Stands behind them when their length is told.
    private mutating func block(_ tags: BinaryTags, _ source: Span<UInt8>) throws(Refusal) -> Range<Int> {
        guard let length = tags.length else { return byte..<source.count }
        let count = length.bits(of: source, at: try take(length.bytes, source.count).lowerBound)
        return try take(Int(truncatingIfNeeded: count), source.count)
    }

    private func table(
        _ tags: BinaryTags, _ lists: [[Value]], _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var found: [(name: Int, value: Value)] = []
        for (name, elements) in zip(tags.lists, lists) where !elements.isEmpty {
            found.append((name, try workspace.list(of: elements)))
        }
        let start = workspace.document.nodes.count
        try add(tags.members, &workspace)
        for (name, value) in found { try workspace.admit(value, named: names[name]) }
        return Value(table: start..<workspace.document.nodes.count)
    }
}

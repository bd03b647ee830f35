/// A value in a payload: what it is, and where it stands.
struct OldValue: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        case absent, null, boolean, number, text, escapedText, list, table
    }

    var kind: Kind
    /// Without the quotes of a text.
    var range: Range<Int>

    static let absent = OldValue(kind: .absent, range: 0..<0)

    /// Not there, or there to say that it is not.
    var isMissing: Bool { kind == .absent || kind == .null }
}

/// Why bytes are not JSON.
struct JSONMistake: Error, Hashable {
    /// The byte at which it shows, from 0.
    let position: Int
    let expected: StaticString

    static func == (left: JSONMistake, right: JSONMistake) -> Bool { left.position == right.position }
    func hash(into hasher: inout Hasher) { hasher.combine(position) }
}

/// Reads a payload once, checks all of it (RFC 8259) and keeps where the wanted values stand.
///
/// Of members with one name the last counts. A byte order mark at the start is skipped. The arrays are reused,
/// so that a scan allocates nothing once they have grown.
struct OldScanner: Sendable {
    /// Lists and tables in each other.
    static let maxDepth = 32

    /// One for each slot of the trie.
    private(set) var values: [OldValue] = []
    private var position = 0
    private var key: [UInt8] = []

    mutating func scan(_ bytes: Span<UInt8>, for paths: PathTrie) throws(JSONMistake) {
        values.removeAll(keepingCapacity: true)
        for _ in paths.paths.indices { values.append(.absent) }
        position = bytes.startsWithByteOrderMark ? 3 : 0
        skipSpace(bytes)
        try value(bytes, at: PathTrie.root, depth: 0, paths)
        skipSpace(bytes)
        guard position == bytes.count else { throw mistake("the end") }
    }

    private func mistake(_ expected: StaticString) -> JSONMistake {
        JSONMistake(position: position, expected: expected)
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peek(_ bytes: Span<UInt8>) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func take(_ scalar: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
        guard peek(bytes) == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func value(
        _ bytes: Span<UInt8>, at node: Int, depth: Int, _ paths: PathTrie
    ) throws(JSONMistake) {
        var found = OldValue(kind: .null, range: position..<position)
        switch peek(bytes) {
        case UInt8(ascii: "{"):
            found.kind = .table
            try table(bytes, at: node, depth: depth + 1, paths)
        case UInt8(ascii: "["):
            found.kind = .list
            try list(bytes, at: node, depth: depth + 1, paths)
        case UInt8(ascii: "\""):
            let escaped = try text(bytes)
            found = OldValue(
                kind: escaped ? .escapedText : .text, range: found.range.lowerBound + 1..<position - 1)
        case UInt8(ascii: "t"): (found.kind, _) = (.boolean, try word("true", bytes))
        case UInt8(ascii: "f"): (found.kind, _) = (.boolean, try word("false", bytes))
        case UInt8(ascii: "n"): try word("null", bytes)
        default:
            found.kind = .number
            try number(bytes)
        }
        guard node >= 0, paths.nodes[node].slot >= 0 else { return }
        if found.kind != .text, found.kind != .escapedText {
            found.range = found.range.lowerBound..<position
        }
        values[paths.nodes[node].slot] = found
    }

    private mutating func table(
        _ bytes: Span<UInt8>, at node: Int, depth: Int, _ paths: PathTrie
    ) throws(JSONMistake) {
        guard depth <= Self.maxDepth else { throw mistake("at most 32 levels") }
        position += 1
        skipSpace(bytes)
        if take("}", bytes) { return }
        repeat {
            skipSpace(bytes)
            let child = try name(bytes, below: node, paths)
            skipSpace(bytes)
            guard take(":", bytes) else { throw mistake("':'") }
            skipSpace(bytes)
            try value(bytes, at: child, depth: depth, paths)
            skipSpace(bytes)
        } while take(",", bytes)
        guard take("}", bytes) else { throw mistake("',' or '}'") }
    }

    /// A member's name; what an earlier member of that name left is forgotten.
    private mutating func name(
        _ bytes: Span<UInt8>, below node: Int, _ paths: PathTrie
    ) throws(JSONMistake) -> Int {
        guard peek(bytes) == UInt8(ascii: "\"") else { throw mistake("a name in quotes") }
        let start = position + 1
        let escaped = try text(bytes)
        guard node >= 0 else { return PathTrie.nowhere }
        let child: Int
        if escaped {
            key.removeAll(keepingCapacity: true)
            JSONText.append(bytes, start..<position - 1, to: &key)
            child = paths.member(node, named: key.span)
        } else {
            child = paths.member(node, named: bytes.extracting(start..<position - 1))
        }
        if child >= 0 {
            for slot in paths.nodes[child].slots { values[slot] = .absent }
        }
        return child
    }

    private mutating func list(
        _ bytes: Span<UInt8>, at node: Int, depth: Int, _ paths: PathTrie
    ) throws(JSONMistake) {
        guard depth <= Self.maxDepth else { throw mistake("at most 32 levels") }
        position += 1
        skipSpace(bytes)
        if take("]", bytes) { return }
        var index = 0
        repeat {
            skipSpace(bytes)
            try value(bytes, at: paths.element(node, at: index), depth: depth, paths)
            skipSpace(bytes)
            index += 1
        } while take(",", bytes)
        guard take("]", bytes) else { throw mistake("',' or ']'") }
    }

    private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONMistake) {
        for scalar in word.description.utf8 {
            guard peek(bytes) == scalar else { throw mistake("true, false or null") }
            position += 1
        }
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONMistake) {
        _ = take("-", bytes)
        if !take("0", bytes) { try digits(bytes) }
        if take(".", bytes) { try digits(bytes) }
        if take("e", bytes) || take("E", bytes) {
            if !take("+", bytes) { _ = take("-", bytes) }
            try digits(bytes)
        }
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONMistake) {
        guard (48...57).contains(peek(bytes)) else { throw mistake("a value") }
        while (48...57).contains(peek(bytes)) { position += 1 }
    }

    /// From quote to quote. Says whether there are escapes in it.
    private mutating func text(_ bytes: Span<UInt8>) throws(JSONMistake) -> Bool {
        position += 1
        var escaped = false
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return escaped
            case UInt8(ascii: "\\"):
                escaped = true
                let length = JSONText.escapeLength(bytes, at: position)
                guard length > 0 else { throw mistake("an escape such as \\n or \\u20ac") }
                position += length
            case 0..<0x20: throw mistake("no control character in a text")
            case 0x20..<0x80: position += 1
            default:
                let length = bytes.utf8Length(at: position)
                guard length > 0 else { throw mistake("UTF-8") }
                position += length
            }
        }
        throw mistake("a closing quote")
    }
}

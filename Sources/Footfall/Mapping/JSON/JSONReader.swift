/// Reads JSON (RFC 8259) into a document.
///
/// All of it is checked: UTF-8, escapes, numbers, depth, and that nothing stands after it. Only what is wanted
/// leaves nodes. A byte order mark at the start is passed over. Once the document has grown, it allocates nothing.
struct JSONReader: Sendable {
    init() {}

    /// Whole numbers that fit become an int (-0 is 0), all others the nearest double: 12.0, 1e3, 2^63. A number
    /// beyond the range of doubles becomes infinite. Members of one name all stay, in the order of the payload.
    ///
    /// - Parameters:
    ///   - source: the bytes that stand in the arena from `base` on.
    ///   - interest: what gets nodes. A scalar does wherever something is wanted at or below its place.
    /// - Returns: `absent` if nothing at all is wanted.
    /// - Throws: `malformed`, with the byte at which it shows.
    mutating func read(
        _ source: Span<UInt8>, at base: Int, interest: Interest, into document: inout Document
    ) throws(Refusal) -> Value {
        var at = source.startsWithByteOrderMark ? 3 : 0
        JSONGrammar.skipSpace(source, &at)
        let value: Value
        if interest.root == Interest.nothing {
            try JSONGrammar.skip(source, &at, depth: 0)
            value = .absent
        } else {
            let walk = Walk(base: base, interest: interest)
            value = try walk.value(source, &at, place: interest.root, depth: 0, into: &document)
        }
        JSONGrammar.skipSpace(source, &at)
        guard at == source.count else { throw JSONGrammar.refusal(at, "the end") }
        return value
    }
}

/// The way through the wanted parts.
private struct Walk {
    let base: Int
    let interest: Interest

    /// - Parameter place: where something is wanted.
    func value(
        _ source: Span<UInt8>, _ at: inout Int, place: Int, depth: Int, into document: inout Document
    ) throws(Refusal) -> Value {
        switch JSONGrammar.peek(source, at) {
        case UInt8(ascii: "{"):
            let first = document.nodes.count
            try table(source, &at, place: place, depth: depth, into: &document)
            return Value(table: first..<document.nodes.count)
        case UInt8(ascii: "["):
            let first = document.nodes.count
            try list(source, &at, place: place, depth: depth, into: &document)
            return Value(list: first..<document.nodes.count)
        default: return try scalar(source, &at, into: &document)
        }
    }

    private func scalar(
        _ source: Span<UInt8>, _ at: inout Int, into document: inout Document
    ) throws(Refusal) -> Value {
        let start = at
        switch JSONGrammar.peek(source, at) {
        case UInt8(ascii: "\""):
            let isEscaped = try JSONGrammar.text(source, &at)
            let range = start + 1..<at - 1
            return Value(text: try place(of: range, isEscaped: isEscaped, source, into: &document))
        case UInt8(ascii: "t"):
            try JSONGrammar.word("true", source, &at)
            return Value(true)
        case UInt8(ascii: "f"):
            try JSONGrammar.word("false", source, &at)
            return Value(false)
        case UInt8(ascii: "n"):
            try JSONGrammar.word("null", source, &at)
            return .null
        default:
            let isWhole = try JSONGrammar.number(source, &at)
            return JSONNumber.value(source.extracting(start..<at), isWhole: isWhole)
        }
    }

    private func table(
        _ source: Span<UInt8>, _ at: inout Int, place: Int, depth: Int, into document: inout Document
    ) throws(Refusal) {
        try JSONGrammar.enter(source, &at, depth: depth)
        if JSONGrammar.peek(source, at) == UInt8(ascii: "}") {
            at += 1
            return
        }
        while true {
            try member(source, &at, place: place, depth: depth, into: &document)
            JSONGrammar.skipSpace(source, &at)
            let byte = JSONGrammar.peek(source, at)
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
                throw JSONGrammar.refusal(at, "',' or '}'")
            }
            at += 1
            if byte == UInt8(ascii: "}") { return }
            JSONGrammar.skipSpace(source, &at)
        }
    }

    private func member(
        _ source: Span<UInt8>, _ at: inout Int, place: Int, depth: Int, into document: inout Document
    ) throws(Refusal) {
        let (written, isEscaped) = try JSONGrammar.name(source, &at)
        guard isEscaped else {
            let child = interest.member(place, named: source.extracting(written))
            let name = base + written.lowerBound..<base + written.upperBound
            return try self.child(source, &at, child, named: name, depth: depth, into: &document)
        }
        let name = try self.place(of: written, isEscaped: true, source, into: &document)
        let child = interest.member(place, named: document.bytes.span.extracting(name))
        try self.child(source, &at, child, named: name, depth: depth, into: &document)
    }

    private func list(
        _ source: Span<UInt8>, _ at: inout Int, place: Int, depth: Int, into document: inout Document
    ) throws(Refusal) {
        try JSONGrammar.enter(source, &at, depth: depth)
        if JSONGrammar.peek(source, at) == UInt8(ascii: "]") {
            at += 1
            return
        }
        let child = interest.element(place)
        while true {
            try self.child(source, &at, child, named: 0..<0, depth: depth, into: &document)
            JSONGrammar.skipSpace(source, &at)
            let byte = JSONGrammar.peek(source, at)
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
                throw JSONGrammar.refusal(at, "',' or ']'")
            }
            at += 1
            if byte == UInt8(ascii: "]") { return }
            JSONGrammar.skipSpace(source, &at)
        }
    }

    /// A member's value or an element, with its node if it is wanted.
    @inline(__always) private func child(
        _ source: Span<UInt8>, _ at: inout Int, _ place: Int, named name: Range<Int>, depth: Int,
        into document: inout Document
    ) throws(Refusal) {
        if place == Interest.nothing { return try JSONGrammar.skip(source, &at, depth: depth + 1) }
        guard document.nodes.count < Limits.nodes else {
            throw Refusal(code: .malformed, detail: "more than \(Limits.nodes) values")
        }
        switch JSONGrammar.peek(source, at) {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let node = document.open(named: name)
            let value = try value(source, &at, place: place, depth: depth + 1, into: &document)
            document.close(node, value)
        default: document.add(try scalar(source, &at, into: &document), named: name)
        }
    }

    /// Where a text stands in the arena: where it came from, or at the end if it had to be decoded.
    @inline(__always) private func place(
        of written: Range<Int>, isEscaped: Bool, _ source: Span<UInt8>, into document: inout Document
    ) throws(Refusal) -> Range<Int> {
        if !isEscaped { return base + written.lowerBound..<base + written.upperBound }
        let start = document.bytes.count
        JSONText.append(source, written, to: &document.bytes)
        guard document.bytes.count <= Limits.arena else {
            throw Refusal(code: .malformed, detail: "takes more than \(Limits.arena) bytes")
        }
        return start..<document.bytes.count
    }
}

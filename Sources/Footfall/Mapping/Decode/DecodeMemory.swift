extension Refusal {
    /// The bytes can not be decoded.
    static func undecodable(_ detail: String) -> Refusal { Refusal(code: .malformed, detail: detail) }
}

extension Workspace {
    /// Adds a child to the document, as long as there is room.
    mutating func admit(_ value: Value, named name: Range<Int> = 0..<0) throws(Refusal) {
        try admit(nodes: 1)
        document.add(value, named: name)
    }

    /// Refuses when so many nodes more are too many.
    func admit(nodes count: Int) throws(Refusal) {
        guard document.nodes.count + count <= Limits.nodes else {
            throw .undecodable("has more than \(Limits.nodes) values")
        }
    }

    /// Refuses when so many bytes more are too many.
    func admit(bytes count: Int) throws(Refusal) {
        guard document.bytes.count + count <= Limits.arena else {
            throw .undecodable("unfolds to more than \(Limits.arena) bytes")
        }
    }

    /// Adds all as the elements of a list; what is in them stands elsewhere.
    mutating func list(of values: [Value]) throws(Refusal) -> Value {
        let start = document.nodes.count
        for value in values { try admit(value) }
        return Value(list: start..<document.nodes.count)
    }

    /// Pays for a look at so many bytes.
    mutating func spend(bytes count: Int) throws(Refusal) { try spend(1 + count / 256) }
}

extension Span<UInt8> {
    /// The range without white space at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isSpace { start += 1 }
        while end > start, self[end - 1].isSpace { end -= 1 }
        return start..<end
    }

    /// The whole without a byte order mark, checked to be UTF-8.
    func utf8Body() throws(Refusal) -> Range<Int> {
        guard isUTF8 else { throw .undecodable("is not UTF-8; name its 'charset'") }
        return (startsWithByteOrderMark ? 3 : 0)..<count
    }
}

extension Range<Int> {
    func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}

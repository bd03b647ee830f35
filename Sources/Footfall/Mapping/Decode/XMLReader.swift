/// XML without a document type, as a tree.
///
/// Names lose their prefix. An attribute is a member `@name`. An element with nothing but text is a text; else it
/// is a table, with its text as `#text`. An element that stands there more than once is a list.
struct XMLReader: Sendable {
    /// Elements with these names are lists even when they stand there once.
    var lists: [String] = []
    /// A step before made UTF-8 of it, whatever its declaration says.
    var isDecoded = false

    func decode(
        _ source: Span<UInt8>, at base: Int, into workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var parser = XMLParser(base: base)
        try parser.parse(source, &workspace)
        let names = lists.map { Array($0.utf8) }
        let builder = XMLBuilder(elements: parser.elements, lists: names)
        return try builder.payload(&workspace)
    }

    /// The charset that the declaration names; `nil` for UTF-8, which needs no work.
    static func charset(of source: Span<UInt8>) throws(Refusal) -> Charset? {
        if source.count >= 2 {
            let pair = (source[0], source[1])
            if pair == (0xFE, 0xFF) || pair == (0xFF, 0xFE) || pair == (0, 0x3C) || pair == (0x3C, 0) {
                return .utf16
            }
        }
        let start = source.startsWithByteOrderMark ? 3 : 0
        guard source.has(Array("<?xml".utf8), at: start), let word = encoding(source, from: start) else {
            return nil
        }
        // UTF-16 would not have been readable up to here.
        if ["utf-8", "us-ascii", "ascii", "utf-16"].contains(word) { return nil }
        guard let charset = Charset(rawValue: word) else {
            throw Refusal(code: .unsupported, detail: "is XML in an encoding that is not known")
        }
        return charset
    }

    private static func encoding(_ source: Span<UInt8>, from start: Int) -> String? {
        let sign = Array("encoding".utf8)
        var position = start
        while position < source.count, source[position] != UInt8(ascii: ">") {
            if source.has(sign, at: position) {
                return word(source, after: position + sign.count)
            }
            position += 1
        }
        return nil
    }

    /// What stands between the next two quotes, in small letters.
    private static func word(_ source: Span<UInt8>, after start: Int) -> String? {
        var position = start
        while position < source.count, source[position] != 0x22, source[position] != 0x27 { position += 1 }
        guard position < source.count else { return nil }
        let quote = source[position]
        var end = position + 1
        while end < source.count, source[end] != quote, end - position < 40 { end += 1 }
        return String(utf8: source.extracting(position + 1..<end)).lowercased()
    }
}

/// An element while it is read: its place among the others, and where its texts stand in the arena.
struct XMLElement {
    let name: Range<Int>
    let parent: Int
    var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    var text = 0..<0
    /// Places of the elements in it.
    var children: [Int] = []
}

/// Makes the tree of the elements, from the leaves up.
struct XMLBuilder {
    let elements: [XMLElement]
    let lists: [[UInt8]]

    /// A table with the root as its only member.
    func payload(_ workspace: inout Workspace) throws(Refusal) -> Value {
        var values = [Value](repeating: .null, count: elements.count)
        // Children stand after their parents.
        for place in elements.indices.reversed() {
            values[place] = try value(of: place, values, &workspace)
        }
        return try table([0], attributes: [], text: 0..<0, values, &workspace)
    }

    private func value(
        of place: Int, _ values: [Value], _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        let element = elements[place]
        let text = workspace.document.bytes.span.trimmed(element.text)
        if element.attributes.isEmpty, element.children.isEmpty { return Value(text: text) }
        return try table(element.children, attributes: element.attributes, text: text, values, &workspace)
    }

    private func table(
        _ children: [Int], attributes: [(name: Range<Int>, value: Range<Int>)], text: Range<Int>,
        _ values: [Value], _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        var members: [(name: Range<Int>, value: Value)] = attributes.map { ($0.name, Value(text: $0.value)) }
        for group in try groups(children, &workspace) {
            let name = elements[group[0]].name
            let isList = group.count > 1 || isListed(name, workspace.document)
            let found = group.map { values[$0] }
            members.append((name, isList ? try workspace.list(of: found) : values[group[0]]))
        }
        if !text.isEmpty { members.append((workspace.document.append("#text"), Value(text: text))) }
        let start = workspace.document.nodes.count
        for member in members { try workspace.admit(member.value, named: member.name) }
        return Value(table: start..<workspace.document.nodes.count)
    }

    /// Elements of one name together, in the order of the first of each.
    private func groups(_ children: [Int], _ workspace: inout Workspace) throws(Refusal) -> [[Int]] {
        var groups: [[Int]] = []
        for child in children {
            try workspace.spend(1 + groups.count / 16)
            let place = groups.firstIndex { group in
                isSame(elements[group[0]].name, elements[child].name, workspace.document)
            }
            if let place { groups[place].append(child) } else { groups.append([child]) }
        }
        return groups
    }

    private func isListed(_ name: Range<Int>, _ document: Document) -> Bool {
        lists.contains { $0.count == name.count && document.bytes.span.has($0, at: name.lowerBound) }
    }

    private func isSame(_ left: Range<Int>, _ right: Range<Int>, _ document: Document) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count
        where document.bytes[left.lowerBound + index] != document.bytes[right.lowerBound + index] {
            return false
        }
        return true
    }
}

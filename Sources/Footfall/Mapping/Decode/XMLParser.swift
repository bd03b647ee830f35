/// Reads XML strictly: matching tags, one root, no document type, only the five entities that need none.
struct XMLParser {
    /// In the order of their start tags; the root is the first.
    private(set) var elements: [XMLElement] = []
    private let base: Int
    private var position = 0
    /// The place of the element that is open; -1 outside the root.
    private var current = -1
    private var depth = 0

    init(base: Int) { self.base = base }

    mutating func parse(_ source: Span<UInt8>, _ workspace: inout Workspace) throws(Refusal) {
        position = try source.utf8Body().lowerBound
        while position < source.count {
            try workspace.spend(bytes: 64)
            if source[position] == UInt8(ascii: "<") {
                try markup(source, &workspace)
            } else {
                try text(source, &workspace)
            }
        }
        guard current == -1, !elements.isEmpty else { throw Self.broken }
    }

    private static var broken: Refusal { .undecodable("is not well-formed XML") }

    private mutating func markup(_ source: Span<UInt8>, _ workspace: inout Workspace) throws(Refusal) {
        if source.has(Array("<?".utf8), at: position) {
            _ = try skip(past: "?>", source)
        } else if source.has(Array("<!--".utf8), at: position) {
            position += 4
            _ = try skip(past: "-->", source)
        } else if source.has(Array("<![CDATA[".utf8), at: position) {
            position += 9
            let range = try skip(past: "]]>", source)
            try add(range, source, &workspace)
        } else if source.has(Array("<!".utf8), at: position) {
            throw .undecodable("is XML with a document type, which is not read")
        } else if source.has(Array("</".utf8), at: position) {
            try close(source)
        } else {
            try open(source, &workspace)
        }
    }

    /// What stands before the sign.
    private mutating func skip(past sign: String, _ source: Span<UInt8>) throws(Refusal) -> Range<Int> {
        let (start, bytes) = (position, Array(sign.utf8))
        while position < source.count {
            if source.has(bytes, at: position) {
                position += bytes.count
                return start..<position - bytes.count
            }
            position += 1
        }
        throw Self.broken
    }

    private mutating func close(_ source: Span<UInt8>) throws(Refusal) {
        position += 2
        let name = try name(source)
        skipSpace(source)
        try take(">", source)
        guard current >= 0, isSame(elements[current].name, name.local.moved(by: base), source) else {
            throw Self.broken
        }
        leave()
    }

    private mutating func leave() {
        current = elements[current].parent
        depth -= 1
    }

    private mutating func open(_ source: Span<UInt8>, _ workspace: inout Workspace) throws(Refusal) {
        position += 1
        guard current >= 0 || elements.isEmpty else { throw Self.broken }
        guard depth < Limits.depth else { throw .undecodable("is nested too deep") }
        let name = try name(source).local.moved(by: base)
        elements.append(XMLElement(name: name, parent: current))
        if current >= 0 { elements[current].children.append(elements.count - 1) }
        current = elements.count - 1
        depth += 1
        while true {
            let hadSpace = skipSpace(source)
            guard position < source.count else { throw Self.broken }
            switch source[position] {
            case UInt8(ascii: ">"):
                position += 1
                return
            case UInt8(ascii: "/"):
                position += 1
                try take(">", source)
                return leave()
            default:
                guard hadSpace else { throw Self.broken }
                try attribute(source, &workspace)
            }
        }
    }

    private mutating func attribute(_ source: Span<UInt8>, _ workspace: inout Workspace) throws(Refusal) {
        try workspace.spend()
        let name = try name(source)
        skipSpace(source)
        try take("=", source)
        skipSpace(source)
        guard position < source.count, source[position] == 0x22 || source[position] == 0x27 else {
            throw Self.broken
        }
        let quote = source[position]
        position += 1
        let start = workspace.document.bytes.count
        try copy(source, until: quote, &workspace)
        let value = start..<workspace.document.bytes.count
        try take(Unicode.Scalar(quote), source)
        // Namespaces are not looked at.
        if name.isNamespace { return }
        let member = workspace.document.append("@")
        _ = workspace.document.append(source.extracting(name.local))
        elements[current].attributes.append((member.lowerBound..<workspace.document.bytes.count, value))
    }

    private mutating func text(_ source: Span<UInt8>, _ workspace: inout Workspace) throws(Refusal) {
        let start = workspace.document.bytes.count
        try copy(source, until: UInt8(ascii: "<"), &workspace)
        try join(start..<workspace.document.bytes.count, &workspace)
    }

    private mutating func add(
        _ range: Range<Int>, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) {
        try workspace.admit(bytes: range.count)
        try join(workspace.document.append(source.extracting(range)), &workspace)
    }

    /// Puts a new end of the arena behind the text of the open element.
    private mutating func join(_ piece: Range<Int>, _ workspace: inout Workspace) throws(Refusal) {
        let trimmed = workspace.document.bytes.span.trimmed(piece)
        guard current >= 0 else {
            guard trimmed.isEmpty else { throw Self.broken }
            return
        }
        let old = elements[current].text
        if trimmed.isEmpty && old.isEmpty { return }
        if old.isEmpty || old.upperBound == piece.lowerBound {
            elements[current].text = (old.isEmpty ? piece.lowerBound : old.lowerBound)..<piece.upperBound
            return
        }
        // Something stands between: both are written anew behind it.
        try workspace.spend(bytes: old.count)
        try workspace.admit(bytes: old.count + piece.count)
        let bytes = Array(workspace.document.bytes[old] + workspace.document.bytes[piece])
        elements[current].text = workspace.document.append(bytes.span)
    }

    /// Copies to the arena up to a sign, with references replaced.
    private mutating func copy(
        _ source: Span<UInt8>, until end: UInt8, _ workspace: inout Workspace
    ) throws(Refusal) {
        try workspace.admit(bytes: 0)
        while position < source.count, source[position] != end {
            switch source[position] {
            case UInt8(ascii: "&"): try reference(source, &workspace.document.bytes)
            case UInt8(ascii: "<"): throw Self.broken
            default:
                workspace.document.bytes.append(source[position])
                position += 1
            }
        }
    }

    private mutating func reference(_ source: Span<UInt8>, _ output: inout [UInt8]) throws(Refusal) {
        let start = position + 1
        var end = start
        while end < source.count, end - start < 10, source[end] != UInt8(ascii: ";") { end += 1 }
        guard end < source.count, source[end] == UInt8(ascii: ";") else { throw Self.broken }
        position = end + 1
        switch String(utf8: source.extracting(start..<end)) {
        case "lt": output.append(UInt8(ascii: "<"))
        case "gt": output.append(UInt8(ascii: ">"))
        case "amp": output.append(UInt8(ascii: "&"))
        case "apos": output.append(UInt8(ascii: "'"))
        case "quot": output.append(UInt8(ascii: "\""))
        case let word:
            guard let code = Self.code(word) else { throw Self.broken }
            Charset.append(code, to: &output)
        }
    }

    /// Of `#65` or `#x41`; `nil` unless XML allows the character.
    private static func code(_ word: String) -> UInt32? {
        guard word.hasPrefix("#") else { return nil }
        let isHex = word.hasPrefix("#x")
        let digits = word.dropFirst(isHex ? 2 : 1)
        guard digits.utf8.allSatisfy({ Hex.digit($0) != nil }),
            let code = UInt32(digits, radix: isHex ? 16 : 10), Unicode.Scalar(code) != nil
        else { return nil }
        return code >= 0x20 || [9, 10, 13].contains(code) ? code : nil
    }

    private struct Name {
        /// Without its prefix.
        let local: Range<Int>
        let isNamespace: Bool
    }

    private mutating func name(_ source: Span<UInt8>) throws(Refusal) -> Name {
        let start = position
        var local = position
        while position < source.count, Self.isName(source[position], isFirst: position == local) {
            position += 1
            if source[position - 1] == UInt8(ascii: ":") { local = position }
        }
        guard position > local else { throw Self.broken }
        let isNamespace =
            source.has(Array("xmlns".utf8), at: start) && (local > start || position - start == 5)
        return Name(local: local..<position, isNamespace: isNamespace)
    }

    private static func isName(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case 65...90, 97...122, UInt8(ascii: "_"), 0x80...0xFF: true
        case 48...57, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"): !isFirst
        default: false
        }
    }

    @discardableResult
    private mutating func skipSpace(_ source: Span<UInt8>) -> Bool {
        let start = position
        while position < source.count, source[position].isSpace { position += 1 }
        return position > start
    }

    private mutating func take(_ sign: Unicode.Scalar, _ source: Span<UInt8>) throws(Refusal) {
        guard position < source.count, source[position] == UInt8(ascii: sign) else { throw Self.broken }
        position += 1
    }

    /// Whether two names, as places in the arena, are the same.
    private func isSame(_ left: Range<Int>, _ right: Range<Int>, _ source: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count
        where source[left.lowerBound - base + index] != source[right.lowerBound - base + index] {
            return false
        }
        return true
    }
}

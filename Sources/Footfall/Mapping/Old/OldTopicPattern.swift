/// The first stage: does the topic belong to this mapping, and what does it tell?
struct OldTopicPattern: Sendable {
    enum Level: Hashable, Sendable {
        case literal([UInt8])
        /// `+`
        case any
        /// `{name}`, with what stands before and after it in the level.
        case capture(before: [UInt8], after: [UInt8])
        /// `#`
        case rest
    }

    let levels: [Level]
    /// In the order of the topic.
    let captures: [String]

    init(_ text: String) throws(Mistake) {
        var levels: [Level] = []
        var captures: [String] = []
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !text.isEmpty else { throw Mistake(problem: "expected a topic, got nothing") }
        for (index, part) in parts.enumerated() {
            if part == "#" {
                guard index == parts.count - 1 else { throw Mistake(problem: "'#' stands only at the end") }
                levels.append(.rest)
            } else if part == "+" {
                levels.append(.any)
            } else {
                levels.append(try Self.level(part, &captures))
            }
        }
        self.levels = levels
        self.captures = captures
    }

    private static func level(_ part: String, _ captures: inout [String]) throws(Mistake) -> Level {
        guard !part.contains("+"), !part.contains("#") else {
            throw Mistake(problem: "a wildcard is a level of its own, got '\(part)'")
        }
        guard let open = part.firstIndex(of: "{") else {
            guard !part.contains("}") else { throw Mistake(problem: "'}' without '{' in '\(part)'") }
            return .literal(Array(part.utf8))
        }
        guard let close = part.firstIndex(of: "}"), open < close else {
            throw Mistake(problem: "'{' without '}' in '\(part)'")
        }
        let name = String(part[part.index(after: open)..<close])
        let after = part[part.index(after: close)...]
        guard !after.contains("{"), !after.contains("}") else {
            throw Mistake(problem: "one {capture} a level, got '\(part)'")
        }
        guard !name.isEmpty, name.utf8.allSatisfy({ isNameByte($0) }) else {
            throw Mistake(problem: "a {capture} is named with letters, digits and '_', got '{\(name)}'")
        }
        guard !captures.contains(name) else { throw Mistake(problem: "'{\(name)}' stands there twice") }
        captures.append(name)
        return .capture(before: Array(part[..<open].utf8), after: Array(after.utf8))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 95: true
        default: false
        }
    }

    /// The filter to subscribe to at the broker.
    var filter: String {
        levels.map { level in
            switch level {
            case .literal(let bytes): String(utf8: bytes.span)
            case .any, .capture: "+"
            case .rest: "#"
            }
        }.joined(separator: "/")
    }

    /// - Parameter found: takes the place of each capture in the topic.
    func matches(_ topic: Span<UInt8>, found: inout [Range<Int>]) -> Bool {
        found.removeAll(keepingCapacity: true)
        var start = 0
        for (index, level) in levels.enumerated() {
            if level == .rest { return index > 0 || !isReserved(topic) }
            guard start <= topic.count else { return false }
            var end = start
            while end < topic.count, topic[end] != UInt8(ascii: "/") { end += 1 }
            switch level {
            case .literal(let bytes):
                guard end - start == bytes.count, Self.isEqual(bytes, topic, at: start) else { return false }
            case .any:
                if index == 0, isReserved(topic) { return false }
            case .capture(let before, let after):
                if index == 0, before.isEmpty, isReserved(topic) { return false }
                let range = start + before.count..<max(start + before.count, end - after.count)
                // An empty level names nothing.
                guard before.count + after.count < end - start, Self.isEqual(before, topic, at: start),
                    Self.isEqual(after, topic, at: range.upperBound)
                else { return false }
                found.append(range)
            case .rest: return true
            }
            start = end + 1
        }
        return start > topic.count
    }

    /// Topics that begin with `$` belong to the broker; wildcards leave them alone.
    private func isReserved(_ topic: Span<UInt8>) -> Bool { topic.count > 0 && topic[0] == UInt8(ascii: "$") }

    private static func isEqual(_ bytes: [UInt8], _ topic: Span<UInt8>, at start: Int) -> Bool {
        for index in bytes.indices where bytes[index] != topic[start + index] { return false }
        return true
    }

    struct Mistake: Error {
        let problem: String
    }
}

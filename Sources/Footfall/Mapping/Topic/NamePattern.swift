/// A name with parts that change: one level of a topic, or a member of a table. `line_{n:[0-9]+}_{way:in|out}`.
///
/// `{name}` takes one or more characters, as few as lets the rest match; `{name:pattern}` what the regular
/// expression takes. The time is linear in the length of the name, whoever sent it.
final class NamePattern: Sendable {
    static let mostCaptures = 4

    /// As it is written, for people; empty for a level of a topic.
    let text: String
    /// In the order of the name.
    let captures: [String]
    private let pieces: [PatternPiece]
    /// The way without the regular expression can be gone.
    private let isWalkable: Bool
    /// The whole pattern, and for each capture its group. `nil`: where the walk finds nothing, nothing is.
    private let whole: (regex: Regex, groups: [Int])?

    convenience init(_ text: String) throws(Mistake) {
        guard !text.isEmpty else { throw Mistake(character: 1, expected: "a name, got nothing") }
        var reader = PatternReader(text)
        let pieces = try reader.pieces(inTopic: false)
        if pieces.contains(.capture(.levels)) {
            throw Mistake(character: 1, expected: "no {name:#}: it stands for levels of a topic")
        }
        try self.init(pieces, captures: reader.captures, text: text)
    }

    init(_ pieces: [PatternPiece], captures: [String], text: String = "") throws(Mistake) {
        self.text = text
        self.pieces = pieces
        self.captures = captures
        isWalkable = Self.isWalkable(pieces)
        whole = isWalkable && Self.isForced(pieces) ? nil : try Self.whole(pieces)
    }

    var beginsWithLiteral: Bool { pieces.first?.literal != nil }

    /// `{name}` alone: whatever stands there.
    var takesAll: Bool { pieces == [.capture(.any)] }

    /// - Parameter found: takes the place of each capture in the name.
    func match(_ name: Span<UInt8>, into found: inout [Range<Int>], _ memory: inout RegexMemory) -> Bool {
        found.shrink(to: 0)
        return match(name, at: 0, into: &found, &memory)
    }

    /// Adds the places of the captures, counted from `start` bytes before the name.
    func match(
        _ name: Span<UInt8>, at start: Int, into found: inout [Range<Int>], _ memory: inout RegexMemory
    ) -> Bool {
        let count = found.count
        if isWalkable, walk(name, at: start, into: &found) { return true }
        found.shrink(to: count)
        guard let whole, whole.regex.capturesWhole(name, in: &memory) else { return false }
        for group in whole.groups {
            guard group < memory.groups.count, let range = memory.groups[group] else { return false }
            found.append(start + range.lowerBound..<start + range.upperBound)
        }
        return true
    }

    /// Each capture takes what it takes first, and is not asked again.
    private func walk(_ name: Span<UInt8>, at start: Int, into found: inout [Range<Int>]) -> Bool {
        var position = 0
        for index in pieces.indices {
            switch pieces[index] {
            case .literal(let bytes):
                guard name.has(bytes, at: position) else { return false }
                position += bytes.count
            case .capture(let part):
                guard let end = end(of: part, at: index, name, from: position) else { return false }
                found.append(start + position..<start + end)
                position = end
            }
        }
        return position == name.count
    }

    private func end(
        of part: PatternPiece.Part, at index: Int, _ name: Span<UInt8>, from start: Int
    ) -> Int? {
        switch part {
        case .any: anyEnd(index, name, from: start)
        case .digits: name.digitsEnd(from: start)
        case .words(let words): words.first { name.has($0, at: start) }.map { start + $0.count }
        case .regex, .levels: nil
        }
    }

    /// Up to the next literal; what stands last is tied to the end.
    private func anyEnd(_ index: Int, _ name: Span<UInt8>, from start: Int) -> Int? {
        guard index + 1 < pieces.count, let next = pieces[index + 1].literal else {
            return start < name.count ? name.count : nil
        }
        if index + 2 == pieces.count {
            let end = name.count - next.count
            return start < end ? end : nil
        }
        var end = start + 1
        while end + next.count <= name.count {
            if name.has(next, at: end) { return end }
            end += 1
        }
        return nil
    }
}

extension NamePattern {
    /// No regular expression, and behind each `{name}` a literal or the end.
    private static func isWalkable(_ pieces: [PatternPiece]) -> Bool {
        pieces.indices.allSatisfy { index in
            switch pieces[index].part {
            case nil, .digits, .words: true
            case .any: index + 1 == pieces.count || pieces[index + 1].literal != nil
            case .regex, .levels: false
            }
        }
    }

    /// No capture could have taken something else to more success.
    private static func isForced(_ pieces: [PatternPiece]) -> Bool {
        let parts = pieces.compactMap(\.part)
        // Of several `{name}`s each taking the least leaves the most to the rest.
        if parts.allSatisfy({ $0 == .any }) { return true }
        return pieces.indices.allSatisfy { index in
            switch pieces[index].part {
            case nil: true
            case .digits: index + 1 == pieces.count || pieces[index + 1].literal.map(isNoDigit) ?? false
            case .words(let words): isPrefixFree(words)
            case .any, .regex, .levels: false
            }
        }
    }

    private static func isNoDigit(_ bytes: [UInt8]) -> Bool { bytes.first.map { !$0.isDigit } ?? false }

    private static func isPrefixFree(_ words: [[UInt8]]) -> Bool {
        words.indices.allSatisfy { index in
            words.indices.allSatisfy { $0 == index || !words[$0].starts(with: words[index]) }
        }
    }

    private static func whole(_ pieces: [PatternPiece]) throws(Mistake) -> (Regex, [Int]) {
        var text = ""
        var (groups, next): ([Int], Int) = ([], 1)
        for piece in pieces {
            switch piece {
            case .literal(let bytes): text += escaped(String(utf8: bytes.span))
            case .capture(let part):
                groups.append(next)
                next += 1 + groupCount(part.text)
                text += "(\(part.text))"
            }
        }
        return (try Regex(text), groups)
    }

    private static func escaped(_ text: String) -> String {
        text.map { "\\.+*?()|[]{}^$".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }

    /// How many groups a regular expression opens.
    private static func groupCount(_ text: String) -> Int {
        let characters = Array(text)
        var (position, count, isClass) = (0, 0, false)
        while position < characters.count {
            switch characters[position] {
            case "\\": position += 1
            case "[": isClass = true
            case "]": isClass = false
            case "(" where !isClass && isCapturing(characters[(position + 1)...]): count += 1
            default: break
            }
            position += 1
        }
        return count
    }

    private static func isCapturing(_ rest: ArraySlice<Character>) -> Bool {
        rest.first != "?" || rest.starts(with: Array("?P<")) || rest.starts(with: Array("?<"))
    }
}

extension Span<UInt8> {
    /// Whether `bytes` stand at `start`.
    func has(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + bytes.count <= count else { return false }
        for index in bytes.indices where bytes[index] != self[start + index] { return false }
        return true
    }

    /// The end of the digits that begin here; `nil` if none does.
    fileprivate func digitsEnd(from start: Int) -> Int? {
        var end = start
        while end < count, self[end].isDigit { end += 1 }
        return end > start ? end : nil
    }
}

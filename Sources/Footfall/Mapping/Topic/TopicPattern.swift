/// The first stage: does the topic belong to this mapping, and what does it tell?
///
/// Levels are literals, `+` and, last, `#` as in MQTT; a `NamePattern`; or `{name:#}`, which takes one or more
/// whole levels, anywhere but at most once.
struct TopicPattern: Sendable {
    private enum Level: Sendable {
        case literal([UInt8])
        /// `+`
        case any
        case pattern(NamePattern)
        /// `{name:#}`
        case several
        /// `#`
        case rest

        var isLiteral: Bool { if case .literal = self { true } else { false } }
        var isSeveral: Bool { if case .several = self { true } else { false } }
        var isRest: Bool { if case .rest = self { true } else { false } }
    }

    /// As it is written, for people.
    let text: String
    /// In the order of the topic.
    let captures: [String]
    private let levels: [Level]
    /// Where `{name:#}` stands.
    private let several: Int?
    /// Topics that begin with `$` belong to the broker; wildcards leave them alone.
    private let takesReserved: Bool

    init(_ text: String) throws(Mistake) {
        guard !text.isEmpty else { throw Mistake(character: 1, expected: "a topic, got nothing") }
        var reader = PatternReader(text)
        var levels: [Level] = []
        repeat {
            let start = reader.character
            if levels.last?.isRest ?? false {
                throw reader.mistake(at: start - 2, "'#' only at the end; elsewhere {name:#}")
            }
            let known = reader.captures.count
            let pieces = try reader.pieces(inTopic: true)
            let names = Array(reader.captures[known...])
            levels.append(try Self.level(pieces, names, isSecond: levels.contains(where: \.isSeveral), start))
        } while reader.nextLevel()
        self.text = text
        captures = reader.captures
        several = levels.firstIndex(where: \.isSeveral)
        takesReserved = Self.takesReserved(levels[0])
        self.levels = levels
    }

    private static func level(
        _ pieces: [PatternPiece], _ names: [String], isSecond: Bool, _ start: Int
    ) throws(Mistake) -> Level {
        if pieces.isEmpty { return .literal([]) }
        if pieces == [.literal(Array("+".utf8))] { return .any }
        if pieces == [.literal(Array("#".utf8))] {
            guard !isSecond else {
                throw Mistake(character: start, expected: "no '#' after {name:#}")
            }
            return .rest
        }
        if pieces.contains(.capture(.levels)) {
            guard pieces.count == 1, !isSecond else {
                throw Mistake(
                    character: start,
                    expected: "{name:#} as a level of its own, and once; in a level write {name}")
            }
            return .several
        }
        let literals = pieces.compactMap(\.literal).joined()
        guard !literals.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }) else {
            throw Mistake(character: start, expected: "a wildcard as a level of its own, or {name}")
        }
        if names.isEmpty { return .literal(Array(literals)) }
        return .pattern(try NamePattern(pieces, captures: names))
    }

    private static func takesReserved(_ first: Level) -> Bool {
        guard case .pattern(let pattern) = first else { return first.isLiteral }
        return pattern.beginsWithLiteral
    }

    /// The filter to subscribe to at the broker. It may bring more than matches.
    var filter: String {
        var parts: [String] = []
        for level in levels {
            switch level {
            case .literal(let bytes): parts.append(String(utf8: bytes.span))
            case .any, .pattern: parts.append("+")
            case .several, .rest: return (parts + ["#"]).joined(separator: "/")
            }
        }
        return parts.joined(separator: "/")
    }

    /// Whether all that the filter brings matches.
    var isExact: Bool {
        levels.enumerated().allSatisfy { index, level in
            switch level {
            case .literal, .any, .rest: true
            case .pattern(let pattern): pattern.takesAll
            case .several: index == levels.count - 1
            }
        }
    }

    /// - Parameter found: takes the place of each capture in the topic.
    func matches(
        _ topic: Span<UInt8>, found: inout [Range<Int>], _ memory: inout RegexMemory
    ) -> Bool {
        found.shrink(to: 0)
        if !takesReserved, topic.count > 0, topic[0] == UInt8(ascii: "$") { return false }
        guard let several else {
            return matches(levels.indices, topic, from: 0, to: topic.count, &found, &memory)
        }
        let after = levels.count - several - 1
        guard let start = topic.start(ofLevel: several), let end = topic.end(beforeLast: after), start < end,
            matches(0..<several, topic, from: 0, to: start - 1, &found, &memory)
        else { return false }
        found.append(start..<end)
        return matches(several + 1..<levels.count, topic, from: end + 1, to: topic.count, &found, &memory)
    }

    /// Levels against a part of the topic; none of them leave none of it.
    private func matches(
        _ places: Range<Int>, _ topic: Span<UInt8>, from: Int, to: Int,
        _ found: inout [Range<Int>], _ memory: inout RegexMemory
    ) -> Bool {
        var start = from
        for place in places {
            if levels[place].isRest { return true }
            guard start <= to else { return false }
            let end = topic.levelEnd(from: start, to: to)
            switch levels[place] {
            case .literal(let bytes):
                guard end - start == bytes.count, topic.has(bytes, at: start) else { return false }
            case .pattern(let pattern):
                guard pattern.match(topic.extracting(start..<end), at: start, into: &found, &memory) else {
                    return false
                }
            case .any, .several, .rest: break
            }
            start = end + 1
        }
        return start > to
    }
}

extension Span<UInt8> {
    fileprivate func levelEnd(from start: Int, to limit: Int) -> Int {
        var end = start
        while end < limit, self[end] != UInt8(ascii: "/") { end += 1 }
        return end
    }

    /// Where a level begins, counted from 0; `nil` if there are fewer.
    fileprivate func start(ofLevel level: Int) -> Int? {
        var start = 0
        for _ in 0..<level {
            start = levelEnd(from: start, to: count) + 1
            if start > count { return nil }
        }
        return start
    }

    /// Where the level ends that has so many behind it.
    fileprivate func end(beforeLast levels: Int) -> Int? {
        var end = count
        for _ in 0..<levels {
            repeat {
                end -= 1
                if end < 0 { return nil }
            } while self[end] != UInt8(ascii: "/")
        }
        return end
    }
}

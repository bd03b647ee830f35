import Foundation
import Testing

@testable import Footfall

@Suite("A regular expression")
struct RegexTests {
    private func found(_ pattern: String, in text: String) throws -> [String?]? {
        var memory = RegexMemory()
        let bytes = Array(text.utf8)
        guard try Regex(pattern).captures(bytes.span, in: &memory) else { return nil }
        return memory.groups.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
    }

    @Test(
        "captures as RE2 and Python do",
        arguments: [
            ("line_([0-9]+)_period_(in|out)", "line_12_period_out", ["line_12_period_out", "12", "out"]),
            ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]),
            ("(?i)käse", "KÄSE", ["KÄSE"]), ("(a+?)(a*)", "aaa", ["aaa", "a", "aa"]),
            ("^\\d{2,3}$", "123", ["123"]), ("[^a-c]+", "abcxyz", ["xyz"]), ("\\bb\\w+", "abc bcd", ["bcd"]),
            ("(a)|(b)", "b", ["b", nil, "b"]), ("\\x41\\u00e4", "Aä", ["Aä"]), ("x*", "aaa", [""]),
            ("(?:(a)|b)*", "ab", ["ab", "a"]), ("(?P<n>a.c)", "zabc", ["abc", "abc"]),
        ] as [(String, String, [String?])])
    func captures(pattern: String, text: String, expected: [String?]) throws {
        #expect(try found(pattern, in: text) == expected)
    }

    @Test(
        "finds nothing where nothing is",
        arguments: [
            ("^b", "ab"), ("a$", "ab"), ("[a-c]{3}", "abdc"), (".", "\n"), ("a\\B", "a b"), ("é", "e"),
        ])
    func misses(pattern: String, text: String) throws {
        #expect(try found(pattern, in: text) == nil)
    }

    @Test("can ask for the whole text")
    func whole() throws {
        var memory = RegexMemory()
        let regex = try Regex("a|ab")
        #expect(regex.matchesWhole(Array("ab".utf8).span, in: &memory))
        #expect(!regex.matchesWhole(Array("abc".utf8).span, in: &memory))
        #expect(regex.matches(Array("xxabc".utf8).span, in: &memory))
    }

    @Test(
        "tells where it is wrong",
        arguments: [
            ("a(b", 2, "')'"), ("ab)", 3, "'('"), ("*a", 1, "repeat"), ("a**", 3, "(?:"),
            ("[z-a]", 2, "range"),
            ("[ab", 1, "']'"), ("(?=a)", 3, "look-ahead"), ("(?<!a)b", 3, "look-behind"),
            ("(a)\\1", 4, "back reference"), ("a{5,2}", 2, "m <= n"), ("\\q", 1, "escape"),
            ("((a{100}){100}){100}", 1, "shorter"), ("(?:(?:(?:){1000}){1000}){1000}", 1, "shorter"),
            ("a\\", 3, "after"), ("[[:alpha:]]", 2, "class"),
        ])
    func mistakes(pattern: String, character: Int, words: String) {
        do {
            _ = try Regex(pattern)
            Issue.record("\(pattern) was taken")
        } catch {
            #expect(error.character == character)
            #expect(error.expected.contains(words))
        }
    }

    @Test("does not stall", arguments: ["(a+)+$", "(a*)*b", "(a|aa)+$", "a.*a.*a.*b", "(x+x+)+y"])
    func linear(pattern: String) throws {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000) + [UInt8(ascii: "c")]
        var memory = RegexMemory()
        let regex = try Regex(pattern)
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!regex.captures(text.span, in: &memory)) }
        #expect(time < .seconds(5))
    }

    @Test("survives bytes that are no text")
    func noText() throws {
        var memory = RegexMemory()
        let regex = try Regex("^..(.)x$")
        #expect(regex.matches([0xFF, 0xE2, 0x82, 0x78].span, in: &memory))
    }

    /// Written by Tests/judges/patterns.py.
    @Test("agrees with RE2 and Python on patterns by chance")
    func judged() throws {
        var memory = RegexMemory()
        var count = 0
        for line in try Judged.lines("regex.tsv") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            let text = String(parts[1])
            let bytes = Array(text.utf8)
            let isFound = try Regex(String(parts[0])).captures(bytes.span, in: &memory)
            let groups = memory.groups.map { $0.map { Self.characters($0, of: bytes) } ?? "." }
            #expect((isFound ? groups.joined(separator: " ") : "!") == parts[2], "\(line)")
            count += 1
        }
        #expect(count == 4_000)
    }

    private static func characters(_ range: Range<Int>, of bytes: [UInt8]) -> String {
        func scalars(_ end: Int) -> Int {
            String(decoding: bytes[..<end], as: UTF8.self).unicodeScalars.count
        }
        return "\(scalars(range.lowerBound))-\(scalars(range.upperBound))"
    }
}

/// What other programs say, written once and compared since.
enum Judged {
    static func lines(_ file: String, here: String = #filePath) throws -> [Substring] {
        let folder = URL(filePath: here).deletingLastPathComponent().appending(path: "Judged")
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\n")
    }
}

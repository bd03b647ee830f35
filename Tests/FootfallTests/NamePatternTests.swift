import Testing

@testable import Footfall

@Suite("A name pattern") struct NamePatternTests {
    static let names: [(String, String, [String]?)] = [
        ("plain", "plain", []), ("plain", "plain2", nil), ("{a}", "x", ["x"]), ("{a}", "", nil),
        ("{app}@{tenant}", "shop@north", ["shop", "north"]), ("{app}@{tenant}", "a@b@c", ["a", "b@c"]),
        ("{app}@{tenant}", "@north", nil), ("{app}@{tenant}", "shop@", nil),
        ("{app}@{tenant}", "@@x", ["@", "x"]), ("d-{b}.x", "d-1.x", ["1"]), ("d-{b}.x", "d-.x", nil),
        ("aa{b}aa", "aaa", nil), ("aa{b}aa", "aaaaa", ["a"]), ("{a}x", "axbx", ["axb"]),
        ("{a}-{b}x", "1-2-3x", ["1", "2-3"]), ("{a}-{b}-{c}-{d}", "1-2-3-4-5", ["1", "2", "3", "4-5"]),
        ("Datastreams({id:[0-9]+})", "Datastreams(12)", ["12"]),
        ("Datastreams({id:[0-9]+})", "Datastreams(1x)", nil),
        ("Datastreams({id:[0-9]+})", "Datastreams()", nil),
        ("line_{n:[0-9]+}_period_{way:in|out}", "line_12_period_out", ["12", "out"]),
        ("line_{n:[0-9]+}_period_{way:in|out}", "line_12_total_out", nil),
        ("line_{n:[0-9]+}_period_{way:in|out}", "line_12_period_outer", nil),
        ("{w:in|inner}x", "innerx", ["inner"]), ("{w:in|inner}{rest}", "inner", ["in", "ner"]),
        ("{a}_{n:[0-9]+}", "x_y_5", ["x_y", "5"]), ("{a}_{n:[0-9]+}", "x_5", ["x", "5"]),
        ("{n:[0-9]+}{m:[0-9]+}", "123", ["12", "3"]), ("{n:\\d+}5", "15", ["1"]),
        ("{n:[0-9]{2}}{rest}", "12x", ["12", "x"]), ("{a:(x|y)+}-{b:[a-c}]+}", "xy-}", ["xy", "}"]),
        ("{a:(?:x)(y)}{b:(?P<k>z)}{c}", "xyzé", ["xy", "z", "é"]), ("{n:^[0-9]*$}a", "a", [""]),
        ("C{n:[1-9][0-9]?}", "C10", ["10"]), ("C{n:[1-9][0-9]?}", "C0", nil),
        ("{a}", "in/out", ["in/out"]), ("[{a}]*", "[x]*", ["x"]), ("{a}+{b:[xy]}", "1+x", ["1", "x"]),
        ("é{a}", "éü", ["ü"]), ("{a:x.z}{b}", "x.zz", ["x.z", "z"]),
    ]

    @Test("takes the parts of a name", arguments: names)
    func parts(pattern: String, name: String, parts: [String]?) throws {
        #expect(try found(pattern, in: name) == parts)
    }

    private func found(_ pattern: String, in name: String) throws -> [String]? {
        let pattern = try NamePattern(pattern)
        let bytes = Array(name.utf8)
        var (found, memory): ([Range<Int>], RegexMemory) = ([], RegexMemory())
        guard pattern.match(bytes.span, into: &found, &memory) else { return nil }
        #expect(found.count == pattern.captures.count)
        return found.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    static let mistakes = [
        ("", 1, "name"), ("{a", 1, "'}'"), ("a}", 2, "'{'"), ("x{}", 3, "letters"), ("{a b}", 3, "'}'"),
        ("{1a}", 2, "letters"), ("{a}-{a}", 6, "twice"), ("{a}{b}", 4, "between"), ("{a:}", 4, "pattern"),
        ("{a:x/y}", 5, "level"), ("{a}-{b}-{c}-{d}-{e}", 1, "4"), ("{a:#}", 1, "levels"),
        ("{a:[0-9]+", 1, "'}'"),
        ("{a:x\\", 1, "'}'"), ("é{a-b}", 4, "'}'"),
    ]

    @Test("says where it is wrong", arguments: mistakes)
    func mistake(text: String, character: Int, word: String) throws {
        let mistake = #expect(throws: Mistake.self) { try NamePattern(text) }
        #expect(mistake?.character == character)
        #expect(mistake?.expected.contains(word) ?? false, "\(String(describing: mistake))")
    }

    @Test("shows where a regular expression is wrong, counted in the whole text")
    func regexMistake() throws {
        let alone = #expect(throws: Mistake.self) { try Regex("a**(") }
        let inside = #expect(throws: Mistake.self) { try NamePattern("xy{n:a**(}") }
        #expect(inside?.character == (alone?.character ?? 0) + 5)
    }

    static let longNames = [
        ("{a}-{b}-{c}x", "-"), ("{a}_{n:[0-9]+}x", "_1"), ("{a}{n:[0-9]+}x", "1"),
        ("{a:(x|xx)+}{b:(x|xx)+}y", "x"), ("{a:[a-z]+}{b:[a-z]+}{c:[a-z]+}{d:[a-z]+}1", "a"),
        ("{n:[0-9]+}", "1"),
    ]

    @Test("asks no more of a long name than its length", .timeLimit(.minutes(1)), arguments: longNames)
    func hostile(pattern: String, unit: String) throws {
        let pattern = try NamePattern(pattern)
        let name = Array(String(repeating: unit, count: 65_535 / unit.utf8.count).utf8) + [UInt8(ascii: "!")]
        var (found, memory): ([Range<Int>], RegexMemory) = ([], RegexMemory())
        #expect(!pattern.match(name.span, into: &found, &memory))
    }
}

import Testing

@testable import Footfall

@Suite("A topic pattern") struct TopicPatternTests {
    static let topics: [(String, String, [String]?)] = [
        ("a/{b}/c", "a/x/c", ["x"]), ("a/{b}/c", "a//c", nil), ("a/{b}/c", "a/x/c/d", nil),
        ("a/{b}/c", "a/x", nil), ("a/+/c", "a//c", []), ("a/#", "a", []), ("a/#", "a/b/c", []),
        ("a/#", "ab", nil), ("#", "x/y", []), ("#", "", []), ("#", "$SYS/load", nil), ("+/x", "$SYS/x", nil),
        ("{a}/x", "$SYS/x", nil), ("$SYS/#", "$SYS/load", []), ("${a}/x", "$SYS/x", ["SYS"]),
        ("a/d-{b}.x", "a/d-1.x", ["1"]), ("a/d-{b}.x", "a/d-.x", nil), ("a/aa{b}aa", "a/aaa", nil),
        ("{b}", "", nil), ("+", "", []), ("a/", "a/", []), ("a/", "a", nil), ("a", "a/", nil),
        ("/status/{chip}", "/status/17", ["17"]), ("/status/{chip}", "status/17", nil), ("/", "/", []),
        (
            "v3/{app}@{tenant}/devices/{device}/up", "v3/shop@north/devices/gate 1/up",
            ["shop", "north", "gate 1"]
        ),
        ("v1.1/Datastreams({id:[0-9]+})/Observations", "v1.1/Datastreams(12)/Observations", ["12"]),
        ("v1.1/Datastreams({id:[0-9]+})/Observations", "v1.1/Datastreams(x)/Observations", nil),
        ("{site:north|south}/{n:[0-9]+}", "south/7", ["south", "7"]), ("{a:[a-z]+}/x", "b1/x", nil),
        ("zigbee2mqtt/{name:#}", "zigbee2mqtt/hall/door 1", ["hall/door 1"]),
        ("zigbee2mqtt/{name:#}", "zigbee2mqtt", nil), ("zigbee2mqtt/{name:#}", "zigbee2mqtt/", nil),
        ("zigbee2mqtt/{name:#}/state", "zigbee2mqtt/a/b/state", ["a/b"]),
        ("zigbee2mqtt/{name:#}/state", "zigbee2mqtt/a/state", ["a"]),
        ("zigbee2mqtt/{name:#}/state", "zigbee2mqtt/state", nil),
        ("zigbee2mqtt/{name:#}/state", "zigbee2mqtt/a/b/set", nil),
        ("a/{b}/{c:#}/{d}/+", "a/1/2/3/4/5", ["1", "2/3", "4"]), ("a/{b}/{c:#}/{d}/+", "a/1/2/3", nil),
        ("{all:#}", "x/y", ["x/y"]), ("{all:#}", "$SYS/y", nil), ("{all:#}/x", "x/x", ["x"]),
        ("{all:#}/x", "x", nil), ("{a:#}/{b}", "1/2/3", ["1/2", "3"]), ("{a:#}/", "1/", ["1"]),
        ("a/{b:#}/c", "a//c", nil), ("a/{b:#}/c", "a///c", ["/"]),
    ]

    @Test("takes the topics of its pattern, and their parts", arguments: topics)
    func topic(pattern: String, topic: String, parts: [String]?) throws {
        let pattern = try TopicPattern(pattern)
        let bytes = Array(topic.utf8)
        var (found, memory): ([Range<Int>], RegexMemory) = ([], RegexMemory())
        let isTaken = pattern.matches(bytes.span, found: &found, &memory)
        #expect((isTaken ? found.map { String(decoding: bytes[$0], as: UTF8.self) } : nil) == parts)
        #expect(!isTaken || found.count == pattern.captures.count)
    }

    @Test(
        "says what to subscribe to",
        arguments: [
            ("acme/{site}/{gate}/count", "acme/+/+/count"), ("a/#", "a/#"), ("#", "#"), ("/a/+", "/a/+"),
            ("v3/{app}@{tenant}/up", "v3/+/up"), ("z/{name:#}/state", "z/#"), ("{name:#}", "#"),
            ("$SYS/+", "$SYS/+"),
            ("a/{n:[0-9]{1,3}}/", "a/+/"),
        ])
    func filter(pattern: String, filter: String) throws {
        #expect(try TopicPattern(pattern).filter == filter)
    }

    @Test(
        "knows whether it takes all that its filter brings",
        arguments: [
            ("a/{b}/+/#", true), ("a/{b:#}", true), ("a/{b:#}/set", false), ("a/x-{b}", false),
            ("a/{b:[0-9]+}", false),
        ])
    func exact(pattern: String, isExact: Bool) throws {
        #expect(try TopicPattern(pattern).isExact == isExact)
    }

    @Test("names its captures in order")
    func captures() throws {
        #expect(try TopicPattern("{b}@{a}/{c:#}/{d:x|y}").captures == ["b", "a", "c", "d"])
    }

    static let mistakes = [
        ("", 1, "topic"), ("a/#/b", 3, "end"), ("a/b#", 3, "level"), ("a/+b/c", 3, "level"),
        ("a/{x}/{x}", 8, "twice"), ("a/{x:#}/{y:#}", 9, "once"), ("a/x{y:#}", 3, "own"),
        ("a/{x:#}/#", 9, "'#'"), ("a/{x", 3, "'}'"), ("a/x}", 4, "'{'"), ("a/{x}{y}", 6, "between"),
        ("a/{x:b/c}", 7, "level"), ("a/{x}+", 3, "level"),
    ]

    @Test("says where it is wrong", arguments: mistakes)
    func mistake(text: String, character: Int, word: String) throws {
        let mistake = #expect(throws: Mistake.self) { try TopicPattern(text) }
        #expect(mistake?.character == character)
        #expect(mistake?.expected.contains(word) ?? false, "\(String(describing: mistake))")
    }

    @Test(
        "asks no more of a long topic than its length", .timeLimit(.minutes(1)),
        arguments: [
            ("a/{b:#}/c/{d}/e", "/"), ("{b:#}/c", "c/"), ("+/+/+/{x}-{y}/#", "a/"),
            ("{a}-{b}-{c}-{d:[0-9]+}/x", "-1"),
        ])
    func hostile(pattern: String, unit: String) throws {
        let pattern = try TopicPattern(pattern)
        let topic = Array(String(repeating: unit, count: 65_535 / unit.utf8.count).utf8)
        var (found, memory): ([Range<Int>], RegexMemory) = ([], RegexMemory())
        #expect(!pattern.matches(topic.span, found: &found, &memory))
    }
}

import Barometer
import Testing

@testable import Footfall

@Suite("The intake") struct IntakeTests {
    static let topic = "acme/north/g1/count"
    static let open = Node.gate.with(["dedup": nil])
    static let long = Node.gate.with([
        "match": ["topic": "long/{site}/{gate}"],
        "time": ["end": "$.ts", "duration": "$.s", "format": "epoch_ms"],
    ])

    static let refusals: [(String, String, Rejection.Code)] = [
        (topic, #"{"in":3,"#, .malformed),
        (topic, "", .malformed),
        (topic, #"{"in":3,"ts":"2026-03-14T09:15:00Z"}"#, .missingField),
        (topic, #"{"in":3,"out":null,"ts":"2026-03-14T09:15:00Z"}"#, .missingField),
        (topic, #"{"in":3,"out":1}"#, .missingField),
        (topic, #"{"in":"3","out":1,"ts":"2026-03-14T09:15:00Z"}"#, .badType),
        (topic, #"{"in":3.5,"out":1,"ts":"2026-03-14T09:15:00Z"}"#, .badType),
        (topic, #"{"in":true,"out":1,"ts":"2026-03-14T09:15:00Z"}"#, .badType),
        (topic, #"{"in":[3],"out":1,"ts":"2026-03-14T09:15:00Z"}"#, .badType),
        (topic, #"{"in":-3,"out":1,"ts":"2026-03-14T09:15:00Z"}"#, .outOfRange),
        (topic, #"{"in":1e300,"out":1,"ts":"2026-03-14T09:15:00Z"}"#, .outOfRange),
        (topic, #"{"in":3,"out":1,"ts":"2026-02-31T09:15:00Z"}"#, .badTime),
        (topic, #"{"in":3,"out":1,"ts":"2026-03-14T09:15:00"}"#, .badTime),
        (topic, #"{"in":3,"out":1,"ts":1773478800}"#, .badTime),
        (topic, #"{"in":3,"out":1,"ts":"2026-03-14T10:03:00Z"}"#, .clockAhead),
        ("acme/north/g1", MappingTests.minute, .unmatched),
        ("long/a/b", #"{"in":3,"out":1,"ts":1773478800000,"s":0}"#, .outOfRange),
        ("long/a/b", #"{"in":3,"out":1,"ts":1773478800000,"s":86401}"#, .outOfRange),
        ("long/a/b", #"{"in":3,"out":1,"ts":99999999999999999,"s":60}"#, .badTime),
        ("long/a/b", #"{"in":3,"out":1,"ts":-1,"s":60}"#, .badTime),
        ("acme/" + String(repeating: "n", count: 300) + "/g/count", MappingTests.minute, .outOfRange),
    ]

    @Test("refuses a whole message, with its code", arguments: refusals)
    func refusal(topic: String, payload: String, code: Rejection.Code) {
        var door = Door(.gate, Self.long)
        door.hear(topic, payload)
        #expect(door.codes == [code])
        #expect(door.lines.isEmpty)
        #expect(door.intake.roster.entries.isEmpty)
    }

    @Test("refuses what was cut off")
    func oversized() {
        var door = Door(.gate)
        door.hear(Self.topic, "{", oversized: 70_000)
        #expect(door.codes == [.oversized])
        #expect(door.harvest.rejections.first?.excerpt == "<70000 bytes>")
    }

    @Test("ignores a kept message only when it bears no time of its own")
    func retained() {
        var door = Door(.gate.with(["time": ["end": "received", "duration": "60s"]]))
        door.hear(Self.topic, MappingTests.minute, retained: true)
        #expect(door.harvest.ignored == 1 && door.lines.isEmpty && door.codes.isEmpty)
        door = Door(.gate)
        door.hear(Self.topic, MappingTests.minute, retained: true)
        #expect(door.lines.count == 2)
    }

    static func minute(_ people: Int) -> String {
        #"{"in":\#(people),"out":1,"ts":"2026-03-14T09:15:00Z"}"#
    }

    @Test("lets a report in once")
    func once() {
        for node in [Node.gate, Self.open] {
            var door = Door(node)
            door.hear(Self.topic, Self.minute(3))
            door.hear(Self.topic, Self.minute(3))
            #expect(door.lines.count == 2 && door.harvest.duplicates == 2)
        }
    }

    @Test("takes another count as a correction, unless the mapping says what makes reports the same")
    func newest() {
        var door = Door(Self.open)
        for people in [3, 5, 4] { door.hear(Self.topic, Self.minute(people)) }
        #expect(
            door.lines.filter { $0.contains(" in ") } == [
                "north/g1 2026-03-14T09:14:00Z 60 in 3 delta",
                "north/g1 2026-03-14T09:14:00Z 60 in 5 delta was 3",
                "north/g1 2026-03-14T09:14:00Z 60 in 4 delta was 5",
            ])
        #expect(door.harvest.duplicates == 2)
        door = Door(.gate)
        for people in [3, 5] { door.hear(Self.topic, Self.minute(people)) }
        #expect(door.lines.count == 2 && door.harvest.duplicates == 2)
    }

    @Test("uses the declared key")
    func declared() {
        var door = Door(.gate.with(["dedup": ["$.id"]]))
        for (id, people) in [("a", 1), ("a", 2), ("b", 3)] {
            door.hear(Self.topic, #"{"id":"\#(id)","in":\#(people),"out":0,"ts":"2026-03-14T09:15:00Z"}"#)
        }
        #expect(door.lines.count == 4 && door.harvest.duplicates == 2)
        door.hear(Self.topic, MappingTests.minute)
        #expect(door.codes == [.missingField])
    }

    @Test("undoes what could not be stored, to the last count")
    func undo() {
        var door = Door(Self.open)
        door.hear(Self.topic, Self.minute(3))
        door.harvest.clear()
        for people in [5, 4] { door.hear(Self.topic, Self.minute(people)) }
        let first = door.lines
        door.intake.undo(door.harvest)
        door.harvest.clear()
        for people in [5, 4] { door.hear(Self.topic, Self.minute(people)) }
        #expect(door.lines == first && first.last?.hasSuffix("was 5") == true)
    }

    @Test("knows again what the journal remembers")
    func remember() {
        var door = Door(Self.open)
        door.hear(Self.topic, Self.minute(3))
        var again = Door(Self.open)
        for observation in door.harvest.observations { again.intake.remember(observation) }
        again.hear(Self.topic, Self.minute(3))
        #expect(again.lines.isEmpty && again.harvest.duplicates == 2)
    }

    @Test("gives a table's row the key of the message")
    func row() throws {
        var door = Door(Self.open)
        door.hear(Self.topic, Self.minute(3))
        let start = try #require(EventTime("2026-03-14T09:14:00Z"))
        let row = door.intake.observation(
            source: "acme-gate", sensor: "north/g1", start: start, seconds: 60, direction: .in, count: 3,
            kind: .delta, replaced: nil)
        #expect(row == door.harvest.observations.first)
        door.intake.admit(row, dedup: false, received: Door.received, into: &door.harvest)
        #expect(door.harvest.duplicates == 1)
        door.intake.admit(row, dedup: false, received: EventTime(seconds: 0), into: &door.harvest)
        #expect(door.codes == [.clockAhead])
        #expect(door.harvest.rejections.first?.subject == "north/g1")
    }

    static let excerpts = [
        (#"{ "mac": "aa:bb:cc:dd:ee:ff", "in": 3.5 }"#, #"{"mac":"…(17)","in":3.5}"#),
        (#"[{"x":1},{"x":2}]"#, #"[{"x":1},…(2)]"#), ("[1.5,2]", "[0,…(2)]"), ("x", "<1 bytes>"),
        (#"{"aa:bb:cc:dd:ee:01":1,"a\"b":true,"":null}"#, #"{"…(17)":1,"…(4)":true,"":null}"#),
        (#"{"t":1773478800000,"e":{},"l":[]}"#, #"{"t":1773…(13),"e":{},"l":[]}"#),
    ]

    @Test("keeps the shape of a refused message, and no text of it", arguments: excerpts)
    func excerpt(payload: String, shape: String) {
        #expect(Excerpt.of(Array(payload.utf8).span) == shape)
        let long = "[{" + (0..<100).map { "\"k\($0)\":\"v\"" }.joined(separator: ",") + "}]"
        #expect(Excerpt.of(Array(long.utf8).span).count == Excerpt.maxLength)
    }
}

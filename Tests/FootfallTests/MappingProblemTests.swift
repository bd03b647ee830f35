import Testing

@testable import Footfall

@Suite("A wrong mapping") struct MappingProblemTests {
    static let fields: Node = ["sensor": "{site}", "count": "$.in", "kind": "delta"]
    static let time: Node = ["end": "$.ts", "duration": "60s"]

    static let table: [(Node, String, String)] = [
        ("text", "mapping", "got 'text'"),
        (.gate.with(["name": nil]), "name", "is missing"),
        (.gate.with(["name": ""]), "name", "got nothing"),
        (.gate.with(["feilds": fields]), "feilds", "Did you mean 'fields'?"),
        (.gate.with(["where": fields]), "where", "expected an expression"),
        (.gate.with(["match": ["topik": "a"]]), "match.topik", "Did you mean 'topic'?"),
        (.gate.with(["match": ["topic": "a/#/{site}{gate}"]]), "match.topic", "only at the end"),
        (.gate.with(["match": ["topic": "a/{site}/{site}"]]), "match.topic", "twice"),
        (.gate.with(["match": ["topic": "a/{si te}"]]), "match.topic", "no other signs"),
        (.gate.with(["match": ["topic": "a/b+"]]), "match.topic", "a level of its own"),
        (.gate.with(["fields": fields.with(["kind": nil])]), "fields.kind", "is missing"),
        (.gate.with(["fields": fields.with(["kind": "detla"])]), "fields.kind", "Did you mean 'delta'?"),
        (.gate.with(["fields": fields.with(["sensor": "{gat}"])]), "fields.sensor", "'gate'"),
        (.gate.with(["fields": fields.with(["sensor": "{gate"])]), "fields.sensor", "without '}'"),
        (.gate.with(["fields": fields.with(["count": ["int": "$.in"]])]), "fields.count.int", "'in'"),
        (.gate.with(["fields": fields.with(["count": [:]])]), "fields.count", "counts nothing"),
        (.gate.with(["fields": fields.with(["count": "in"])]), "fields.count", "begins with '$'"),
        (.gate.with(["fields": fields.with(["count": "$.a["])]), "fields.count", "character 5"),
        (.gate.with(["fields": fields.with(["count": "$gat.a"])]), "fields.count", "'gate'"),
        (.gate.with(["fields": fields.with(["count": "= site +"])]), "fields.count", "character 9"),
        (.gate.with(["fields": fields.with(["count": "= sit"])]), "fields.count", "'site'"),
        (.gate.with(["fields": fields.with(["count": "$.a-b"])]), "fields.count", "$['a-b']"),
        (.gate.with(["fields": fields.with(["count": "$.a[01]"])]), "fields.count", "leading zeros"),
        (.gate.with(["fields": fields.with(["count": "$['a"])]), "fields.count", "closing"),
        (.gate.with(["fields": fields.with(["decimals": "yes"])]), "fields.decimals", "true, false"),
        (.gate.with(["time": time.with(["end": nil])]), "time", "one way to tell the time"),
        (.gate.with(["time": time.with(["start": "$.x"])]), "time", "got start and end and duration"),
        (.gate.with(["time": time.with(["end": "recieved"])]), "time.end", "Did you mean 'received'?"),
        (.gate.with(["time": time.with(["duration": nil])]), "time.duration", "is missing"),
        (.gate.with(["time": time.with(["duration": "60"])]), "time.duration", "Did you mean '60s'?"),
        (.gate.with(["time": time.with(["duration": "25h"])]), "time.duration", "at most 24h"),
        (.gate.with(["time": time.with(["duration": "-5s"])]), "time.duration", "whole number"),
        (.gate.with(["time": time.with(["format": "epoch"])]), "time.format", "epoch_s"),
        (.gate.with(["fields": fields.with(["sensor": ["gate": ""]])]), "fields.sensor", "Write \"{gate}\""),
        (.gate.with(["fields": fields.with(["sensor": "gate"])]), "fields.sensor", "the same for all"),
        (.gate.with(["fields": fields.with(["sensor": "payload.id"])]), "fields.sensor", "Write $.id"),
        (.gate.with(["fields": fields.with(["count": "payload.in"])]), "fields.count", "such as $.in"),
        (
            .gate.with(["each": ["row": "$.rows[*]"], "fields": fields.with(["count": "row.in"])]),
            "fields.count", "such as $row.in"
        ),
        (
            .gate.with(["decode": "xml", "each": ["row": "$.report.row[*]"]]), "each.row",
            "{xml: {lists: [row]}}"
        ),
        (
            .gate.with(["match": ["topic": "a/{site}/{gate}", "ignore": "a/#"]]), "match.ignore",
            "leaves nothing"
        ),
        (.gate.with(["dedup": "sensor"]), "dedup", "expected a list"),
        (.gate.with(["dedup": ["sensro"]]), "dedup", "Did you mean 'sensor'?"),
    ]

    @Test("is told with its key and the way out", arguments: table)
    func problem(node: Node, key: String, words: String) {
        let (mapping, problems) = Mapping.compile(node)
        #expect(mapping == nil)
        #expect(problems.contains { $0.key == key && $0.description.contains(words) }, "\(problems)")
    }

    @Test("is told all at once, in the order of the file")
    func all() {
        let (_, problems) = Mapping.compile([
            "nam": "x", "match": ["topic": "a/#/b"], "fields": ["sensor": "{x}", "count": "$.", "kind": "d"],
            "time": ["duration": "1"], "dedup": [],
        ])
        #expect(problems.count == 8, "\(problems)")
        #expect(problems.map(\.place) == problems.map(\.place).sorted())
        #expect(problems.contains { $0.description.hasPrefix("acme.yaml:1:1: nam: unknown key 'nam'.") })
    }

    @Test("is only warned of when its intervals are too long for the barometer")
    func longInterval() {
        let (mapping, problems) = Mapping.compile(
            .gate.with(["time": ["end": "$.ts", "duration": "2h"]]))
        #expect(mapping != nil)
        #expect(problems.count == 1 && problems.allSatisfy(\.isWarning), "\(problems)")
        #expect(Mapping.compile(.gate).1.isEmpty)
    }

    @Test("finds the word that was meant")
    func nearest() {
        #expect(Nearest.word(to: "cuont", among: ["count", "kind"]) == "count")
        #expect(Nearest.word(to: "zebra", among: ["count", "kind"]) == nil)
        #expect(Nearest.edits(Array("kitten".utf8), Array("sitting".utf8)) == 3)
    }
}

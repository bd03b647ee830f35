import Barometer
import Testing

@testable import Footfall

@Suite("A mapping") struct MappingTests {
    static let minute = #"{"in":3,"out":1,"ts":"2026-03-14T09:15:00Z"}"#

    @Test("turns the manual's message into two records")
    func simple() {
        var door = Door(.gate)
        door.hear("acme/north/g1/count", Self.minute)
        #expect(
            door.lines == [
                "north/g1 2026-03-14T09:14:00Z 60 in 3 delta", "north/g1 2026-03-14T09:14:00Z 60 out 1 delta",
            ])
        #expect(door.intake.roster.entries.map(\.source) == ["acme-gate"])
    }

    static let vendors: [(Node, String, String, [String])] = [
        (
            [
                "name": "acme-counter", "match": ["topic": "acme/{site}/{gate}/counter"],
                "fields": [
                    "sensor": "{site}/{gate}", "count": ["in": "$.total_in", "out": "$.total_out"],
                    "kind": "cumulative",
                ],
                "time": ["end": "$.ts", "duration": "0s"], "dedup": ["sensor", "time", "direction"],
            ],
            "acme/a/b/counter",
            #"{"total_in":70000,"total_out":6.9e4,"ts":"2026-03-14T10:15:00.1239+01:00"}"#,
            [
                "a/b 2026-03-14T09:15:00.123Z 0 in 70000 cumulative",
                "a/b 2026-03-14T09:15:00.123Z 0 out 69000 cumulative",
            ]
        ),
        (
            [
                "name": "hourglass", "match": ["topic": "hourglass/{id}/total"],
                "fields": ["sensor": "{$.id}", "count": "$.people", "kind": "delta"],
                "time": ["start": "$.from", "duration": "$.seconds", "format": "epoch_s"],
                "dedup": ["sensor", "time", "direction"],
            ],
            "hourglass/7/total", #"{"id":"h\u00e9 7","people":12.0,"from":1773478800.123,"seconds":900}"#,
            ["hé 7 2026-03-14T09:00:00.123Z 900 both 12 delta"]
        ),
        (
            [
                "name": "telepoort", "match": ["topic": "telepoort/{site}/report"],
                "fields": [
                    "sensor": "{site}/{$.device.serial}",
                    "count": ["in": "$.lines.main.in", "out": "$['lines']['main'].out"], "kind": "delta",
                ],
                "time": ["start": "$.period.start", "duration": "300s"],
                "dedup": ["sensor", "time", "direction"],
            ],
            "telepoort/x/report",
            #"{"device":{"serial":42},"lines":{"main":{"in":1,"out":0}},"period":{"start":"2026-03-14T09:00:00Z"}}"#,
            ["x/42 2026-03-14T09:00:00Z 300 in 1 delta", "x/42 2026-03-14T09:00:00Z 300 out 0 delta"]
        ),
        (
            [
                "name": "recorded", "match": ["topic": "recorded/{city}/{sensor}"],
                "fields": ["sensor": "{sensor}", "count": "$.count", "kind": "delta"],
                "time": ["start": "$.start", "duration": "$.duration_s"],
                "dedup": ["sensor", "time", "direction"],
            ],
            "recorded/ghent/s1", #"{"start":"2026-03-14 08:00:00Z","duration_s":3600,"count":80}"#,
            ["s1 2026-03-14T08:00:00Z 3600 both 80 delta"]
        ),
        (
            [
                "name": "mat", "match": ["topic": "mat/+/#"],
                "fields": [
                    "sensor": "mat {$['a b'][1].c}", "count": ["none": "$.list[0].x"], "kind": "occupancy",
                    "decimals": "true",
                ],
                "time": "received",
            ],
            "mat/1/2/3", #"{"a b":[0,{"c":"z"}],"list":[{"x":2.5},{"x":9}]}"#,
            ["mat z 2026-03-14T10:00:00Z 0 none 2.5 occupancy"]
        ),
        (
            [
                "name": "bare", "match": ["topic": "bare/dev-{id}"],
                "fields": ["sensor": "{id}", "count": "$", "kind": "devices"],
                "time": ["end": "received", "duration": "15m"],
            ],
            "bare/dev-9", "\u{FEFF} 4 ", ["9 2026-03-14T09:45:00Z 900 both 4 devices"]
        ),
        (  // An expression that looks at what is not there has no value.
            [
                "name": "sum", "match": ["topic": "sum/{id}"],
                "each": ["gate": "$[*]", "slot": ["from": "= gate.slots", "absent": "skip"]],
                "fields": [
                    "sensor": "{id}/{slot_index}", "kind": "delta",
                    "count": [
                        "in": ["from": ["= slot.a + slot.b", "= slot.c"], "default": "0"],
                        "out": ["from": "= slot.d", "absent": "skip"],
                    ],
                ],
                "time": "received",
            ],
            "sum/1", #"[{},{"slots":[{"a":1},{"c":2,"d":3}]}]"#,
            [
                "1/0 2026-03-14T10:00:00Z 0 in 0 delta", "1/1 2026-03-14T10:00:00Z 0 in 2 delta",
                "1/1 2026-03-14T10:00:00Z 0 out 3 delta",
            ]
        ),
        (  // What has no direction that is wanted need not be a count.
            [
                "name": "mixed", "match": ["topic": "mixed/{id:#}", "ignore": "mixed/{id:#}/state"],
                "each": ["part": "$[*]"],
                "fields": [
                    "sensor": "{id}", "count": "$part.n", "kind": "delta",
                    "direction": ["from": "$part.way", "table": ["fw": "in"], "unlisted": "skip"],
                ],
                "time": "received",
            ],
            "mixed/a/b", #"[{"way":"temperature","n":19.5},{"way":"fw","n":2}]"#,
            ["a/b 2026-03-14T10:00:00Z 0 in 2 delta"]
        ),
    ]

    @Test("reads what vendors send", arguments: vendors)
    func vendor(node: Node, topic: String, payload: String, lines: [String]) {
        #expect(Mapping.compile(node).1.isEmpty)
        var door = Door(node)
        door.hear(topic, payload)
        #expect(door.lines == lines)
        #expect(door.codes.isEmpty)
    }

    @Test("says what to subscribe to")
    func filter() { #expect(Mapping.compile(.gate).0?.filters == ["acme/+/+/count"]) }

    @Test("leaves a message to the first mapping that counts something in it")
    func first() {
        var door = Door(.gate, .gate.with(["name": "second", "match": ["topic": "acme/#"]]))
        door.hear("acme/north/g1/count", Self.minute)
        #expect(door.intake.roster.sources == ["acme-gate"])
    }
}

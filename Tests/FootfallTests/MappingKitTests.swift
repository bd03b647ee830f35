import Barometer

@testable public import Footfall

// A configuration tree from Swift literals: each node on a line of its own.
extension Node: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    static let nowhere = Problem.Place(file: "acme.yaml", line: 1, column: 1)

    public init(stringLiteral value: String) { self.init(.scalar(value), at: Self.nowhere) }

    public init(arrayLiteral elements: Node...) { self.init(.list(elements), at: Self.nowhere) }

    public init(dictionaryLiteral elements: (String, Node)...) {
        let members = elements.enumerated().map { index, element in
            let place = Problem.Place(file: "acme.yaml", line: index + 1, column: 1)
            return Member(key: element.0, at: place, value: Node(element.1.content, at: place))
        }
        self.init(.table(members), at: Self.nowhere)
    }

    /// The same table with some members set or, with `nil`, left out.
    func with(_ changes: [String: Node?]) -> Node {
        guard case .table(let members) = content else { return self }
        var kept = members.filter { changes[$0.key] == nil }
        for (key, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { kept.append(Member(key: key, at: value.place, value: value)) }
        }
        return Node(.table(kept), at: place)
    }

    static let gate: Node = [
        "name": "acme-gate",
        "match": ["topic": "acme/{site}/{gate}/count"],
        "fields": ["sensor": "{site}/{gate}", "count": ["in": "$.in", "out": "$.out"], "kind": "delta"],
        "time": ["end": "$.ts", "duration": "60s"],
        "dedup": ["sensor", "time", "direction"],
    ]
}

/// An intake and what came of it.
struct Door {
    static let received = EventTime("2026-03-14T10:00:00Z") ?? EventTime(seconds: 0)

    var intake: Intake
    var harvest = Harvest()

    init(_ nodes: Node..., keeping: Int = 1000) {
        let mappings = nodes.compactMap { Mapping.compile($0).0 }
        intake = Intake(mappings: mappings, skew: .seconds(120), keeping: keeping)
    }

    mutating func hear(
        _ topic: String, _ payload: String, retained: Bool = false, oversized: Int? = nil,
        at received: EventTime = Self.received
    ) {
        intake.take(
            Envelope(isRetained: retained), topic: Array(topic.utf8).span,
            payload: Array(payload.utf8).span, oversized: oversized, received: received, into: &harvest)
    }

    /// `sensor start seconds direction count kind`, with `was` the replaced count.
    var lines: [String] {
        harvest.observations.map { each in
            let sensor = intake.roster.entries[Int(each.sensor)].sensor.name
            let count = each.count == each.count.rounded() ? "\(Int(each.count))" : "\(each.count)"
            let was = each.replaced.map { " was \(Int($0))" } ?? ""
            return "\(sensor) \(each.start) \(each.seconds) \(each.direction) \(count) \(each.kind)\(was)"
        }
    }

    var codes: [Rejection.Code] { harvest.rejections.map(\.code) }
}

/// 'fields' of a rule.
struct Fields {
    let sensor: Source
    let counts: [RecordRule.Count]
    let direction: Source?
    let kind: Source
    let constantKind: Observation.Kind?
    let decimals: Bool
    let swap: Expression?
    let flags: [RecordRule.Flag]
}

extension MappingCompiler {
    private static let fieldKeys = ["sensor", "count", "direction", "kind", "swap", "flags", "decimals"]

    mutating func fields(_ table: TableReader, _ room: inout Room) -> Fields? {
        let needed = "a table with sensor, count and kind"
        guard let node = table.required("fields", expected: needed, problems: &problems),
            let fields = TableReader(node, key: "fields", keys: Self.fieldKeys, problems: &problems)
        else { return nil }
        let before = problems.count
        let sensor = fields.required("sensor", expected: "a name such as \"{site}\"", problems: &problems)
            .flatMap { self.sensor($0, &room) }
        let counts = fields.required("count", expected: "a path such as $.count", problems: &problems)
            .flatMap { self.counts($0, hasDirection: fields.optional("direction") != nil, &room) }
        let direction = fields.optional("direction").flatMap { self.direction($0, &room) }
        let kind = fields.required("kind", expected: Self.kinds, problems: &problems)
            .flatMap { self.kind($0, &room) }
        let swap = fields.optional("swap").flatMap { expression($0, "fields.swap", &room) }
        let flags = fields.optional("flags").flatMap { self.flags($0, &room) } ?? []
        let decimals = fields.optional("decimals").flatMap { flag($0, "fields.decimals") } ?? false
        guard let sensor, let counts, let kind, problems.count == before else { return nil }
        return Fields(
            sensor: sensor, counts: counts, direction: direction, kind: kind.source,
            constantKind: kind.constant, decimals: decimals, swap: swap, flags: flags)
    }

    private static let kinds =
        "one of \(Observation.Kind.allCases.map(\.name).joined(separator: ", ")): no message says it"

    private mutating func kind(
        _ node: Node, _ room: inout Room
    ) -> (source: Source, constant: Observation.Kind?)? {
        let key = "fields.kind"
        if let word = node.scalar, !word.hasPrefix("$"), !word.hasPrefix("="), !word.contains("{") {
            let kind = choice(node, key, of: Observation.Kind.allCases.map(\.name))
                .flatMap { Observation.Kind(name: $0) }
            return kind.flatMap { kind in source(node, key, &room, .text).map { ($0, kind) } }
        }
        return source(node, key, &room, .text).map { ($0, nil) }
    }

    private mutating func direction(_ node: Node, _ room: inout Room) -> Source? {
        let key = "fields.direction"
        let words = Observation.Direction.allCases.map(\.name)
        if let word = node.scalar, !word.hasPrefix("$"), !word.hasPrefix("="), !word.contains("{"),
            choice(node, key, of: words) == nil
        {
            return nil
        }
        guard let source = source(node, key, &room, .text) else { return nil }
        for entry in source.options.table ?? [] where !isWord(entry.value, of: words, room) {
            complain(
                node, key, "the table gives a direction that does not exist",
                "Choose one of: \(words.joined(separator: ", "))")
            return nil
        }
        return source
    }

    private func isWord(_ value: Value, of words: [String], _ room: Room) -> Bool {
        value.kind == .text && words.contains(room.constants.string(value.range))
    }

    private mutating func counts(
        _ node: Node, hasDirection: Bool, _ room: inout Room
    ) -> [RecordRule.Count]? {
        let key = "fields.count"
        let names = Observation.Direction.allCases.map(\.name)
        guard case .table(let members) = node.content,
            !members.contains(where: { $0.key == "from" })
        else {
            return source(node, key, &room, .number).map {
                [RecordRule.Count(direction: hasDirection ? nil : .both, source: $0)]
            }
        }
        guard let table = TableReader(node, key: key, keys: names, problems: &problems) else { return nil }
        if members.isEmpty {
            complain(node, key, "counts nothing", "Add in, out, both or none")
            return nil
        }
        if hasDirection {
            complain(
                node, key, "says the directions, and 'fields.direction' says them too", "Keep one of them")
            return nil
        }
        let counts = members.compactMap { member -> RecordRule.Count? in
            guard let direction = Observation.Direction(name: member.key) else { return nil }
            return source(member.value, table.path(member.key), &room, .number)
                .map { RecordRule.Count(direction: direction, source: $0) }
        }
        return counts.count == members.count ? counts : nil
    }

    private mutating func flags(_ node: Node, _ room: inout Room) -> [RecordRule.Flag]? {
        let names = Observation.Flags.allNames
        guard let table = TableReader(node, key: "fields.flags", keys: names, problems: &problems) else {
            return nil
        }
        return names.compactMap { name in
            guard let node = table.optional(name), let flag = Observation.Flags(name: name),
                let condition = expression(node, table.path(name), &room)
            else { return nil }
            return RecordRule.Flag(flag: flag, condition: condition, key: table.path(name))
        }
    }

    private mutating func sensor(_ node: Node, _ room: inout Room) -> Source? {
        let key = "fields.sensor"
        if let text = node.scalar, room.isName(text) {
            complain(
                node, key, "'\(text)' is a plain word here, the same for all messages",
                "Write \(room.path(like: text)) for what it stands for")
            return nil
        }
        guard let source = source(node, key, &room, .text) else { return nil }
        // A table lists the city's own devices, whatever they are called by.
        if source.options.table == nil, let name = RadioIdentifier.find(in: source, room) {
            complain(
                node, key, "'\(name)' identifies a passer-by's device or track, which must not be kept",
                "Use the sensor's own name; if these are the city's own devices, list them in a 'table'")
            return nil
        }
        return source
    }

    mutating func dedup(_ table: TableReader, _ room: inout Room) -> [DedupRule.Part]? {
        guard let node = table.optional("dedup") else { return [] }
        if node.scalar == "none" { return [.delivery] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            complain(
                node, "dedup", "expected a list such as [sensor, time, direction] or none, got \(node.noun)",
                "Leave it out to use sensor, interval, direction and kind; 'none' takes every delivery as new"
            )
            return nil
        }
        let words = ["sensor", "time", "direction"]
        let parts = items.compactMap { item -> DedupRule.Part? in
            switch item.scalar {
            case "sensor": return .sensor
            case "time": return .time
            case "direction": return .direction
            case let word? where !"$={".contains(word.first ?? " "):
                complain(
                    item, "dedup", "expected sensor, time, direction, a path or an expression, got '\(word)'",
                    Nearest.remedy(for: word, among: words))
                return nil
            default: return source(item, "dedup", &room, .text).map { .value($0) }
            }
        }
        return parts.count == items.count ? parts : nil
    }
}

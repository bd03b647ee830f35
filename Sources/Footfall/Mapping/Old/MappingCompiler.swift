/// Turns the tree of a mapping's file into a `Mapping`, and finds all that is wrong with it.
struct MappingCompiler {
    var problems: [Problem] = []

    mutating func mapping(_ node: Node) -> Mapping? {
        let keys = ["name", "match", "fields", "time", "dedup"]
        guard let table = TableReader(node, key: "", keys: keys, problems: &problems) else { return nil }
        let name = self.name(table)
        let topic = self.topic(table)
        let fields = self.fields(table, captures: topic?.captures)
        let time = self.time(table)
        let dedup = self.dedup(table)
        guard let name, let topic, let fields, let time, let dedup else { return nil }
        let paths = PathTrie(fields.paths + time.paths + dedup.compactMap(\.path))
        return Mapping(
            name: name, topic: topic, paths: paths,
            sensor: SensorTemplate(parts: fields.sensor.map { $0.part(paths) }),
            count: CountRule(
                sources: fields.counts.compactMap { direction, path in
                    paths.slot(of: path).map { CountRule.Source(direction: direction, slot: $0) }
                }, kind: fields.kind, decimals: fields.decimals),
            time: time.rule(paths),
            dedup: table.optional("dedup") == nil ? nil : DedupRule(parts: dedup.map { $0.part(paths) }),
            seed: ReportKey.seed(source: name))
    }

    mutating func complain(_ node: Node, _ key: String, _ problem: String, _ remedy: String) {
        problems.append(Problem(at: node.place, key: key, problem: problem, remedy: remedy))
    }

    /// A text that is not empty.
    mutating func text(_ node: Node, _ key: String, expected: String) -> String? {
        if let text = node.scalar, !text.isEmpty { return text }
        complain(node, key, "expected \(expected), got \(node.noun)", "Write \(expected)")
        return nil
    }

    mutating func path(_ node: Node, _ key: String) -> OldPath? {
        guard let text = text(node, key, expected: "a path such as $.count") else { return nil }
        return path(text, node, key)
    }

    mutating func path(_ text: String, _ node: Node, _ key: String) -> OldPath? {
        do {
            return try OldPath(text)
        } catch {
            complain(
                node, key, "expected a path, got '\(text)'",
                "At character \(error.character) expected \(error.expected)")
            return nil
        }
    }

    /// One word of a few.
    mutating func choice(_ node: Node, _ key: String, of words: [String]) -> String? {
        let list = words.joined(separator: ", ")
        guard let word = text(node, key, expected: "one of \(list)") else { return nil }
        if words.contains(word) { return word }
        complain(
            node, key, "expected one of \(list), got '\(word)'", Nearest.remedy(for: word, among: words))
        return nil
    }

    private mutating func name(_ table: TableReader) -> String? {
        guard let node = table.required("name", expected: "a name such as acme-gate", problems: &problems)
        else { return nil }
        return text(node, "name", expected: "a name such as acme-gate")
    }

    private mutating func topic(_ table: TableReader) -> OldTopicPattern? {
        let expected = "a topic such as acme/{site}/{gate}/count"
        guard let node = table.required("match", expected: "a table with 'topic'", problems: &problems),
            let match = TableReader(node, key: "match", keys: ["topic"], problems: &problems),
            let node = match.required("topic", expected: expected, problems: &problems),
            let text = text(node, "match.topic", expected: expected)
        else { return nil }
        do {
            return try OldTopicPattern(text)
        } catch {
            complain(node, "match.topic", error.problem, "Write \(expected)")
            return nil
        }
    }

    private mutating func dedup(_ table: TableReader) -> [DedupDraft]? {
        guard let node = table.optional("dedup") else { return [] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            complain(
                node, "dedup", "expected a list such as [sensor, time, direction], got \(node.noun)",
                "Leave it out to use sensor, interval, direction and kind")
            return nil
        }
        let parts = items.map { item -> DedupDraft? in
            switch item.scalar {
            case "sensor": return .part(.sensor)
            case "time": return .part(.time)
            case "direction": return .part(.direction)
            case let text? where text.hasPrefix("$"): return path(text, item, "dedup").map { .path($0) }
            default:
                complain(
                    item, "dedup", "expected sensor, time, direction or a path, got \(item.noun)",
                    Nearest.remedy(for: item.scalar ?? "", among: ["sensor", "time", "direction"]))
                return nil
            }
        }
        let good = parts.compactMap(\.self)
        return good.count == parts.count ? good : nil
    }
}

/// A part of the key before its path has a slot.
enum DedupDraft {
    case part(DedupRule.Part)
    case path(OldPath)

    var path: OldPath? {
        if case .path(let path) = self { path } else { nil }
    }

    func part(_ paths: PathTrie) -> DedupRule.Part {
        switch self {
        case .part(let part): part
        case .path(let path): .value(paths.slot(of: path) ?? 0)
        }
    }
}

/// 'fields' before its paths have slots.
struct FieldsDraft {
    enum Part {
        case literal(String)
        case capture(Int)
        case path(OldPath)

        func part(_ paths: PathTrie) -> SensorTemplate.Part {
            switch self {
            case .literal(let text): .literal(Array(text.utf8))
            case .capture(let index): .capture(index)
            case .path(let path): .value(paths.slot(of: path) ?? 0)
            }
        }
    }

    let sensor: [Part]
    let counts: [(direction: Observation.Direction, path: OldPath)]
    let kind: Observation.Kind
    let decimals: Bool

    var paths: [OldPath] {
        counts.map(\.path)
            + sensor.compactMap { part in
                if case .path(let path) = part { path } else { nil }
            }
    }
}

extension MappingCompiler {
    /// - Parameter captures: `nil` when the topic is wrong; then captures are not complained about.
    mutating func fields(_ table: TableReader, captures: [String]?) -> FieldsDraft? {
        let keys = ["sensor", "count", "kind", "decimals"]
        guard
            let node = table.required(
                "fields", expected: "a table with \(keys.joined(separator: ", "))", problems: &problems),
            let fields = TableReader(node, key: "fields", keys: keys, problems: &problems)
        else { return nil }
        let sensor = fields.required("sensor", expected: "a name such as \"{site}\"", problems: &problems)
            .flatMap { self.sensor($0, captures: captures) }
        let counts = fields.required("count", expected: "a path such as $.count", problems: &problems)
            .flatMap { self.counts($0) }
        let kinds = Observation.Kind.allCases.map(\.name)
        let kind = fields.required(
            "kind", expected: "one of \(kinds.joined(separator: ", "))", problems: &problems
        ).flatMap { choice($0, "fields.kind", of: kinds) }.flatMap { Observation.Kind(name: $0) }
        let decimals = fields.optional("decimals").map {
            choice($0, "fields.decimals", of: ["true", "false"]) == "true"
        }
        guard let sensor, let counts, let kind else { return nil }
        return FieldsDraft(sensor: sensor, counts: counts, kind: kind, decimals: decimals ?? false)
    }

    private mutating func counts(_ node: Node) -> [(direction: Observation.Direction, path: OldPath)]? {
        guard case .table(let members) = node.content else {
            return path(node, "fields.count").map { [(.both, $0)] }
        }
        let names = Observation.Direction.allCases.map(\.name)
        guard let table = TableReader(node, key: "fields.count", keys: names, problems: &problems) else {
            return nil
        }
        if members.isEmpty {
            complain(node, "fields.count", "counts nothing", "Add in, out, both or none")
        }
        var counts: [(direction: Observation.Direction, path: OldPath)] = []
        for member in members {
            guard let direction = Observation.Direction(name: member.key) else { continue }
            guard let path = path(member.value, table.path(member.key)) else { continue }
            counts.append((direction, path))
        }
        return counts
    }

    private mutating func sensor(_ node: Node, captures: [String]?) -> [FieldsDraft.Part]? {
        let key = "fields.sensor"
        guard let text = text(node, key, expected: "a name such as \"{site}\"") else { return nil }
        if text.hasPrefix("$") { return path(text, node, key).map { [.path($0)] } }
        var parts: [FieldsDraft.Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            guard let close = Self.close(rest[open...]) else {
                complain(node, key, "'{' without '}' in '\(text)'", "Close it")
                return nil
            }
            let name = String(rest[rest.index(after: open)..<close])
            if name.hasPrefix("$") {
                guard let path = path(name, node, key) else { return nil }
                parts.append(.path(path))
            } else if let index = captures?.firstIndex(of: name) {
                parts.append(.capture(index))
            } else if let captures {
                complain(
                    node, key, "the topic captures no '{\(name)}'",
                    captures.isEmpty
                        ? "Write {\(name)} into 'match.topic', or a path such as {$.\(name)}"
                        : Nearest.remedy(for: name, among: captures))
                return nil
            }
            rest = rest[rest.index(after: close)...]
        }
        if rest.contains("}") {
            complain(node, key, "'}' without '{' in '\(text)'", "Remove it")
            return nil
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        return parts
    }

    /// The brace that ends what begins here; braces in quotes do not count.
    private static func close(_ text: Substring) -> Substring.Index? {
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "}" {
                return index
            }
        }
        return nil
    }
}

/// Names for the elements of lists on the way to the counts.
struct DraftLevels {
    /// What is bound, outer first.
    private var bound: [(path: DraftPath, name: String)] = []
    private(set) var lines: [String] = []
    /// A part of the sensor's name that the innermost level tells.
    private(set) var tag: String?
    /// Where the members of the counts' table begin.
    private(set) var inner = ""

    init(_ count: DraftCount, _ material: DraftMaterial) {
        var entries: [String] = []
        var conditions: [String] = []
        for (index, step) in count.table.steps.enumerated() where step == .each {
            let path = DraftPath(steps: Array(count.table.steps[...index]))
            let name = "item\(bound.isEmpty ? "" : "\(bound.count + 1)")"
            if material.isRootEither, index == 0 {
                let next = count.table.steps.dropFirst().first
                guard case .member(let member)? = next else { continue }
                entries.append("\(name): { from: ['$', '$[?@.\(member)]'], absent: skip }")
                conditions.append("'\(member)' in \(name)")
            } else {
                entries.append("\(name): { from: \(DraftWriter.quoted(text(path))), absent: skip }")
            }
            bound.append((path, name))
        }
        let table = text(count.table)
        inner = table
        switch count.form {
        case .pattern(let pattern, let label, let hasWay):
            entries.append(
                "entry: { members: \(DraftWriter.quoted(table)), named: \(DraftWriter.quoted(pattern)), absent: skip }"
            )
            tag = label + "{n}"
            if hasWay { inner = "$entry" }
        case .zip(let ids, let counts):
            let lists = [("id", ids), ("people", counts)].map {
                "\($0): \(DraftWriter.quoted(text(count.table + $1)))"
            }
            entries.append("pair: { zip: { \(lists.joined(separator: ", ")) }, absent: skip }")
            tag = "{$pair.id}"
        case .suffixed(let name, _):
            let element = text(count.table).dropFirst()
            conditions.append("\(element).\(name).matches('(In|Out|in|out)$')")
            tag = "{= capture(\(element).\(name), '^(.*)(In|Out|in|out)$', 1)}"
        case .members(let into, let out, let both):
            guard count.table.steps.last == .each, material.tables[count.table] != nil else { break }
            // Elements of another kind have no counts.
            let names = (into + out + both).map { "'\($0)' in \(table.dropFirst())" }
            conditions.append(names.joined(separator: " || "))
        case .directed, .scalar, .one: break
        }
        if !entries.isEmpty { lines = ["each:"] + entries.map { "  " + $0 } }
        if !conditions.isEmpty { lines += ["where:"] + conditions.map { "  - \(DraftWriter.quoted($0))" } }
    }

    func text(_ path: DraftPath) -> String {
        guard let level = bound.last(where: { path.begins(with: $0.path) }) else {
            return DraftPath.text(path.steps)
        }
        return DraftPath.text(path.steps.dropFirst(level.path.steps.count), from: level.name)
    }

    /// With what its values are wrapped in; the longest first.
    func texts(_ path: DraftPath, _ material: DraftMaterial) -> [String] {
        let wrappings = material.fields[path]?.wrappings ?? []
        guard !wrappings.isEmpty else { return [text(path)] }
        return wrappings.sorted { ($1.count, "\($0)") < ($0.count, "\($1)") }.map {
            text(DraftPath(steps: path.steps + $0))
        }
    }

    func text(_ path: DraftPath, _ material: DraftMaterial) -> String { texts(path, material)[0] }
}

/// Counts, ways and the kind.
struct DraftFields {
    let count: DraftCount
    let levels: DraftLevels
    let material: DraftMaterial
    /// The payload knows only texts.
    let isText: Bool
    /// Where decoded bytes begin; `nil` for fields of the payload.
    let start: String?

    var lines: [String] {
        way + kind + (hasDecimals ? ["  decimals: true  # guess: there are fractions"] : [])
    }

    private var way: [String] {
        switch count.form {
        case .members(let into, let out, let both):
            let ways = [("in", into), ("out", out), (nothing ? "none" : "both", both)].filter {
                !$0.1.isEmpty
            }
            return ["  count:  # guess: because \(count.reason)"]
                + ways.map { "    \($0): \(source(of: $1))" }
        case .directed(let way, let name):
            let words = Set(material.fields[count.table + way]?.texts ?? []).sorted()
            let table = words.filter { $0.count < 12 }.compactMap { word in
                DraftWords.way(of: word).map { "\(DraftWriter.quoted(word)): \($0.rawValue)" }
            }
            let from = levels.text(count.table + way, material)
            return [
                "  direction: { from: \(DraftWriter.quoted(from)), table: { \(table.joined(separator: ", ")) }, unlisted: skip }"
                    + "  # guess: because \(count.reason)",
                "  count: \(source(of: [name]))",
            ]
        case .suffixed(let name, let number):
            let from = "= capture(\(levels.text(count.table).dropFirst()).\(name), '(In|Out|in|out)$', 1)"
            return [
                "  direction: { from: \(DraftWriter.quoted(from)), table: { In: in, Out: out, in: in, out: out } }"
                    + "  # guess: because \(count.reason)",
                "  count: \(source(of: [number]))",
            ]
        case .pattern(_, _, true):
            let words = Set(count.fields.flatMap { DraftWords.split($0.name) }).sorted().compactMap { word in
                DraftWords.way(of: word).map { "\(word): \($0.rawValue)" }
            }
            return [
                "  direction: { from: '{way}', table: { \(words.joined(separator: ", ")) }, unlisted: skip }"
                    + "  # guess: because \(count.reason)", "  count: \(plain("$entry"))",
            ]
        case .pattern(_, _, false):
            return [
                "  count: \(plain("$entry"))  # guess: because \(count.reason); check: which of them are in, which out?"
            ]
        case .zip: return ["  count: { none: $pair.people }  # guess: because \(count.reason)"]
        case .scalar:
            if let way = count.words.last.flatMap(DraftWords.way) {
                return ["  count: { \(way.rawValue): { from: $, missing: ['', nan], absent: skip } }"]
            }
            return [
                "  count: { \(nothing ? "none" : "both"): { from: $, missing: ['', nan, unknown, unavailable], absent: skip } }  # guess: because \(count.reason)"
            ]
        case .one:
            return [
                "  count: 1  # guess: because \(count.reason); check: which field tells the way, and who is not to be counted?"
            ]
        }
    }

    private func plain(_ path: String) -> String { "{ from: \(path), absent: skip\(options(count.fields)) }" }

    private func source(of names: [String]) -> String {
        if let start { return DraftWriter.list(names.map { "\(start).\($0)" }) }
        let paths = names.map { count.table + $0 }
        let texts = paths.flatMap { levels.texts($0, material) }
        return "{ from: \(DraftWriter.list(texts)), absent: skip\(options(paths)) }"
    }

    private func options(_ paths: [DraftPath]) -> String {
        let values = paths.flatMap { material.fields[$0]?.values.map(\.value) ?? [] }
        var accepted: [String] = []
        if !isText, values.contains(where: { $0.text != nil && !$0.isEmptyText }) { accepted.append("text") }
        if values.contains(where: { if case .boolean = $0 { true } else { false } }) {
            accepted.append("boolean")
        }
        let missing = values.contains { $0.isEmptyText || $0.text?.lowercased() == "nan" }
        return (accepted.isEmpty ? "" : ", accept: [\(accepted.joined(separator: ", "))]")
            + (missing ? ", missing: ['', nan]" : "")
    }

    private var hasDecimals: Bool {
        count.fields.contains { path in
            material.isNumeric(path) && material.numbers(path).contains { $0 != $0.rounded() }
        }
    }

    private func has(_ words: Set<String>) -> Bool { count.words.contains(where: words.contains) }

    /// People who are there, or radios: no flow.
    private var nothing: Bool { kindAndReason.0 == "occupancy" || kindAndReason.0 == "devices" }

    private var kind: [String] {
        let (kind, reason) = kindAndReason
        return ["  kind: \(kind)  # guess: because \(reason); check: delta or counter? people or radios?"]
    }

    private var kindAndReason: (String, String) {
        if has(DraftWords.devices.subtracting(["device"])), !has(DraftWords.people) {
            return ("devices", "the names speak of radios")
        }
        if case .zip = count.form { return ("occupancy", "people are told for each place") }
        if case .members(let into, let out, _) = count.form, into.isEmpty, out.isEmpty,
            has(DraftWords.present)
        {
            return ("occupancy", "the names speak of those who are there")
        }
        if case .scalar = count.form, !has(["in", "out", "entry", "exit"]) {
            return ("occupancy", "a state is published, not an event")
        }
        if has(DraftWords.perPeriod) { return ("delta", "the names speak of a period") }
        if isRising { return ("cumulative", "the numbers only rise") }
        if has(DraftWords.cumulative.subtracting(["counter"])) {
            return ("cumulative", "the names speak of a total")
        }
        return ("delta", "nothing speaks of a total")
    }

    /// Over at least three messages, without a list between.
    private var isRising: Bool {
        count.fields.contains { path in
            guard !path.steps.contains(.each) else { return false }
            let numbers = material.numbers(path)
            return numbers.count > 2 && Set(numbers).count > 1
                && zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 }
        }
    }
}

import Foundation

/// Writes one case of a draft, as lines of YAML.
struct DraftWriter {
    private(set) var lines: [String]?
    private(set) var doubts: [String] = []

    private let group: DraftGroup
    private let material: DraftMaterial
    private let topic: DraftTopic

    init(_ group: DraftGroup) {
        self.group = group
        material = DraftMaterial(group.trees)
        topic = DraftTopic(group.topics)
        lines = write()
    }

    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

    private mutating func write() -> [String]? {
        let match = ["match: { topic: \(Self.quoted(topic.pattern)) }"]
        switch group.decoding {
        case .empty: return nil
        case .senml: return match + senml()
        case .binary: return match + binary(nil)
        case .text:
            let count = DraftCount(
                table: DraftPath(), form: .scalar, score: 6, reason: "the payload is a number",
                words: group.topics[0].flatMap(DraftWords.split), fields: [DraftPath()])
            return match + ["decode: text"] + body(count)
        case .json, .csv, .xml, .pairs, .assignments:
            let counts = DraftCounts(material: material).find()
            if let best = counts.first {
                if counts.count > 1 {
                    let others = counts.dropFirst().prefix(3).map {
                        DraftPath.text($0.table.steps) + ": " + $0.reason
                    }
                    doubts.append("other numbers that could be meant: " + others.joined(separator: "; "))
                }
                return match + decode + cut + rules(best)
            }
            if let field = DraftBinary.field(material) { return match + binary(field) }
            guard DraftEvents.isLike(material) else { return nil }
            return match + decode + body(event)
        }
    }

    private var event: DraftCount {
        DraftCount(
            table: DraftPath(), form: .one, score: 4,
            reason: "nothing is counted, and the names speak of events", words: ["event"])
    }

    /// Two rules when most messages hold no count and look like single crossings.
    private mutating func rules(_ best: DraftCount) -> [String] {
        let counted = material.messages(of: best)
        guard DraftEvents.isLike(material), best.table.steps.isEmpty, counted.count * 2 < material.count,
            case .members(_, _, let both) = best.form, let name = both.first
        else { return body(best) }
        let branches = [(best, "has(payload.\(name))"), (event, "!has(payload.\(name))")]
        return ["records:"]
            + branches.flatMap { count, condition in
                (["where: \(Self.quoted(condition))"] + body(count)).enumerated().map {
                    ($0 == 0 ? "  - " : "    ") + $1
                }
            }
    }

    /// Members that must not be kept.
    private var cut: [String] {
        let names = Set(material.tables.values.flatMap(\.self)).filter {
            DraftWords.cut.contains(DraftWords.split($0).joined())
        }
        guard group.decoding == .json, !names.isEmpty else { return [] }
        return ["drop: \(Self.list(names.sorted()))  # images, or what identifies a passer-by"]
    }

    private var decode: [String] {
        switch group.decoding {
        case .json: group.isZipped ? ["decode: [unzip, json]"] : []
        case .csv(let separator):
            separator == ","
                ? ["decode: csv"] : ["decode: { csv: { separator: \(separator == "\t" ? "tab" : "\";\"") } }"]
        case .xml: ["decode: xml"]
        case .assignments(let between, let assign):
            ["decode: { pairs: { between: \"\(between)\", assign: \"\(assign)\" } }"]
        case .pairs: ["decode: { pairs: { between: \"|\", groups: \"#\", prefix: time } }"]
        case .text: ["decode: text"]
        case .empty, .senml, .binary: []
        }
    }

    /// RFC 8428 says where the parts are; only the way and the kind are open.
    private func senml() -> [String] {
        [
            "decode: senml",
            "each: { item: '$[*]' }",
            "where: \"item.n.matches('(?i)(in|out|entry|exit|enter|count)$')\"  # guess: the names end with the way",
            "fields:",
            "  sensor: \"{= capture(item.n, '^(.*)/[^/]*$', 1)}\"  # guess: the name without its last part",
            "  direction: { from: \"= capture(item.n, '([^/]*)$', 1)\", table: { in: in, out: out, entry: in, exit: out, enter: in, count: both }, unlisted: skip }",
            "  count: [$item.v, $item.s]  # guess: values, or sums; check: delta or counter?",
            "  kind: \"= has(item.s) ? 'cumulative' : 'delta'\"  # guess: 's' is a sum that rises; check: is 'v' one too?",
            "time: { at: [{ from: $item.t, format: epoch_s }, received] }  # guess: no length is told; for an interval write end: and duration:",
        ]
    }

    /// The envelope around raw bytes: where they are is known, not what they mean.
    private mutating func binary(_ field: DraftPath?) -> [String] {
        doubts.append("the bytes of the device need its manual: fill in 'layout', marked TODO")
        let layout =
            "{ layout: [{ name: count_in, type: u16be }, { name: count_out, type: u16be }, { name: rest, type: bytes, length: rest }] }"
        let count = DraftCount(
            table: field?.parent ?? DraftPath(),
            form: .members(into: ["count_in"], out: ["count_out"], both: []), score: 0,
            reason: "TODO: the layout is a skeleton")
        var lines = ["# TODO: the layout is only an example; take types and order from the device's manual."]
        guard let field else {
            lines.append("decode: \(layout)")
            return lines + body(count, from: "$")
        }
        lines.append("decode:")
        lines.append("  - json")
        lines.append(
            "  - { at: \(Self.quoted(DraftPath.text(field.steps))), as: bytes, absent: skip, decode: [base64, \(layout)] }"
        )
        return lines + body(count, from: "$bytes")
    }
}

extension DraftWriter {
    /// each, where, fields and time of one kind of record.
    private mutating func body(_ count: DraftCount, from start: String? = nil) -> [String] {
        let levels = DraftLevels(count, material)
        let fields = DraftFields(
            count: count, levels: levels, material: material, isText: group.decoding != .json, start: start)
        var lines = levels.lines + ["fields:"]
        lines.append("  sensor: \(sensor(count, levels))")
        lines += fields.lines
        lines += time(count, levels)
        return lines
    }

    private mutating func sensor(_ count: DraftCount, _ levels: DraftLevels) -> String {
        let sensors = DraftSensors(
            material: material, topics: group.topics, counted: material.messages(of: count))
        let device = sensors.device(for: count.table)
        var parts: [String] = []
        var reason: String
        if let device {
            parts.append("{\(levels.text(device.path, material))}")
            reason = device.reason
        } else if let capture = topic.captures.max(by: { ($0.score, $0.name) < ($1.score, $1.name) }) {
            parts.append("{\(capture.name)}")
            reason = "no field names a device, and this level of the topic looks like one"
        } else {
            parts.append(group.topics[0].last { !$0.isEmpty } ?? "sensor")
            reason = "nothing names a device"
            doubts.append("nothing in the messages names the sensor")
        }
        for tag in sensors.tags(for: count, device: device?.path) {
            parts.append("{\(levels.text(tag, material))}")
            reason += "; '\(tag.name)' tells its lines apart"
        }
        if let own = levels.tag { parts.append(own) }
        return Self.quoted(parts.joined(separator: "/")) + "  # guess: because \(reason)"
    }

    private mutating func time(_ count: DraftCount, _ levels: DraftLevels) -> [String] {
        let times = DraftTimes(material: material)
        let counted = material.messages(of: count)
        let needed = counted.isEmpty ? Set(0..<material.count) : counted
        var covered: Set<Int> = []
        var chosen: [DraftTime] = []
        for time in times.find(for: count.table) where chosen.count < 4 {
            let there = time.paths.map { material.fields[$0]?.messages ?? [] }
                .reduce(needed) { $0.intersection($1) }
            if there.subtracting(covered).isEmpty { continue }
            covered.formUnion(there)
            chosen.append(time)
            if covered == needed { break }
        }
        var rules = chosen.map { rule($0, times, levels) }
        if covered != needed || rules.isEmpty { rules.append("received") }
        let isLong = chosen.contains { if case .at = $0.form { false } else { true } }
        var doubt = "because of the names of these fields"
        if !isLong { doubt += "; no length is told: for counts of an interval write end: and duration:" }
        guard rules.count > 1 else { return ["time: \(rules[0])  # guess: \(doubt)"] }
        return ["time:  # guess: the first whose fields are there, \(doubt)"]
            + rules.map { "  - \($0)" }
    }

    private func rule(_ time: DraftTime, _ times: DraftTimes, _ levels: DraftLevels) -> String {
        func path(_ path: DraftPath) -> String { Self.list(levels.texts(path, material)) }
        var parts: [String]
        switch time.form {
        case .pair(let start, let end): parts = ["start: \(path(start))", "end: \(path(end))"]
        case .interval(let both): parts = ["interval: \(path(both))"]
        case .from(let start, let length):
            parts = ["start: \(path(start))", "duration: \(self.length(length, levels))"]
        case .until(let end, let length):
            parts = ["end: \(path(end))", "duration: \(self.length(length, levels))"]
        case .at(let moment): parts = ["at: \(path(moment))"]
        }
        let formats = times.formats(of: time.paths[0]).filter { $0 != "interval" }
        if !formats.isEmpty, formats != ["rfc3339"] { parts.append("format: \(Self.list(formats))") }
        if times.isLocal(time.paths[0]) {
            if let offset = times.offset(near: time.paths[0]) { parts.append("zone: \(path(offset))") }
            if let summer = times.summer(near: time.paths[0]) { parts.append("summer: \(path(summer))") }
        }
        return "{ \(parts.joined(separator: ", ")) }"
    }

    private func length(_ path: DraftPath, _ levels: DraftLevels) -> String {
        let text = levels.text(path, material)
        let isDigits = material.fields[path]?.texts.contains { Double($0) != nil } ?? false
        return isDigits ? "{ from: \(Self.quoted(text)), accept: text }" : Self.quoted(text)
    }

    static func list(_ texts: [String]) -> String {
        texts.count == 1 ? quoted(texts[0]) : "[\(texts.map(quoted).joined(separator: ", "))]"
    }
}

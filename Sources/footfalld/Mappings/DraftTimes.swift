import Foundation

/// When it was counted.
struct DraftTime {
    enum Form {
        case pair(DraftPath, DraftPath)
        case interval(DraftPath)
        case from(DraftPath, length: DraftPath)
        case until(DraftPath, length: DraftPath)
        case at(DraftPath)
    }

    let form: Form
    let score: Int

    var paths: [DraftPath] {
        switch form {
        case .pair(let start, let end): [start, end]
        case .interval(let path), .at(let path): [path]
        case .from(let path, let length), .until(let path, let length): [path, length]
        }
    }
}

/// Looks for times near the counts.
struct DraftTimes {
    let material: DraftMaterial

    /// Formats of all values that are times; empty if fewer than half of them are.
    func formats(of path: DraftPath) -> [String] {
        guard let values = material.fields[path]?.values.map(\.value) else { return [] }
        let there = values.filter { !$0.isEmptyText }
        let found = there.compactMap { Self.format(of: $0) }
        guard !there.isEmpty, found.count * 2 > there.count else { return [] }
        return Set(found).sorted()
    }

    static func format(of value: DraftTree) -> String? {
        switch value {
        case .number(let number): return epoch(number)
        case .text(let text): return format(of: text)
        case .null, .boolean, .list, .table: return nil
        }
    }

    private static func epoch(_ number: Double) -> String? {
        switch number {
        case 1e9..<4.2e9: "epoch_s"
        case 1e12..<4.2e12: "epoch_ms"
        case 1e15..<4.2e15: "epoch_us"
        case 1e18..<4.2e18: "epoch_ns"
        default: nil
        }
    }

    private static func format(of text: String) -> String? {
        if text.contains(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T?[^\/]*\/(P|[0-9]{4}-)/) { return "interval" }
        if text.contains(/^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}/) { return "rfc3339" }
        if text.contains(/^[0-9]{8}T[0-9]{6}/) { return "rfc3339" }
        if text.wholeMatch(of: /20[0-9]{12}/) != nil { return "yyyyMMddHHmmss" }
        guard
            let match = text.wholeMatch(
                of:
                    /([0-9]{4}|[0-9]{2})([\/.-])([0-9]{2})[\/.-]([0-9]{4}|[0-9]{2})([ T])[0-9]{2}:[0-9]{2}(:[0-9]{2})?/
            )
        else { return Double(text).flatMap(epoch) }
        let (sign, gap, seconds) = (match.2, match.5 == "T" ? "'T'" : " ", match.6 == nil ? "" : ":ss")
        let isYearFirst = match.1.count == 4
        let isMonthFirst = !isYearFirst && (Int(match.3) ?? 0) > 12
        let date =
            isYearFirst
            ? "yyyy\(sign)MM\(sign)dd" : isMonthFirst ? "MM\(sign)dd\(sign)yyyy" : "dd\(sign)MM\(sign)yyyy"
        return "\(date)\(gap)HH:mm\(seconds)"
    }

    /// The likeliest first, for counts in a table; only what its lists lead to.
    func find(for table: DraftPath) -> [DraftTime] {
        let usable = material.fields.keys.filter { table.begins(with: $0.lists) }
        let times = usable.filter { !formats(of: $0).isEmpty && isTime($0) }
        let intervals = times.filter { formats(of: $0).contains("interval") }
        let moments = times.filter { !formats(of: $0).contains("interval") }
        var found = intervals.map { DraftTime(form: .interval($0), score: score($0, table) + 3) }
        found += moments.map { DraftTime(form: .at($0), score: score($0, table)) }
        for start in moments where has(start, DraftWords.start) {
            let end = moments.first {
                $0.parent == start.parent && has($0, DraftWords.end) && stem($0) == stem(start)
            }
            if let end { found.append(DraftTime(form: .pair(start, end), score: score(start, table) + 5)) }
        }
        for length in usable where isLength(length) {
            for moment in moments where moment.parent == length.parent {
                if has(moment, DraftWords.start) {
                    found.append(
                        DraftTime(form: .from(moment, length: length), score: score(moment, table) + 4))
                } else if has(moment, DraftWords.end) {
                    found.append(
                        DraftTime(form: .until(moment, length: length), score: score(moment, table) + 4))
                }
            }
        }
        return found.sorted { ($1.score, "\($0.form)") < ($0.score, "\($1.form)") }
    }

    /// A number needs the name of a time; a text that reads as one does not.
    private func isTime(_ path: DraftPath) -> Bool {
        let words = Set(DraftWords.split(path.name))
        let isText = material.fields[path]?.texts.contains { Double($0) == nil } ?? false
        return isText || !words.isDisjoint(with: DraftWords.moment)
            || !words.isDisjoint(with: DraftWords.start.union(DraftWords.end))
    }

    private func has(_ path: DraftPath, _ words: Set<String>) -> Bool {
        DraftWords.split(path.name).contains(where: words.contains)
    }

    private func stem(_ path: DraftPath) -> [String] {
        DraftWords.split(path.name).filter { !DraftWords.start.contains($0) && !DraftWords.end.contains($0) }
    }

    private func isLength(_ path: DraftPath) -> Bool {
        guard has(path, DraftWords.length), let values = material.fields[path]?.values.map(\.value) else {
            return false
        }
        return values.filter { value in
            if case .number(let number) = value { return (0...86_400).contains(number) }
            return value.text?.contains(/^(P[T0-9]|[0-9]+$)/) ?? false
        }.count * 2 > values.count
    }

    private func score(_ path: DraftPath, _ table: DraftPath) -> Int {
        let words = path.words
        var score = 10 + 2 * path.shared(with: table) - path.steps.count
        if DraftWords.split(path.name).contains(where: DraftWords.sending.contains) { score -= 3 }
        if words.contains(where: ["gateway", "rx", "tx", "settings", "metadata", "since", "boot"].contains) {
            score -= 5
        }
        if words.contains("local"),
            material.fields.keys.contains(where: {
                $0.parent == path.parent && $0 != path && !formats(of: $0).isEmpty
            })
        {
            score -= 2
        }
        if formats(of: path).count > 1 { score -= 1 }
        return score
    }

    /// A field that tells the offset of local times: an offset, not a zone's name.
    func offset(near path: DraftPath) -> DraftPath? {
        material.fields.keys.filter { field in
            field.parent == path.parent
                && (material.fields[field]?.texts.contains {
                    $0.contains(/^(UTC|GMT)?[+-][0-9]{1,2}(:?[0-9]{2})?$/)
                } ?? false)
        }.sorted { $0.name < $1.name }.first
    }

    /// A field that tells whether an hour is to be added.
    func summer(near path: DraftPath) -> DraftPath? {
        material.fields.keys.filter { field in
            field.parent == path.parent && material.isBoolean(field)
                && DraftWords.split(field.name).contains {
                    ["dst", "summer", "zomertijd", "sommerzeit"].contains($0)
                }
                && !DraftWords.split(field.name).contains("enable")
        }.sorted { $0.name < $1.name }.first
    }

    /// Texts without an offset.
    func isLocal(_ path: DraftPath) -> Bool {
        material.fields[path]?.texts.contains {
            !$0.contains(/(Z|z|[+-][0-9]{2}:?[0-9]{2})$/) && Double($0) == nil
        } ?? false
    }
}

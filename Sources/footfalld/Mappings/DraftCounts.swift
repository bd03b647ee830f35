import Foundation

/// Where the counts could stand.
struct DraftCount {
    enum Form {
        /// Members of a table, by the way; several of one way are tried in order.
        case members(into: [String], out: [String], both: [String])
        /// Elements with a word for the way and a number.
        case directed(way: String, count: String)
        /// Elements whose name ends with the way.
        case suffixed(name: String, count: String)
        /// Members by a pattern, with the way in the name or not.
        case pattern(String, label: String, hasWay: Bool)
        /// Two lists side by side.
        case zip(ids: String, counts: String)
        /// The payload itself.
        case scalar
        /// One person each.
        case one
    }

    /// The table that they stand in.
    let table: DraftPath
    let form: Form
    let score: Int
    let reason: String
    /// Names that tell what kind of number it is.
    var words: [String] = []
    /// Fields of the numbers.
    var fields: [DraftPath] = []
}

/// Looks for numbers of people.
struct DraftCounts {
    let material: DraftMaterial

    /// The likeliest first.
    func find() -> [DraftCount] {
        let found = material.tables.keys.flatMap { table in
            [pattern(table), directed(table), suffixed(table), numbered(table), zipped(table)].compactMap(
                \.self)
                + pairs(table) + single(table)
        }
        return found.filter { $0.score > 3 }.map { ($0, material.messages(of: $0).count) }.sorted {
            ($1.0.score, $1.1, $0.0.table.steps.count, DraftPath.text($0.0.table.steps))
                < ($0.0.score, $0.1, $1.0.table.steps.count, DraftPath.text($1.0.table.steps))
        }.map(\.0)
    }

    private func numeric(_ table: DraftPath) -> [String] {
        material.scalars(of: table).filter { material.isNumeric(table + $0) }
    }

    /// What the names on the way say.
    private func rank(_ words: [String]) -> Int {
        var score = 0
        if words.contains(where: DraftWords.people.contains) { score += 2 }
        if words.contains(where: DraftWords.counting.contains) { score += 1 }
        if words.contains(where: DraftWords.perPeriod.contains) { score += 2 }
        if words.contains(where: DraftWords.cumulative.contains) { score -= 1 }
        if words.contains(where: DraftWords.others.contains) { score -= 3 }
        if words.contains(
            where: ["rx", "tx", "gateway", "settings", "geom", "location", "metadata"].contains)
        {
            score -= 8
        }
        return score
    }

    private func isLikeTime(_ path: DraftPath) -> Bool {
        material.numbers(path).contains { $0 > 1e9 }
            && !DraftTimes(material: material).formats(of: path).isEmpty
    }

    private func make(
        _ table: DraftPath, _ form: DraftCount.Form, _ score: Int, _ reason: String, _ names: [String]
    )
        -> DraftCount
    {
        let words = (table.members + names).flatMap(DraftWords.split)
        let negative = names.contains { material.numbers(table + $0).contains { $0 < -1 } } ? 1 : 0
        return DraftCount(
            table: table, form: form, score: score + rank(words) - negative, reason: reason, words: words,
            fields: names.map { table + $0 })
    }

    /// `line_1_in`, `line_1_out`, `line_2_in` …
    private func pattern(_ table: DraftPath) -> DraftCount? {
        var groups: [String: [String]] = [:]
        for name in numeric(table) {
            guard let match = name.firstMatch(of: /[0-9]+/), let way = DraftWords.way(of: name) else {
                continue
            }
            let word = Self.word(for: way, in: name)
            guard let word, let range = name.range(of: word, options: .backwards),
                range.lowerBound > match.range.upperBound
            else { continue }
            var text = name
            text.replaceSubrange(range, with: "{way}")
            text.replaceSubrange(match.range, with: "{n:[0-9]+}")
            groups[text, default: []].append(name)
        }
        let ranked = groups.filter { Set($0.value.compactMap(DraftWords.way)).count == 2 }.map {
            text, names in
            let label = String(text.prefix(while: \.isLetter)).lowercased()
            return make(
                table, .pattern(text, label: label, hasWay: true), 11,
                "names such as \(names.sorted()[0]) tell a number and a way", names)
        }
        return ranked.max { ($0.score, $1.reason) < ($1.score, $0.reason) }
    }

    private static func word(for way: DraftWords.Way, in name: String) -> String? {
        let words = way == .into ? DraftWords.into : DraftWords.out
        guard let word = DraftWords.split(name).last(where: words.contains) else { return nil }
        return name.range(of: word, options: [.caseInsensitive, .backwards]).map { String(name[$0]) }
    }

    /// `C1`, `C2`, `C3` below something that counts.
    private func numbered(_ table: DraftPath) -> DraftCount? {
        var groups: [String: [String]] = [:]
        for name in numeric(table) {
            guard let match = name.wholeMatch(of: /([A-Za-z_]+)([0-9]+)/) else { continue }
            groups[String(match.1), default: []].append(name)
        }
        guard let (prefix, names) = groups.max(by: { $0.value.count < $1.value.count }), names.count > 1,
            (DraftWords.split(prefix) + DraftWords.split(table.name)).contains(where: {
                DraftWords.counting.contains($0) || DraftWords.people.contains($0)
            })
        else { return nil }
        return make(
            table, .pattern(prefix + "{n:[0-9]+}", label: prefix, hasWay: false), 7,
            "numbered members of \(table.name)", names)
    }

    /// Elements such as `{direction: in, count: 3}`.
    private func directed(_ table: DraftPath) -> DraftCount? {
        guard table.steps.last == .each else { return nil }
        let names = material.scalars(of: table)
        let way = names.first { name in
            let texts = material.fields[table + name]?.texts ?? []
            return !texts.isEmpty
                && texts.filter { DraftWords.way(of: $0) != nil && $0.count < 12 }.count * 2 >= texts.count
        }
        guard let way, let count = counting(table, but: way) else { return nil }
        return make(
            table, .directed(way: way, count: count), 11, "'\(way)' holds words such as in and out", [count])
    }

    /// Elements such as `{name: DoorIn, value: 3}`.
    private func suffixed(_ table: DraftPath) -> DraftCount? {
        guard table.steps.last == .each else { return nil }
        let name = material.scalars(of: table).first { name in
            let texts = material.fields[table + name]?.texts ?? []
            return !texts.isEmpty
                && texts.filter { $0.contains(/.(In|Out|_in|_out|-in|-out)$/) }.count * 2 >= texts.count
        }
        guard let name, let count = counting(table, but: name) else { return nil }
        return make(table, .suffixed(name: name, count: count), 10, "'\(name)' ends with In or Out", [count])
    }

    private func counting(_ table: DraftPath, but other: String) -> String? {
        numeric(table).filter { $0 != other && !isLikeTime(table + $0) }.compactMap {
            name -> (String, Int)? in
            let words = DraftWords.split(name)
            if words.contains(where: DraftWords.technical.contains) { return nil }
            let isKnown = words.contains {
                DraftWords.counting.contains($0) || DraftWords.people.contains($0)
            }
            guard isKnown || ["v", "n", "c"].contains(name) else { return nil }
            return (name, rank(words))
        }.max { $0.1 < $1.1 }?.0
    }

    /// Two lists of the same length, one of names, one of numbers.
    private func zipped(_ table: DraftPath) -> DraftCount? {
        let lists = (material.tables[table] ?? []).filter { name in
            (material.lengths[table + name]?.contains { $0 > 0 } ?? false)
                && material.fields[table + name + .each] != nil
        }.sorted()
        for counts in lists where material.isNumeric(table + counts + .each) {
            let words = DraftWords.split(counts)
            let isCount = words.contains {
                DraftWords.counting.contains($0) || DraftWords.people.contains($0)
                    || DraftWords.present.contains($0)
            }
            guard isCount,
                !words.contains(
                    where: ["region", "regions", "line", "lines", "zone", "zones", "id", "ids"].contains)
            else { continue }
            let ids = lists.first { other in
                guard other != counts, let left = material.lengths[table + other],
                    let right = material.lengths[table + counts]
                else { return false }
                return zip(left, right).filter { $0 == $1 }.count * 2 > left.count
            }
            guard let ids else { continue }
            return make(
                table, .zip(ids: ids, counts: counts), 9, "'\(ids)' and '\(counts)' have the same length",
                [counts])
        }
        return nil
    }

    /// Two members of one table whose names differ by the way.
    private func pairs(_ table: DraftPath) -> [DraftCount] {
        var stems: [[String]: (into: [String], out: [String])] = [:]
        for name in numeric(table) where !isLikeTime(table + name) {
            guard let way = DraftWords.way(of: name) else { continue }
            let known = way == .into ? DraftWords.into : DraftWords.out
            let stem = DraftWords.split(name).filter { !known.contains($0) && $0.count > 1 }
            if stem.contains(where: DraftWords.technical.subtracting(["interval"]).contains) { continue }
            if way == .into {
                stems[stem, default: ([], [])].into.append(name)
            } else {
                stems[stem, default: ([], [])].out.append(name)
            }
        }
        return stems.map { stem, names in
            let all = names.into + names.out
            let isPair = !names.into.isEmpty && !names.out.isEmpty
            return make(
                table, .members(into: names.into, out: names.out, both: []), isPair ? 10 : 5,
                isPair ? "\(all.joined(separator: " and ")) are a pair of ways" : "\(all[0]) names a way", all
            )
        }
    }

    /// Numbers without a way, the likeliest in front.
    private func single(_ table: DraftPath) -> [DraftCount] {
        var ranked: [(name: String, score: Int)] = []
        for name in material.scalars(of: table) {
            let path = table + name
            let words = DraftWords.split(name)
            let isPresence = words.contains(where: DraftWords.present.contains)
            guard DraftWords.way(of: name) == nil, !words.contains(where: DraftWords.technical.contains),
                material.isNumeric(path) || material.isBoolean(path) && isPresence, !isLikeTime(path)
            else { continue }
            var score = 0
            if words.contains(where: DraftWords.people.contains) { score += 5 }
            if words.contains(where: DraftWords.counting.subtracting(DraftWords.weak).contains) { score += 3 }
            if words.contains(where: DraftWords.weak.contains) { score += 3 }
            if isPresence { score += 5 }
            if words.contains(where: DraftWords.devices.subtracting(["device", "mac", "macs"]).contains) {
                score += 4
            }
            if words.contains(where: DraftWords.others.contains) { score -= 4 }
            if score > 2 { ranked.append((name, score)) }
        }
        ranked.sort { ($1.score, $0.name) < ($0.score, $1.name) }
        guard let best = ranked.first else { return [] }
        let names = ranked.filter { $0.score > 2 && $0.score >= best.score - 3 }.map(\.name)
        return [
            make(
                table, .members(into: [], out: [], both: names), min(best.score, 7),
                "\(best.name) sounds like a number of people", [best.name])
        ]
    }
}

/// 'time' before its paths have slots.
struct TimeDraft {
    let anchor: TimeRule.Anchor
    /// `nil`: when the message came in.
    let moment: OldPath?
    let length: Length
    let format: TimeRule.Format

    enum Length {
        case seconds(Int)
        case path(OldPath)
    }

    var paths: [OldPath] {
        var paths = moment.map { [$0] } ?? []
        if case .path(let path) = length { paths.append(path) }
        return paths
    }

    func rule(_ paths: PathTrie) -> TimeRule {
        let length: TimeRule.Length =
            switch self.length {
            case .seconds(let seconds): .constant(seconds)
            case .path(let path): .value(paths.slot(of: path) ?? 0)
            }
        return TimeRule(
            anchor: anchor, source: moment.flatMap { paths.slot(of: $0) }.map { .value($0) } ?? .received,
            length: length, format: format)
    }
}

extension MappingCompiler {
    mutating func time(_ table: TableReader) -> TimeDraft? {
        let keys = ["start", "end", "duration", "format"]
        guard
            let node = table.required(
                "time", expected: "a table with start or end, and duration", problems: &problems),
            let time = TableReader(node, key: "time", keys: keys, problems: &problems)
        else { return nil }
        let moment = self.moment(time, node)
        let length = time.required("duration", expected: "a duration such as 60s", problems: &problems)
            .flatMap { self.length($0) }
        let format = time.optional("format").map { self.format($0) } ?? .rfc3339
        guard let moment, let length, let format else { return nil }
        return TimeDraft(anchor: moment.anchor, moment: moment.path, length: length, format: format)
    }

    private mutating func moment(
        _ time: TableReader, _ node: Node
    ) -> (anchor: TimeRule.Anchor, path: OldPath?)? {
        switch (time.optional("start"), time.optional("end")) {
        case (nil, nil):
            complain(
                node, "time", "expected 'start' or 'end'",
                "Say which end of the interval the time stamp is; for a single moment write start")
            return nil
        case (_?, let end?):
            complain(end, "time.end", "stands beside 'start'", "Keep one of them, and a duration")
            return nil
        case (let start?, nil): return received(start, "time.start").map { (.start, $0) }
        case (nil, let end?): return received(end, "time.end").map { (.end, $0) }
        }
    }

    /// A path, or `received`, which is no path.
    private mutating func received(_ node: Node, _ key: String) -> OldPath?? {
        guard let text = text(node, key, expected: "a path or 'received'") else { return nil }
        if text == "received" { return .some(nil) }
        if text.hasPrefix("$") { return path(text, node, key).map { .some($0) } }
        complain(
            node, key, "expected a path or 'received', got '\(text)'",
            Nearest.word(to: text, among: ["received"]).map { "Did you mean '\($0)'?" }
                ?? "A path begins with '$'")
        return nil
    }

    private mutating func length(_ node: Node) -> TimeDraft.Length? {
        let (key, expected) = ("time.duration", "a duration such as 60s, 15m or 1h, or a path in seconds")
        guard let text = text(node, key, expected: expected) else { return nil }
        if text.hasPrefix("$") { return path(text, node, key).map { .path($0) } }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), text.utf8.first != UInt8(ascii: "+"),
            let number = Int(text.dropLast()), number >= 0
        else {
            complain(
                node, key, "expected \(expected), got '\(text)'",
                Int(text) == nil ? "Write a whole number and s, m or h" : "Did you mean '\(text)s'?")
            return nil
        }
        guard number <= TimeRule.longest / unit else {
            complain(node, key, "an interval has at most 24h, got '\(text)'", "Choose 0s to 24h")
            return nil
        }
        return .seconds(number * unit)
    }

    private mutating func format(_ node: Node) -> TimeRule.Format? {
        choice(node, "time.format", of: TimeRule.Format.allCases.map(\.rawValue))
            .flatMap { TimeRule.Format(rawValue: $0) }
    }
}

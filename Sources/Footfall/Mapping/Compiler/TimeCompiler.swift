extension MappingCompiler {
    private static let timeKeys = [
        "at", "start", "end", "interval", "duration", "format", "zone", "summer", "inclusive", "offset",
        "clock",
    ]

    /// 'time': a rule, or a list of rules of which the first whose times are there counts.
    mutating func times(_ table: TableReader, _ room: inout Room) -> [TimeRule]? {
        let expected = "a table with at, or with start or end and duration"
        guard let node = table.required("time", expected: expected, problems: &problems) else { return nil }
        let nodes = node.items
        let rules = nodes.compactMap { time($0, &room) }
        if nodes.isEmpty { complain(node, "time", "is an empty list", "Write \(expected)") }
        return rules.count == nodes.count && !rules.isEmpty ? rules : nil
    }

    private mutating func time(_ node: Node, _ room: inout Room) -> TimeRule? {
        if node.scalar == "received" {
            let now = Source(key: "time", alternatives: [.received])
            return TimeRule(
                span: .at(.init(source: now, formats: [[]])), zone: nil, isSummer: nil, inclusive: 0,
                offset: nil, clock: nil)
        }
        guard let time = TableReader(node, key: "time", keys: Self.timeKeys, problems: &problems) else {
            return nil
        }
        let before = problems.count
        let formats = time.optional("format").map { self.formats($0, "time.format") } ?? [.rfc3339]
        let span = self.span(time, node, formats, &room)
        let zone = time.optional("zone").flatMap { self.zone($0, &room) }
        // Nothing said is no summer time.
        let summer = time.optional("summer").flatMap { source($0, "time.summer", &room, .number) }
            .map { source in
                source.with { options in
                    options.acceptsBoolean = true
                    if case .refuse = options.absence { options.absence = .skip }
                }
            }
        let inclusive = time.optional("inclusive").flatMap { duration($0, "time.inclusive") } ?? 0
        let offset = time.optional("offset").flatMap { source($0, "time.offset", &room, .shift) }
        let clock = time.optional("clock").flatMap { self.clockGuard($0) }
        guard let span, problems.count == before else { return nil }
        return TimeRule(
            span: span, zone: zone ?? host.city.map { .city($0) }, isSummer: summer, inclusive: inclusive,
            offset: offset, clock: clock)
    }

    private mutating func span(
        _ time: TableReader, _ node: Node, _ formats: [TimeFormat], _ room: inout Room
    ) -> TimeRule.Span? {
        let given = ["at", "start", "end", "interval", "duration"].filter { time.optional($0) != nil }
        func moment(_ name: String, _ compiler: inout Self, _ room: inout Room) -> TimeRule.Moment? {
            time.optional(name).flatMap { compiler.moment($0, "time.\(name)", formats, &room) }
        }
        switch given {
        case ["at"]: return moment("at", &self, &room).map { .at($0) }
        case ["start", "end"]:
            guard let start = moment("start", &self, &room), let end = moment("end", &self, &room) else {
                return nil
            }
            return .from(start, to: end)
        case ["start", "duration"]:
            let start = moment("start", &self, &room)
            guard let length = length(time, &room), let start else { return nil }
            return length.constant == 0 ? .at(start) : .starting(start, length: length)
        case ["end", "duration"]:
            let end = moment("end", &self, &room)
            guard let length = length(time, &room), let end else { return nil }
            return length.constant == 0 ? .at(end) : .ending(end, length: length)
        case ["interval"]:
            return time.optional("interval").flatMap { source($0, "time.interval", &room, .received) }
                .map { .interval($0) }
        case ["start"], ["end"]:
            complain(
                node, "time.duration", "is missing: expected a duration such as 60s",
                "Add 'duration:'; for a single moment write 'at' instead of '\(given[0])'")
        default:
            let got = given.isEmpty ? "nothing" : given.joined(separator: " and ")
            complain(
                node, "time", "expected one way to tell the time, got \(got)",
                "Write at; or start and end; or one of them and duration; or interval")
        }
        return nil
    }

    private mutating func moment(
        _ node: Node, _ key: String, _ formats: [TimeFormat], _ room: inout Room
    ) -> TimeRule.Moment? {
        guard case .list(let nodes) = node.content else {
            return oneMoment(node, key, formats, &room)
        }
        // Each in the list may have a format of its own.
        let moments = nodes.compactMap { oneMoment($0, key, formats, &room) }
        guard moments.count == nodes.count, let first = moments.first?.source else { return nil }
        var options = first.options
        options.missing = moments.flatMap(\.source.options.missing)
        let source = Source(
            key: first.key, alternatives: moments.flatMap(\.source.alternatives), options: options)
        return TimeRule.Moment(source: source, formats: moments.flatMap(\.formats))
    }

    private mutating func oneMoment(
        _ node: Node, _ key: String, _ formats: [TimeFormat], _ room: inout Room
    ) -> TimeRule.Moment? {
        guard let source = source(node, key, &room, .received, also: ["format"]) else { return nil }
        var own = formats
        if case .table(let members) = node.content {
            for member in members where !["from", "format", "missing"].contains(member.key) {
                complain(
                    member.value, "\(key).\(member.key)", "has no meaning for a moment",
                    "Write a list of moments, of which the first that is there counts, such as [$.time, received]"
                )
            }
            if let format = members.first(where: { $0.key == "format" })?.value {
                own = self.formats(format, "\(key).format")
            }
        }
        return TimeRule.Moment(source: source, formats: source.alternatives.map { _ in own })
    }

    private mutating func formats(_ node: Node, _ key: String) -> [TimeFormat] {
        node.items.compactMap { item -> TimeFormat? in
            guard let word = text(item, key, expected: "a format such as rfc3339 or epoch_s") else {
                return nil
            }
            do throws(Mistake) {
                return try TimeFormat(word)
            } catch {
                complain(
                    item, key, "expected a format, got '\(word)'",
                    "At character \(error.character) expected \(error.expected)")
                return nil
            }
        }
    }

    private mutating func length(_ time: TableReader, _ room: inout Room) -> TimeRule.Length? {
        guard let node = time.optional("duration"),
            let source = source(node, "time.duration", &room, .duration)
        else { return nil }
        guard let text = node.scalar, let constant = plainDuration(Array(text.utf8).span) else {
            return TimeRule.Length(source: source, constant: nil)
        }
        let seconds = Int(constant / 1_000_000)
        guard constant % 1_000_000 == 0, (0...TimeRule.longest).contains(seconds) else {
            complain(
                node, "time.duration", "an interval has whole seconds, at most 24h, got '\(text)'",
                "Choose 0s to 24h")
            return nil
        }
        return TimeRule.Length(source: source, constant: seconds)
    }

    private mutating func zone(_ node: Node, _ room: inout Room) -> TimeRule.Zone? {
        let key = "time.zone"
        if let text = node.scalar, !text.hasPrefix("$"), !text.hasPrefix("="), !text.contains("{") {
            if ZoneOffset.read(Array(text.utf8).span) != nil {
                return .offset(
                    Source(key: key, alternatives: [.constant(room.constants.text(text))]))
            }
            return clock(node, key).map { .city($0) }
        }
        return source(node, key, &room, .text).map { .offset($0) }
    }

    private mutating func clockGuard(_ node: Node) -> TimeRule.Guard? {
        guard
            let table = TableReader(
                node, key: "time.clock", keys: ["within", "else"], problems: &problems),
            let within = table.required("within", expected: "a duration such as 2d", problems: &problems),
            let microseconds = duration(within, "time.clock.within")
        else { return nil }
        let word = table.optional("else").map { choice($0, "time.clock.else", of: ["received", "refuse"]) }
        guard let word = word ?? "received" else { return nil }
        return TimeRule.Guard(microseconds: microseconds, isReplaced: word == "received")
    }

    private mutating func duration(_ node: Node, _ key: String) -> Int64? {
        let expected = "a duration such as 1s, 15m or 2d"
        guard let text = text(node, key, expected: expected) else { return nil }
        if let microseconds = plainDuration(Array(text.utf8).span), microseconds > 0 {
            return microseconds
        }
        complain(node, key, "expected \(expected), got '\(text)'", "Write a whole number and s, m, h or d")
        return nil
    }
}

extension String {
    /// Whether, as an MQTT filter, it takes all that another takes.
    fileprivate func covers(_ other: String) -> Bool {
        var theirs = other.split(separator: "/", omittingEmptySubsequences: false)[...]
        for level in split(separator: "/", omittingEmptySubsequences: false) {
            if level == "#" { return true }
            guard let their = theirs.popFirst(), their != "#", level == "+" || level == their else {
                return false
            }
        }
        return theirs.isEmpty
    }
}

extension MappingCompiler {
    mutating func match(_ table: TableReader, _ room: inout Room) -> MatchRule? {
        let expected = "a topic such as acme/{site}/{gate}/count"
        let keys = ["topic", "ignore", "when", "retained", "empty"]
        guard let node = table.required("match", expected: "a table with 'topic'", problems: &problems),
            let match = TableReader(node, key: "match", keys: keys, problems: &problems),
            let topic = match.required("topic", expected: expected, problems: &problems)
        else { return nil }
        let before = problems.count
        let topics = topic.items.compactMap { self.topic($0, "match.topic", expected) }
        let ignored = match.optional("ignore").map(\.items) ?? []
        let places = topics.map { topic in
            topic.captures.map { room.scope.place(of: $0) ?? room.add($0, depth: 0) }
        }
        let exceptions = ignored.compactMap { self.topic($0, "match.ignore", expected) }
        for (exception, node) in Swift.zip(exceptions, ignored) {
            for topic in topics where exception.isExact && exception.filter.covers(topic.filter) {
                complain(
                    node, "match.ignore", "leaves nothing of the topic '\(topic.filter)'",
                    "Ignore less; topics that 'topic' does not name are ignored anyway")
            }
        }
        let rule = MatchRule(
            topics: topics, ignored: exceptions,
            condition: match.optional("when").flatMap { expression($0, "match.when", &room) },
            takesRetained: takes(match, "retained"), takesEmpty: takes(match, "empty"),
            capturePlaces: places)
        if rule.condition?.places.contains(Scope.payload) == true, let node = match.optional("when") {
            complain(
                node, "match.when", "looks at the payload, which is not decoded yet",
                "Decide it in 'where'; here there are topic, its captures, content_type, user and retained")
        }
        return topics.isEmpty || problems.count > before ? nil : rule
    }

    private mutating func topic(_ node: Node, _ key: String, _ expected: String) -> TopicPattern? {
        guard let text = text(node, key, expected: expected) else { return nil }
        do {
            let pattern = try TopicPattern(text)
            for name in pattern.captures where Scope.everywhere.contains(name) {
                complain(node, key, "'{\(name)}' has a meaning of its own", "Choose another name")
            }
            return pattern
        } catch {
            complain(
                node, key, "expected a topic, got '\(text)'",
                "At character \(error.character) expected \(error.expected)")
            return nil
        }
    }

    private mutating func takes(_ match: TableReader, _ name: String) -> Bool {
        guard let node = match.optional(name) else { return true }
        return choice(node, match.path(name), of: ["take", "ignore"]) != "ignore"
    }

    /// 'tables': each becomes a name that expressions can look into.
    mutating func tables(_ table: TableReader, _ room: inout Room) {
        guard let node = table.optional("tables") else { return }
        guard case .table(let tables) = node.content else {
            return complain(
                node, "tables", "expected tables by name, got \(node.noun)", "Write NAME: {key: value}")
        }
        for member in tables {
            let key = "tables.\(member.key)"
            guard case .table(let entries) = member.value.content else {
                complain(
                    member.value, key, "expected a table, got \(member.value.noun)",
                    "Write a line 'key: value' for each entry")
                continue
            }
            guard isFree(member.key, member.value, key, room) else { continue }
            let pairs = entries.compactMap { entry in
                scalar(entry.value, "\(key).\(entry.key)", expected: "a value").map { (entry.key, $0) }
            }
            let values = pairs.map { (room.constants.append($0.0), room.constant($0.1)) }
            let first = room.constants.nodes.count
            for (name, value) in values { room.constants.add(value, named: name) }
            let place = room.add(member.key, depth: 0)
            room.fixed.append((place, Value(table: first..<room.constants.nodes.count)))
        }
    }

    /// Whether a name can be given: letters, digits and '_', and not taken.
    mutating func isFree(_ name: String, _ node: Node, _ key: String, _ room: Room) -> Bool {
        let isName =
            !name.isEmpty && name.utf8.first.map { !(48...57).contains($0) } == true
            && name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
            }
        guard isName else {
            complain(node, key, "'\(name)' is no name", "Use letters, digits and '_', not a digit first")
            return false
        }
        guard room.scope.place(of: name) == nil else {
            complain(node, key, "'\(name)' stands for something already", "Choose another name")
            return false
        }
        return true
    }

    /// Names that are cut while decoding, at any depth.
    mutating func drop(_ table: TableReader) -> [String]? {
        guard let node = table.optional("drop") else { return [] }
        return node.items.compactMap { item in
            guard let text = text(item, "drop", expected: "the name of a member such as snapshot") else {
                return nil
            }
            let name = text.hasPrefix("$..") ? String(text.dropFirst(3)) : text
            if name.contains(where: { "$.[]*".contains($0) }) {
                complain(
                    item, "drop", "expected the name of a member, got '\(text)'",
                    "Write the name alone; it is cut wherever it stands")
                return nil
            }
            return name
        }
    }

    mutating func counter(_ table: TableReader) -> CounterRule? {
        guard let node = table.optional("counter") else { return CounterRule() }
        guard
            let counter = TableReader(
                node, key: "counter", keys: ["modulus", "max_step", "reset", "zone"], problems: &problems)
        else { return nil }
        let before = problems.count
        let modulus = counter.optional("modulus").flatMap { wholeAboveZero($0, "counter.modulus") }
        let step = counter.optional("max_step").flatMap { wholeAboveZero($0, "counter.max_step") }
        var daily: CityClock?
        if let node = counter.optional("reset"),
            choice(node, "counter.reset", of: ["never", "daily"]) == "daily"
        {
            daily = counter.optional("zone").map { clock($0, "counter.zone") } ?? host.city ?? .utc
        }
        guard problems.count == before else { return nil }
        return CounterRule(modulus: modulus, maxStep: step ?? CounterRule().maxStep, dailyReset: daily)
    }

    private mutating func wholeAboveZero(_ node: Node, _ key: String) -> Double? {
        if let text = node.scalar, let number = Int64(text), number > 0, number <= 1 << 53 + 1 {
            return Double(number)
        }
        if node.scalar == "18446744073709551616" { return 0x1p64 }
        complain(
            node, key, "expected a whole number above 0, got \(node.noun)", "Write it such as 4294967296")
        return nil
    }

    /// The clock of a zone by its name.
    mutating func clock(_ node: Node, _ key: String) -> CityClock? {
        guard let name = text(node, key, expected: "a time zone such as Europe/Brussels") else { return nil }
        if let clock = host.zone(name) { return clock }
        complain(
            node, key, "there is no time zone '\(name)'", "Write an IANA name such as Europe/Brussels")
        return nil
    }
}

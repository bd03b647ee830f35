extension MappingCompiler {
    /// What a place in the file may hold beside paths, expressions and templates.
    enum Constants {
        case text, number
        /// `received` is the time of receipt; nothing else stands for itself.
        case received
        /// A length of time such as 15m.
        case duration
        /// The same, or seconds.
        case shift
    }

    private static let sourceKeys = [
        "from", "default", "absent", "missing", "accept", "when", "table", "unlisted",
    ]

    /// A path, an expression, a template or a constant; a list of them, of which the first that is there counts;
    /// or a table with `from` and what is to be known about it.
    mutating func source(
        _ node: Node, _ key: String, _ room: inout Room, _ constants: Constants, also keys: [String] = []
    ) -> Source? {
        guard case .table = node.content else {
            return alternatives(node, key, &room, constants).map {
                Source(key: key, alternatives: $0, options: Source.Options(acceptsText: room.isText))
            }
        }
        let known: [String] = Self.sourceKeys + keys
        if let template = Self.template(node) {
            complain(node, key, "\(template) without quotes is a table", "Write \"\(template)\"")
            return nil
        }
        guard let table = TableReader(node, key: key, keys: known, problems: &problems),
            let from = table.required("from", expected: "a path such as $.count", problems: &problems),
            let alternatives = self.alternatives(from, table.path("from"), &room, constants)
        else { return nil }
        var options = Source.Options(acceptsText: room.isText)
        let before = problems.count
        if let node = table.optional("when") {
            options.condition = expression(node, table.path("when"), &room)
        }
        absence(table, &options, &room)
        lookup(table, &options, &room)
        accept(table, &options)
        return problems[before...].allSatisfy(\.isWarning)
            ? Source(key: key, alternatives: alternatives, options: options) : nil
    }

    /// `{name}` as it is written, where quotes were left out.
    private static func template(_ node: Node) -> String? {
        guard case .table(let members) = node.content, members.count == 1, members[0].value.scalar == "",
            !sourceKeys.contains(members[0].key)
        else { return nil }
        return "{\(members[0].key)}"
    }

    private mutating func absence(_ table: TableReader, _ options: inout Source.Options, _ room: inout Room) {
        if let node = table.optional("absent"),
            let word = choice(node, table.path("absent"), of: ["refuse", "skip"])
        {
            options.absence = word == "skip" ? .skip : .refuse
            if table.optional("default") != nil {
                complain(node, table.path("absent"), "stands beside 'default'", "Keep one of them")
            }
        }
        if let node = table.optional("default"),
            let text = scalar(node, table.path("default"), expected: "a value such as 0")
        {
            options.absence = .value(room.constant(text))
        }
        if let node = table.optional("missing") {
            options.missing = node.items.compactMap { item in
                guard let word = item.scalar else {
                    complain(
                        item, table.path("missing"), "expected words such as nan, got \(item.noun)",
                        "Write what stands for no value, such as [\"\", nan, -1]")
                    return nil
                }
                return Source.Missing(word: Array(word.lowercased().utf8), number: Double(word))
            }
        }
    }

    private mutating func lookup(_ table: TableReader, _ options: inout Source.Options, _ room: inout Room) {
        let key = table.path("table")
        if let node = table.optional("table") {
            guard case .table(let members) = node.content, !members.isEmpty else {
                return complain(
                    node, key, "expected a table such as {fw: in, bw: out}, got \(node.noun)",
                    "Write a line for each value")
            }
            options.table = members.compactMap { member in
                scalar(member.value, "\(key).\(member.key)", expected: "a value").map {
                    Source.Entry(key: Array(member.key.utf8), value: room.constant($0))
                }
            }
        }
        guard let node = table.optional("unlisted") else { return }
        if options.table == nil {
            complain(node, table.path("unlisted"), "there is no 'table' beside it", "Add one, or remove it")
        }
        guard let word = scalar(node, table.path("unlisted"), expected: "refuse, skip, keep or a value")
        else { return }
        options.unlisted =
            switch word {
            case "refuse": .refuse
            case "skip": .skip
            case "keep": .keep
            default: .value(room.constant(word))
            }
    }

    private mutating func accept(_ table: TableReader, _ options: inout Source.Options) {
        guard let node = table.optional("accept") else { return }
        for item in node.items {
            switch choice(item, table.path("accept"), of: ["text", "boolean"]) {
            case "text": options.acceptsText = true
            case "boolean": options.acceptsBoolean = true
            default: break
            }
        }
    }

    private mutating func alternatives(
        _ node: Node, _ key: String, _ room: inout Room, _ constants: Constants
    ) -> [Source.Alternative]? {
        let nodes = node.items
        let found = nodes.compactMap { alternative($0, key, &room, constants) }
        if nodes.isEmpty { complain(node, key, "is an empty list", "Write a path such as $.count") }
        return found.count == nodes.count && !found.isEmpty ? found : nil
    }

    private mutating func alternative(
        _ node: Node, _ key: String, _ room: inout Room, _ constants: Constants
    ) -> Source.Alternative? {
        guard let text = scalar(node, key, expected: "a path such as $.count") else { return nil }
        if text.hasPrefix("$") { return path(text, node, key, &room).map { .path($0) } }
        if text.hasPrefix("=") { return expression(node, key, &room).map { .expression($0) } }
        if text.contains("{") || text.contains("}") {
            return template(text, node, key, &room).map { .template($0) }
        }
        return constant(text, node, key, &room, constants)
    }

    private mutating func constant(
        _ text: String, _ node: Node, _ key: String, _ room: inout Room, _ constants: Constants
    ) -> Source.Alternative? {
        let value = room.constant(text)
        let isDuration = plainDuration(Array(text.utf8).span) != nil
        switch constants {
        case .text: return .constant(Value(text: room.constants.append(text)))
        case .number where value.isNumber: return .constant(value)
        case .received where text == "received": return .received
        case .duration where isDuration: return .constant(value)
        case .shift where isDuration || value.isNumber: return .constant(value)
        case .number:
            complain(
                node, key, "expected a path, an expression or a number, got '\(text)'",
                "A path begins with '$', such as \(room.path(like: text)), an expression with '='")
        case .received:
            complain(
                node, key, "expected a path or 'received', got '\(text)'",
                Nearest.word(to: text, among: ["received"]).map { "Did you mean '\($0)'?" }
                    ?? "A path begins with '$', such as \(room.path(like: text)), an expression with '='")
        case .duration, .shift:
            complain(
                node, key, "expected a duration such as 60s, 15m or 1h, or a path in seconds, got '\(text)'",
                value.isNumber ? "Did you mean '\(text)s'?" : "Write a whole number and s, m or h")
        }
        return nil
    }

}

extension Room {
    /// The path that a text without '$' was meant to be.
    func path(like text: String) -> String {
        if text.hasPrefix("payload.") { return "$" + text.dropFirst("payload".utf8.count) }
        return isName(text) ? "$\(text)" : "$.\(text)"
    }

    /// Whether a text is or begins with a name that is known, such as `line` or `line.count`.
    func isName(_ text: String) -> Bool {
        let name = text.prefix { $0 != "." && $0 != "[" }
        return scope.place(of: String(name)) != nil
    }

    /// A number if it reads as one, else a text.
    mutating func constant(_ text: String) -> Value {
        let value = Value(text: constants.append(text))
        let isPlain = text.utf8.first.map { $0 != 43 } ?? false
        let hasZero = text.utf8.count > 1 && text.hasPrefix("0") && !text.hasPrefix("0.")
        guard isPlain, !hasZero else { return value }
        if let int = Int64(text) { return Value(int) }
        return constants.number(in: value).map { Value($0) } ?? value
    }
}

extension MappingCompiler {
    mutating func path(_ node: Node, _ key: String, _ room: inout Room) -> BoundPath? {
        guard let text = text(node, key, expected: "a path such as $.count") else { return nil }
        guard text.hasPrefix("$") else {
            complain(
                node, key, "expected a path, got '\(text)'",
                "A path begins with '$', such as \(room.path(like: text))")
            return nil
        }
        return path(text, node, key, &room)
    }

    /// A path in the payload, or in something that 'each', 'let' or 'decode' named.
    mutating func path(_ text: String, _ node: Node, _ key: String, _ room: inout Room) -> BoundPath? {
        do {
            let path = try JSONPath(text)
            var place = Scope.payload
            if case .name(let name) = path.start {
                guard let known = room.scope.place(of: name) else {
                    complain(
                        node, key, "nothing is named '\(name)'",
                        name.isEmpty ? "Write $.name" : Nearest.remedy(for: name, among: room.scope.names))
                    return nil
                }
                place = known
            }
            let bound = BoundPath(variable: place, path: path, slot: room.slot(of: path, from: place))
            room.want(bound)
            return bound
        } catch {
            complain(
                node, key, "expected a path, got '\(text)'",
                "At character \(error.character) expected \(error.expected)")
            return nil
        }
    }

    /// An expression, with or without the '=' that tells it from other texts.
    mutating func expression(_ node: Node, _ key: String, _ room: inout Room) -> Expression? {
        guard let text = text(node, key, expected: "an expression such as line.count > 0") else {
            return nil
        }
        return expression(text, node, key, &room)
    }

    mutating func expression(
        _ text: String, _ node: Node, _ key: String, _ room: inout Room
    ) -> Expression? {
        var (body, skipped) = (text[...], 0)
        if body.hasPrefix("=") { (body, skipped) = (body.dropFirst(), 1) }
        do {
            let expression = try Expression(
                String(body), scope: room.scope, constants: &room.constants)
            room.want(expression)
            return expression
        } catch {
            complain(
                node, key, "expected an expression, got '\(text)'",
                "At character \(error.character + skipped) expected \(error.expected)")
            return nil
        }
    }

    /// A text with `{name}`, `{$.path}` or `{= expression}` in it.
    mutating func template(
        _ text: String, _ node: Node, _ key: String, _ room: inout Room
    ) -> Template? {
        var parts: [Template.Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            literal(rest[..<open], &parts, &room)
            guard let close = Self.close(rest[open...]) else {
                complain(node, key, "'{' without '}' in '\(text)'", "Close it")
                return nil
            }
            let hole = rest[rest.index(after: open)..<close]
            guard let part = part(String(hole), node, key, &room) else { return nil }
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        if rest.contains("}") {
            complain(node, key, "'}' without '{' in '\(text)'", "Remove it")
            return nil
        }
        literal(rest, &parts, &room)
        return Template(parts: parts)
    }

    private func literal(_ text: Substring, _ parts: inout [Template.Part], _ room: inout Room) {
        if !text.isEmpty { parts.append(.literal(room.constants.append(String(text)))) }
    }

    private mutating func part(
        _ hole: String, _ node: Node, _ key: String, _ room: inout Room
    ) -> Template.Part? {
        if hole.hasPrefix("$") { return path(hole, node, key, &room).map { .path($0) } }
        if hole.hasPrefix("=") { return expression(hole, node, key, &room).map { .expression($0) } }
        guard let place = room.scope.place(of: hole) else {
            complain(
                node, key, "nothing is named '{\(hole)}'",
                Nearest.word(to: hole, among: room.scope.names).map { "Did you mean '\($0)'?" }
                    ?? "Capture {\(hole)} in 'match.topic', or write a path such as {\(room.path(like: hole))}"
            )
            return nil
        }
        room.want(place, .init(steps: [], isWhole: true))
        return .variable(place)
    }

    /// The brace that ends what begins here; braces in quotes or in braces do not count.
    private static func close(_ text: Substring) -> Substring.Index? {
        var quote: Character?
        var depth = 0
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}

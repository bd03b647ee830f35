// CSV, pairs, XML and protocol buffers.
extension DecodeCompiler {
    mutating func csv(_ node: Node, _ key: String) -> CSVReader? {
        let keys = ["separator", "header", "skip_lines", "rows", "ragged", "quote"]
        if node.scalar == "" { return CSVReader() }
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return nil }
        var reader = CSVReader()
        if let sign = table.optional("separator").flatMap({ sign($0, table.path("separator")) }) {
            reader.separator = sign
        }
        if let sign = table.optional("rows").flatMap({ sign($0, table.path("rows")) }) { reader.rows = sign }
        if let node = table.optional("quote") {
            reader.quote = node.scalar == "none" ? nil : sign(node, table.path("quote"))
        }
        if let node = table.optional("header"), let header = self.header(node, table.path("header")) {
            reader.header = header
        }
        if let node = table.optional("skip_lines") {
            reader.skipLines = whole(node, table.path("skip_lines"), 0...1000) ?? 0
        }
        if let node = table.optional("ragged") {
            let words = CSVReader.Ragged.allCases.map(\.rawValue)
            reader.ragged =
                choice(node, table.path("ragged"), of: words).flatMap { CSVReader.Ragged(rawValue: $0) }
                ?? .refuse
        }
        if reader.separator == reader.rows || reader.quote == reader.separator || reader.quote == reader.rows
        {
            complain(node, key, "one sign has two meanings", "Choose different signs")
        }
        return reader
    }

    private mutating func header(_ node: Node, _ key: String) -> CSVReader.Header? {
        if case .list = node.content { return words(node, key).map { .names($0) } }
        guard let word = node.scalar, word == "true" || word == "false" else {
            complain(
                node, key, "expected true, false or a list of names, got \(node.noun)",
                "Write the names of the columns if the first row does not")
            return nil
        }
        return word == "true" ? .firstRow : CSVReader.Header.none
    }

    /// One ASCII character; `tab` and `\n` by name.
    private mutating func sign(_ node: Node, _ key: String) -> UInt8? {
        let named = ["tab": "\t", "\\t": "\t", "\\n": "\n", "newline": "\n", "space": " "]
        let text = named[node.scalar ?? ""] ?? node.scalar ?? ""
        if text.utf8.count == 1, let byte = text.utf8.first { return byte }
        complain(
            node, key, "expected one character, got \(node.noun)", "Write a sign in quotes, such as \";\"")
        return nil
    }

    mutating func pairs(_ node: Node, _ key: String) -> PairsReader? {
        let keys = ["between", "assign", "groups", "prefix"]
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return nil }
        let between = table.required("between", expected: "a sign such as \"|\"", problems: &problems)
            .flatMap { signs($0, table.path("between")) }
        guard let between else { return nil }
        var reader = PairsReader(between: between)
        reader.assign = table.optional("assign").flatMap { signs($0, table.path("assign")) } ?? []
        reader.groups = table.optional("groups").flatMap { signs($0, table.path("groups")) } ?? []
        reader.prefix = table.optional("prefix").flatMap {
            text($0, table.path("prefix"), expected: "a name")
        }
        let used = [reader.between, reader.assign, reader.groups].filter { !$0.isEmpty }
        if Set(used).count < used.count {
            complain(node, key, "one sign has two meanings", "Choose different signs")
        }
        return reader
    }

    private mutating func signs(_ node: Node, _ key: String) -> [UInt8]? {
        let named = ["tab": "\t", "\\t": "\t", "\\n": "\n", "newline": "\n", "space": " "]
        return text(node, key, expected: "a sign in quotes, such as \"|\"").map {
            Array((named[$0] ?? $0).utf8)
        }
    }

    mutating func xml(_ node: Node, _ key: String) -> XMLReader? {
        if node.scalar == "" { return XMLReader() }
        guard let table = TableReader(node, key: key, keys: ["lists"], problems: &problems) else {
            return nil
        }
        return XMLReader(lists: table.optional("lists").flatMap { words($0, table.path("lists")) } ?? [])
    }

    mutating func protobuf(_ node: Node, _ key: String) -> ProtobufReader? {
        guard let table = TableReader(node, key: key, keys: ["fields"], problems: &problems),
            let fields = table.required(
                "fields", expected: "a table such as {1: {name: time, type: uint64}}", problems: &problems)
        else { return nil }
        var messages: [[ProtobufReader.Field]] = []
        _ = message(fields, table.path("fields"), depth: 0, &messages)
        return ProtobufReader(messages: messages)
    }

    /// - Returns: its place among the messages.
    private mutating func message(
        _ node: Node, _ key: String, depth: Int, _ messages: inout [[ProtobufReader.Field]]
    ) -> Int {
        let place = messages.count
        messages.append([])
        guard case .table(let members) = node.content, !members.isEmpty, depth < Limits.depth else {
            complain(
                node, key, "expected a table of fields, got \(node.noun)",
                "Write {1: {name: time, type: uint64}}")
            return place
        }
        var fields: [ProtobufReader.Field] = []
        for member in members {
            guard let number = UInt64(member.key), (1...536_870_911).contains(number) else {
                complain(
                    Node(.scalar(member.key), at: member.place), "\(key).\(member.key)",
                    "expected the number of a field, got '\(member.key)'", "Write a number from 1 on")
                continue
            }
            let path = "\(key).\(member.key)"
            guard let field = self.field(number, member.value, path, depth, &messages) else { continue }
            if fields.contains(where: { $0.number == number || $0.name == field.name }) {
                complain(member.value, path, "stands there twice", "Keep one of them")
            }
            fields.append(field)
        }
        messages[place] = fields
        return place
    }

    private mutating func field(
        _ number: UInt64, _ node: Node, _ key: String, _ depth: Int,
        _ messages: inout [[ProtobufReader.Field]]
    ) -> ProtobufReader.Field? {
        let keys = ["name", "type", "repeated", "message"]
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return nil }
        let name = table.required("name", expected: "a name", problems: &problems)
            .flatMap { text($0, table.path("name"), expected: "a name") }
        let isRepeated = table.optional("repeated").flatMap { flag($0, table.path("repeated")) } ?? false
        var kind: ProtobufReader.Kind?
        if let inner = table.optional("message") {
            kind = .message(message(inner, table.path("message"), depth: depth + 1, &messages))
        } else if let node = table.required("type", expected: "a type such as uint64", problems: &problems) {
            let words = ProtobufReader.Kind.words
            let word = choice(node, table.path("type"), of: words.map(\.0))
            kind = words.first { $0.0 == word }?.1
        }
        guard let name, let kind else { return nil }
        return .init(number: number, name: name, kind: kind, isRepeated: isRepeated)
    }
}

/// Turns 'decode' into a plan, and finds all that is wrong with it.
struct DecodeCompiler {
    let host: DecodeHost
    var scope: Scope
    var constants: Document
    var problems: [Problem] = []
    /// What `as` bound so far.
    private var names: [String] = []
    /// What paths and conditions look at below the payload.
    private var wants: [Interest.Want] = []

    static let byteWords = ["unzip", "base64", "hex"]
    static let treeWords = ["json", "text", "none", "csv", "xml", "senml", "cbor", "senml-cbor"]
    static let tables = ["charset", "csv", "pairs", "xml", "protobuf", "layout", "tags", "choose"]

    init(host: DecodeHost, scope: Scope, constants: Document) {
        (self.host, self.scope, self.constants) = (host, scope, constants)
    }

    enum Step {
        case bytes(BytesStep)
        case tree(TreeStep)
        case field(DecodeField)
    }

    mutating func plan(_ node: Node?, _ key: String) -> DecodePlan? {
        guard let node else {
            return DecodePlan(names: [], wants: [], main: DecodeChain(steps: [], tree: .json), fields: [])
        }
        let (steps, tree, fields) = steps(node, key, takesFields: true)
        let chain = DecodeChain(steps: steps, tree: tree ?? .json)
        return DecodePlan(names: names, wants: wants, main: chain, fields: fields)
    }

    /// The steps inside a field: without a tree they give bytes, or text after a charset.
    private mutating func chain(_ node: Node, _ key: String) -> DecodeChain {
        let (steps, tree, _) = steps(node, key, takesFields: false)
        let plain: TreeStep = steps.last?.givesText == true ? .text : .bytes
        return DecodeChain(steps: steps, tree: tree ?? plain)
    }

    private mutating func steps(
        _ node: Node, _ key: String, takesFields: Bool
    ) -> (steps: [BytesStep], tree: TreeStep?, fields: [DecodeField]) {
        var (steps, tree, fields): ([BytesStep], TreeStep?, [DecodeField]) = ([], nil, [])
        for item in node.items {
            switch step(item, key) {
            case .bytes(let step)?:
                steps.append(step)
                if tree == nil, fields.isEmpty { continue }
                complain(item, key, "turns bytes into bytes after the tree", "Write it before the tree")
            case .tree(let step)?:
                if tree != nil || !fields.isEmpty {
                    complain(item, key, "makes a second tree", "Decode what is in a field with 'at'")
                }
                tree = step.after(steps)
            case .field(let field)?:
                fields.append(field)
                if takesFields { continue }
                complain(item, key, "'at' inside 'at'", "Write it as a step of its own, after this one")
            case nil: continue
            }
        }
        return (steps, tree, fields)
    }

    private mutating func step(_ node: Node, _ key: String) -> Step? {
        switch node.content {
        case .scalar(let word): return self.word(word, node, key)
        case .list:
            complain(node, key, "a list in a list", "Write the steps in one list")
            return nil
        case .table(let members):
            if members.contains(where: { $0.key == "at" }) { return field(node, key).map { .field($0) } }
            return table(node, members, key)
        }
    }

    private mutating func word(_ word: String, _ node: Node, _ key: String) -> Step? {
        switch word {
        case "unzip": return .bytes(.unzip(host))
        case "base64": return .bytes(.base64)
        case "hex": return .bytes(.hex)
        case "json": return .tree(.json)
        case "text": return .tree(.text)
        case "none": return .tree(.none)
        case "csv": return .tree(.csv(CSVReader()))
        case "xml": return .tree(.xml(XMLReader()))
        case "senml": return .tree(.senml)
        case "cbor": return .tree(.cbor)
        case "senml-cbor": return .tree(.senmlCBOR)
        default:
            if Self.tables.contains(word) {
                complain(node, key, "'\(word)' needs more to be said", "Write a table with '\(word):'")
            } else {
                let words = Self.byteWords + Self.treeWords + Self.tables
                complain(
                    node, key, "expected a way to decode, got \(node.noun)",
                    Nearest.remedy(for: word, among: words))
            }
            return nil
        }
    }

    private mutating func table(_ node: Node, _ members: [Node.Member], _ key: String) -> Step? {
        let all = Self.tables + ["at"]
        guard let main = members.first(where: { Self.tables.contains($0.key) }) else {
            // A word with nothing to say more, as in {xml: }.
            if members.count == 1, (Self.byteWords + Self.treeWords).contains(members[0].key) {
                return word(members[0].key, node, key)
            }
            if members.isEmpty { complain(node, key, "says nothing", Nearest.remedy(for: "", among: all)) }
            _ = TableReader(node, key: key, keys: all, problems: &problems)
            return nil
        }
        if main.key == "charset" { return charset(node, key) }
        return tree(node, main.key, key, beside: []).map { .tree($0) }
    }

    /// - Parameter beside: keys that stand in the same table and are read by others.
    mutating func tree(_ node: Node, _ word: String, _ key: String, beside: [String]) -> TreeStep? {
        let more = word == "layout" ? ["size"] : word == "choose" ? ["else"] : []
        guard let table = TableReader(node, key: key, keys: [word] + more + beside, problems: &problems),
            let value = table.optional(word)
        else { return nil }
        let path = table.path(word)
        switch word {
        case "csv": return csv(value, path).map { .csv($0) }
        case "pairs": return pairs(value, path).map { .pairs($0) }
        case "xml": return xml(value, path).map { .xml($0) }
        case "protobuf": return protobuf(value, path).map { .protobuf($0) }
        case "layout", "tags":
            var compiler = BinaryCompiler(problems: problems)
            let size = table.optional("size")
            let plan = compiler.plan(value, path, size: size, table.path("size"), isTags: word == "tags")
            problems = compiler.problems
            return plan.map { .binary($0) }
        default: return choose(value, path, table).map { .choose($0) }
        }
    }

    private mutating func charset(_ node: Node, _ key: String) -> Step? {
        guard let table = TableReader(node, key: key, keys: ["charset"], problems: &problems),
            let value = table.optional("charset"),
            let word = choice(value, table.path("charset"), of: Charset.words)
        else { return nil }
        return Charset(rawValue: word).map { .bytes(.charset($0)) }
    }

    private mutating func choose(_ node: Node, _ key: String, _ table: TableReader) -> DecodeChoice? {
        guard case .list(let items) = node.content, !items.isEmpty else {
            complain(node, key, "expected a list, got \(node.noun)", "Write one '- prefix: …' for each way")
            return nil
        }
        var ignoresOthers = table.optional("else").map { ignores($0, table.path("else")) } ?? false
        var branches: [DecodeChoice.Branch] = []
        for item in items {
            if case .table(let members) = item.content, members.count == 1, members[0].key == "else" {
                ignoresOthers = ignores(members[0].value, key + ".else")
            } else if let branch = branch(item, key) {
                branches.append(branch)
            }
        }
        return DecodeChoice(branches: branches, ignoresOthers: ignoresOthers)
    }

    private mutating func ignores(_ node: Node, _ key: String) -> Bool {
        choice(node, key, of: ["ignore", "refuse"]) == "ignore"
    }

    private mutating func branch(_ node: Node, _ key: String) -> DecodeChoice.Branch? {
        let tests = ["prefix", "length", "when"]
        let ways = ["layout", "tags", "decode", "size"]
        guard let table = TableReader(node, key: key, keys: tests + ways, problems: &problems) else {
            return nil
        }
        let prefix = table.optional("prefix").flatMap { hex($0, table.path("prefix")) }
        let lengths = table.optional("length").flatMap { self.lengths($0, table.path("length")) }
        let condition = table.optional("when").flatMap { expression($0, table.path("when")) }
        guard let way = ways.first(where: { table.optional($0) != nil }), way != "size" else {
            complain(node, key, "does not say how to decode", "Add 'layout', 'tags' or 'decode'")
            return nil
        }
        let others = tests + ways.filter { $0 != way && $0 != "size" } + (way == "layout" ? [] : ["size"])
        let tree = way == "decode" ? inner(table) : self.tree(node, way, key, beside: others)
        guard let tree else { return nil }
        return .init(prefix: prefix ?? [], lengths: lengths, condition: condition, tree: tree)
    }

    private mutating func inner(_ table: TableReader) -> TreeStep? {
        guard let node = table.optional("decode") else { return nil }
        let chain = self.chain(node, table.path("decode"))
        if !chain.steps.isEmpty {
            complain(
                node, table.path("decode"), "turns bytes into bytes after the choice",
                "Write that before 'choose'")
        }
        return chain.tree
    }

    private mutating func field(_ node: Node, _ key: String) -> DecodeField? {
        let keys = ["at", "as", "decode", "absent", "when"]
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return nil }
        let sources = table.optional("at").flatMap { self.sources($0, table.path("at")) }
        let condition = table.optional("when").flatMap { expression($0, table.path("when")) }
        let absent = table.optional("absent").flatMap {
            choice($0, table.path("absent"), of: ["refuse", "skip"])
        }
        let chain = table.required("decode", expected: "one or more steps", problems: &problems)
            .map { self.chain($0, table.path("decode")) }
        let name = table.required("as", expected: "a name such as data", problems: &problems)
            .flatMap { self.name($0, table.path("as")) }
        guard let name else { return nil }
        // Known even when the rest is wrong: others may speak of it.
        names.append(name)
        let place = scope.add(name)
        guard let sources, let chain else { return nil }
        return DecodeField(
            sources: sources, place: place, mayBeAbsent: absent == "skip", condition: condition, chain: chain)
    }

    private mutating func name(_ node: Node, _ key: String) -> String? {
        guard let name = text(node, key, expected: "a name such as data") else { return nil }
        let isWord = name.utf8.allSatisfy { byte in
            (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard isWord, name.utf8.first.map({ !(48...57).contains($0) }) ?? false else {
            complain(node, key, "'\(name)' is no name", "Use letters, digits and '_', a letter first")
            return nil
        }
        guard scope.place(of: name) == nil else {
            complain(node, key, "'\(name)' has a meaning already", "Choose another name")
            return nil
        }
        return name
    }

    private mutating func sources(_ node: Node, _ key: String) -> [DecodeField.Source]? {
        let items = node.items
        if items.isEmpty { complain(node, key, "names no path", "Write a path such as $.data") }
        return items.compactMap { source($0, key) }
    }

    private mutating func source(_ node: Node, _ key: String) -> DecodeField.Source? {
        guard let text = text(node, key, expected: "a path such as $.data") else { return nil }
        let path: JSONPath
        do { path = try JSONPath(text) } catch {
            let remedy = "At character \(error.character) expected \(error.expected)"
            complain(node, key, "expected a path, got '\(text)'", remedy)
            return nil
        }
        guard path.isSingular else {
            complain(node, key, "'\(text)' selects many values", "Write a path to one value")
            return nil
        }
        guard case .name(let name) = path.start, name != "payload" else {
            wants += path.wants
            return .init(path: path, variable: Scope.payload)
        }
        guard names.contains(name), let place = scope.place(of: name) else {
            complain(
                node, key, "'$\(name)' is not known here", Nearest.remedy(for: name, among: names + ["$"]))
            return nil
        }
        return .init(path: path, variable: place)
    }

    private mutating func expression(_ node: Node, _ key: String) -> Expression? {
        guard let text = text(node, key, expected: "an expression such as payload.port == 1") else {
            return nil
        }
        do {
            let expression = try Expression(text, scope: scope, constants: &constants)
            wants += expression.wants.filter { $0.variable == Scope.payload }.map(\.want)
            return expression
        } catch {
            let remedy = "At character \(error.character) expected \(error.expected)"
            complain(node, key, "expected an expression, got '\(text)'", remedy)
            return nil
        }
    }
}

extension DecodeCompiler: Complaining {}

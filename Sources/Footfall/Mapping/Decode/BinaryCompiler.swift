/// Turns 'layout' or 'tags' into a plan.
struct BinaryCompiler: Complaining {
    var problems: [Problem]
    private var names: [String] = []
    private var registers = 0
    /// Fields that lengths may speak of, by name; those of an inner list last.
    private var known: [(name: String, register: Int)] = []

    init(problems: [Problem]) { self.problems = problems }

    /// What ends a list of fields.
    private enum End {
        case known
        /// A negative 'at' has no meaning.
        case unknown
    }

    private static let limit = 65_536

    mutating func plan(
        _ node: Node, _ key: String, size: Node?, _ sizeKey: String, isTags: Bool
    ) -> BinaryPlan? {
        let lengths = size.flatMap { self.lengths($0, sizeKey) }
        if isTags {
            guard let tags = tags(node, key) else { return nil }
            return BinaryPlan(content: .tags(tags), names: names, registers: registers, lengths: lengths)
        }
        guard let layout = self.layout(node, key, end: .known, reusing: []) else { return nil }
        return BinaryPlan(content: .layout(layout), names: names, registers: registers, lengths: lengths)
    }

    private mutating func place(of name: String) -> Int {
        if let place = names.firstIndex(of: name) { return place }
        names.append(name)
        return names.count - 1
    }

    /// - Parameter reusing: fields of other lists whose names stand for the same values here.
    private mutating func layout(
        _ node: Node, _ key: String, end: End, reusing shared: [BinaryLayout.Member]
    ) -> BinaryLayout? {
        let items = node.items
        guard !items.isEmpty else {
            complain(node, key, "has no fields", "Write {name: count, type: u16be}")
            return nil
        }
        var fields: [BinaryField] = []
        var members: [BinaryLayout.Member] = []
        for item in items {
            guard let (name, draft) = field(item, key, end: end) else { continue }
            var register: Int?
            if let name {
                let place = place(of: name)
                if members.contains(where: { $0.name == place }) {
                    complain(item, key, "the name '\(name)' stands there twice", "Choose another name")
                }
                let found = shared.first { $0.name == place }?.register ?? registers
                if found == registers { registers += 1 }
                members.append(.init(register: found, name: place))
                known.append((name, found))
                register = found
            }
            fields.append(
                BinaryField(
                    content: draft.content, register: register, at: draft.at, bit: draft.bit,
                    isOptional: draft.isOptional))
        }
        return BinaryLayout(fields: fields, members: members)
    }

    private mutating func field(_ node: Node, _ key: String, end: End) -> (name: String?, BinaryField)? {
        let keys = [
            "name", "type", "as", "at", "bit", "width", "length", "optional", "skip", "repeat", "fields",
        ]
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return nil }
        let name = table.optional("name").flatMap { text($0, table.path("name"), expected: "a name") }
        let isSkip = table.optional("skip") != nil
        if table.optional("name") == nil, !isSkip {
            complain(node, key, "has no name", "Add 'name:', or write {skip: 2} to pass over 2 bytes")
            return nil
        }
        let content: BinaryField.Content? =
            if isSkip {
                table.optional("skip").flatMap { whole($0, table.path("skip"), 0...Self.limit) }.map {
                    .skip($0)
                }
            } else if table.optional("repeat") != nil || table.optional("fields") != nil {
                repeated(table)
            } else if table.optional("width") != nil || table.optional("bit") != nil {
                bits(table)
            } else {
                typed(table, node)
            }
        let at = table.optional("at").flatMap { whole($0, table.path("at"), -Self.limit...Self.limit) }
        if let at, at < 0, end == .unknown, let node = table.optional("at") {
            complain(
                node, table.path("at"), "counts from an end that is not known here", "Count from the start")
        }
        let bit = table.optional("bit").flatMap { whole($0, table.path("bit"), 0...8 * Self.limit) }
        let isOptional = table.optional("optional").flatMap { flag($0, table.path("optional")) } ?? false
        guard let content else { return nil }
        let start = at ?? (table.optional("bit") == nil ? nil : 0)
        return (
            isSkip ? nil : name,
            BinaryField(content: content, register: nil, at: start, bit: bit ?? 0, isOptional: isOptional)
        )
    }

    private mutating func bits(_ table: TableReader) -> BinaryField.Content? {
        let width = table.optional("width").map { whole($0, table.path("width"), 1...64) } ?? 1
        let words = ["unsigned", "signed", "bool"]
        let word = table.optional("type").map { choice($0, table.path("type"), of: words) } ?? "unsigned"
        guard let width, let word else { return nil }
        return .bits(width: width, word == "signed" ? .signed : word == "bool" ? .boolean : .unsigned)
    }

    private mutating func typed(_ table: TableReader, _ node: Node) -> BinaryField.Content? {
        let words = BinaryNumber.words + ["bytes", "text", "bcd", "bool"]
        guard let type = table.required("type", expected: "a type such as u16be", problems: &problems),
            let word = text(type, table.path("type"), expected: "a type such as u16be")
        else { return nil }
        let key = table.path("type")
        if let number = BinaryNumber(word) { return .number(number, asBits: asBits(table)) }
        if word == "bool" { return .bits(width: 8, .boolean) }
        guard words.contains(word) else {
            complain(type, key, "expected a type, got '\(word)'", Self.remedy(word, words))
            return nil
        }
        let expected = "a number of bytes, 'rest' or an earlier field"
        guard let length = table.required("length", expected: expected, problems: &problems),
            let size = self.size(length, table.path("length"))
        else { return nil }
        return word == "bytes" ? .bytes(size) : word == "text" ? .text(size) : .bcd(size)
    }

    /// The byte order is what is forgotten most.
    private static func remedy(_ word: String, _ words: [String]) -> String {
        if words.contains(word + "be") { return "Write '\(word)be' or '\(word)le': which byte comes first?" }
        if let meant = Nearest.word(to: word, among: words) { return "Did you mean '\(meant)'?" }
        return "Choose one of: u8, i8, u16be, u16le, i16be … u64le, f32be, f64le, bool, bytes, text, bcd"
    }

    private mutating func asBits(_ table: TableReader) -> Bool {
        table.optional("as").flatMap { choice($0, table.path("as"), of: ["bits", "number"]) } == "bits"
    }

    private mutating func repeated(_ table: TableReader) -> BinaryField.Content? {
        let expected = "a number of times, 'rest' or an earlier field"
        let size = table.required("repeat", expected: expected, problems: &problems)
            .flatMap { self.size($0, table.path("repeat")) }
        guard let node = table.required("fields", expected: "a list of fields", problems: &problems) else {
            return nil
        }
        let outer = known.count
        let layout = self.layout(node, table.path("fields"), end: .unknown, reusing: [])
        known.removeSubrange(outer...)
        guard let size, let layout else { return nil }
        return .list(size, layout)
    }

    private mutating func size(_ node: Node, _ key: String) -> BinarySize? {
        guard let word = text(node, key, expected: "a number, 'rest' or an earlier field") else { return nil }
        if word == "rest" { return .rest }
        if let field = known.last(where: { $0.name == word }) { return .register(field.register) }
        if let count = Int(word), (0...Self.limit).contains(count) { return .fixed(count) }
        complain(
            node, key, "expected a number, 'rest' or an earlier field, got '\(word)'",
            Nearest.remedy(for: word, among: ["rest"] + known.map(\.name)))
        return nil
    }
}

extension BinaryCompiler {
    private mutating func tags(_ node: Node, _ key: String) -> BinaryTags? {
        let keys = ["tag", "length", "header", "items", "unknown"]
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return nil }
        let tagBytes = table.optional("tag").map { self.tagBytes($0, table.path("tag")) } ?? 1
        let length = table.optional("length").flatMap { self.length($0, table.path("length")) }
        let header = table.optional("header").flatMap {
            self.layout($0, table.path("header"), end: .known, reusing: [])
        }
        let unknown = table.optional("unknown").flatMap { self.unknown($0, table.path("unknown"), length) }
        var draft = TagsDraft(members: header?.members ?? [])
        if let items = table.required("items", expected: "a table by tag", problems: &problems) {
            self.items(items, table.path("items"), tagBytes ?? 0, length != nil, &draft)
        }
        guard let tagBytes else { return nil }
        return BinaryTags(
            tagBytes: tagBytes, length: length, header: header, items: draft.items,
            unknown: unknown ?? .refuse, members: draft.members, lists: draft.lists)
    }

    private struct TagsDraft {
        var items: [BinaryTags.Item] = []
        var members: [BinaryLayout.Member]
        var lists: [Int] = []
    }

    /// `u8`, `u16be`, `u24be`, or `2 bytes`.
    private mutating func tagBytes(_ node: Node, _ key: String) -> Int? {
        let words = ["u8", "u16be", "u24be", "u32be", "1 byte", "2 bytes", "3 bytes", "4 bytes"]
        return choice(node, key, of: words).flatMap { words.firstIndex(of: $0) }.map { $0 % 4 + 1 }
    }

    private mutating func length(_ node: Node, _ key: String) -> BinaryNumber? {
        choice(node, key, of: ["none", "u8", "u16be", "u16le"]).flatMap { BinaryNumber($0) }
    }

    private mutating func unknown(
        _ node: Node, _ key: String, _ length: BinaryNumber?
    ) -> BinaryTags.Unknown? {
        let words = BinaryTags.Unknown.allCases.map(\.rawValue)
        guard let word = choice(node, key, of: words) else { return nil }
        if word == "skip", length == nil {
            complain(node, key, "unknown tags have no length to skip", "Set 'length', or write 'stop'")
        }
        return BinaryTags.Unknown(rawValue: word)
    }

    private mutating func items(
        _ node: Node, _ key: String, _ tagBytes: Int, _ hasLength: Bool, _ draft: inout TagsDraft
    ) {
        guard case .table(let members) = node.content, !members.isEmpty else {
            complain(
                node, key, "expected a table, got \(node.noun)",
                "Write {\"0A\": {name: count, type: u16be}}")
            return
        }
        for member in members {
            let path = "\(key).\(member.key)"
            let place = Node(.scalar(member.key), at: member.place)
            guard let tag = hex(place, path) else { continue }
            if tagBytes > 0, tag.count != tagBytes {
                complain(
                    place, path, "a tag has \(tagBytes) bytes, this one \(tag.count)", "Set 'tag' or mend it")
            } else if draft.items.contains(where: { $0.tag == tag }) {
                complain(place, path, "stands there twice", "Keep one of them")
            }
            item(tag, member.value, path, hasLength, &draft)
        }
    }

    private mutating func item(
        _ tag: [UInt8], _ node: Node, _ key: String, _ hasLength: Bool, _ draft: inout TagsDraft
    ) {
        if node.scalar == "skip" {
            if !hasLength { complain(node, key, "has no length to skip", "Write {skip: 2} for 2 bytes") }
            return draft.items.append(.init(tag: tag, layout: .init(fields: [], members: []), list: nil))
        }
        let outer = known.count
        defer { known.removeSubrange(outer...) }
        if case .table(let members) = node.content, members.contains(where: { $0.value.scalar == "true" }),
            members.contains(where: { $0.key == "repeat" })
        {
            return list(tag, node, key, hasLength, &draft)
        }
        let end = hasLength ? End.known : .unknown
        guard let layout = self.layout(node, key, end: end, reusing: draft.members) else { return }
        for member in layout.members where !draft.members.contains(member) { draft.members.append(member) }
        draft.items.append(.init(tag: tag, layout: layout, list: nil))
    }

    private mutating func list(
        _ tag: [UInt8], _ node: Node, _ key: String, _ hasLength: Bool, _ draft: inout TagsDraft
    ) {
        let keys = ["name", "repeat", "fields"]
        guard let table = TableReader(node, key: key, keys: keys, problems: &problems) else { return }
        _ = table.optional("repeat").flatMap { flag($0, table.path("repeat")) }
        let name = table.required("name", expected: "a name", problems: &problems)
            .flatMap { text($0, table.path("name"), expected: "a name") }
        let layout = table.required("fields", expected: "a list of fields", problems: &problems)
            .flatMap {
                self.layout($0, table.path("fields"), end: hasLength ? .known : .unknown, reusing: [])
            }
        guard let name, let layout else { return }
        let place = place(of: name)
        if !draft.lists.contains(place) { draft.lists.append(place) }
        draft.items.append(.init(tag: tag, layout: layout, list: draft.lists.firstIndex(of: place)))
    }
}

/// Values by name, 'let': those that are known, and those that still wait for a level of 'each'.
struct LetNames {
    struct Entry {
        let place: Int
        let source: Source
        /// Variables that it looks at.
        let places: Set<Int>
        /// Texts or booleans are taken as numbers.
        let isNumber: Bool
    }

    var given: [Entry] = []
    var pending: [Node.Member]

    init(pending: [Node.Member]) { self.pending = pending }
}

extension MappingCompiler {
    /// 'where', 'refuse' and 'let' of a rule, each as early as what it looks at is known: before the first level,
    /// then after each.
    mutating func statements(
        _ table: TableReader, _ room: inout Room, levels: [EachLevel], _ names: inout LetNames
    ) -> [[Statement]]? {
        let before = problems.count
        for member in names.pending {
            if let entry = named(member, &room) { names.given.append(entry) }
        }
        let named = names.given
        var order = Order(named: named, count: levels.count + 1)
        for (node, key) in list(table, "where") {
            guard let expression = expression(node, key, &room) else { continue }
            order.add(.condition(expression, key: key), looksAt: expression.places, room)
        }
        for (node, key) in list(table, "refuse") {
            guard let (statement, places) = refusal(node, key, &room) else { continue }
            order.add(statement, looksAt: places, room)
        }
        for entry in named { order.name(entry.place, room) }
        return problems.count == before ? order.statements : nil
    }

    private func list(_ table: TableReader, _ name: String) -> [(Node, String)] {
        guard let node = table.optional(name) else { return [] }
        return node.items.map { ($0, name) }
    }

    /// Statements for each depth; a name is given just before the first that looks at it.
    private struct Order {
        let named: [LetNames.Entry]
        var statements: [[Statement]]
        private var given: Set<Int> = []

        init(named: [LetNames.Entry], count: Int) {
            self.named = named
            statements = Array(repeating: [], count: count)
        }

        mutating func add(_ statement: Statement, looksAt places: Set<Int>, _ room: Room) {
            for place in places.sorted() { name(place, room) }
            // Where a level has mistakes, its names are known and its place is not.
            statements[min(room.depth(of: places), statements.count - 1)].append(statement)
        }

        mutating func name(_ place: Int, _ room: Room) {
            guard let entry = named.first(where: { $0.place == place }), given.insert(place).inserted
            else { return }
            add(.name(place, entry.source, isNumber: entry.isNumber), looksAt: entry.places, room)
        }
    }

    /// 'let', of which nothing is given yet.
    mutating func letNames(_ table: TableReader) -> LetNames {
        guard let node = table.optional("let") else { return LetNames(pending: []) }
        guard case .table(let members) = node.content else {
            complain(node, "let", "expected values by name, got \(node.noun)", "Write NAME: = EXPRESSION")
            return LetNames(pending: [])
        }
        return LetNames(pending: members)
    }

    /// Gives the names whose values use nothing that is not known yet; who is wrong is told about it later.
    mutating func giveKnown(_ names: inout LetNames, _ room: inout Room) {
        for member in names.pending {
            let before = (problems, room)
            if let entry = named(member, &room), problems.count == before.0.count {
                names.given.append(entry)
                names.pending.removeAll { $0.key == member.key }
            } else {
                (problems, room) = before
            }
        }
    }

    private mutating func named(_ member: Node.Member, _ room: inout Room) -> LetNames.Entry? {
        let key = "let.\(member.key)"
        guard isFree(member.key, member.value, key, room),
            var source = source(member.value, key, &room, .text)
        else { return nil }
        // A name without a value is absent; who needs it says so.
        if case .refuse = source.options.absence { source = source.with { $0.absence = .skip } }
        let places = source.places
        let identifier = RadioIdentifier.find(in: source, room)
        let place = room.add(member.key, depth: room.depth(of: places))
        room.mark(place, as: identifier)
        return LetNames.Entry(
            place: place, source: source, places: places,
            isNumber: member.value.has("accept"))
    }

    private mutating func refusal(
        _ node: Node, _ key: String, _ room: inout Room
    ) -> (Statement, Set<Int>)? {
        guard let table = TableReader(node, key: key, keys: ["when", "code", "why"], problems: &problems),
            let when = table.required("when", expected: "a condition", problems: &problems),
            let condition = expression(when, table.path("when"), &room)
        else { return nil }
        let codes = Rejection.Code.ofMappings.map(\.rawValue)
        let word = table.optional("code").map { choice($0, table.path("code"), of: codes) } ?? "unsupported"
        guard let word, let code = Rejection.Code(rawValue: word) else { return nil }
        let why = table.optional("why").map { scalar($0, table.path("why"), expected: "a sentence") }
        guard let why = why ?? "the mapping refuses it" else { return nil }
        let statement = Statement.refusal(condition, key: key, code: code, why: why)
        return (statement, condition.places)
    }
}

extension Source {
    /// Variables that it looks at.
    var places: Set<Int> {
        alternatives.reduce(into: options.condition?.places ?? []) { places, alternative in
            switch alternative {
            case .constant, .received: break
            case .path(let path): places.insert(path.variable)
            case .expression(let expression): places.formUnion(expression.places)
            case .template(let template): places.formUnion(template.places)
            }
        }
    }
}

extension Template {
    var places: Set<Int> {
        parts.reduce(into: []) { places, part in
            switch part {
            case .literal: break
            case .variable(let place): places.insert(place)
            case .path(let path): places.insert(path.variable)
            case .expression(let expression): places.formUnion(expression.places)
            }
        }
    }
}

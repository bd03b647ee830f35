extension MappingCompiler {
    /// The levels of 'each', outer first; a level may use the names of 'let' that are known before it.
    mutating func levels(_ table: TableReader, _ room: inout Room, _ names: inout LetNames) -> [EachLevel]? {
        giveKnown(&names, &room)
        guard let node = table.optional("each") else { return [] }
        guard case .table(let members) = node.content, !Self.isOne(members) else {
            return level(node, named: "item", key: "each", depth: 1, &room).map { [$0] }
        }
        let levels = members.enumerated().map { index, member in
            let level = level(
                member.value, named: member.key, key: "each.\(member.key)", depth: index + 1, &room)
            giveKnown(&names, &room)
            return level
        }
        let good = levels.compactMap(\.self)
        return good.count == levels.count ? good : nil
    }

    private static let levelKeys = ["from", "members", "named", "zip", "absent"]

    /// Whether 'each' is one level without a name of its own.
    private static func isOne(_ members: [Node.Member]) -> Bool {
        !members.isEmpty && members.allSatisfy { levelKeys.contains($0.key) }
            && members.contains { ["from", "members", "zip"].contains($0.key) }
    }

    private mutating func level(
        _ node: Node, named name: String, key: String, depth: Int, _ room: inout Room
    ) -> EachLevel? {
        guard isFree(name, node, key, room) else { return nil }
        guard case .table = node.content else {
            guard let found = elements(node, key, &room) else { return nil }
            return bind(found, named: name, key: key, depth: depth, skipsAbsent: false, &room)
        }
        guard let table = TableReader(node, key: key, keys: Self.levelKeys, problems: &problems) else {
            return nil
        }
        let forms = ["from", "members", "zip"].compactMap { table.optional($0) }
        guard forms.count == 1 else {
            complain(
                node, key, "expected one of from, members, zip",
                "from: elements of lists; members: of a table; zip: lists side by side")
            return nil
        }
        let skips = table.optional("absent").map {
            choice($0, table.path("absent"), of: ["refuse", "skip"]) == "skip"
        }
        let found: Found?
        if let from = table.optional("from") {
            found = elements(from, table.path("from"), &room)
        } else if let members = table.optional("members") {
            found = self.members(members, table.optional("named"), table, &room)
        } else {
            found = table.optional("zip").flatMap { zip($0, table.path("zip"), &room) }
        }
        return found.flatMap {
            bind($0, named: name, key: key, depth: depth, skipsAbsent: skips ?? false, &room)
        }
    }

    /// Elements, and where they stand for 'Interest': below a path, by these steps.
    private struct Found {
        let elements: EachLevel.Elements
        var path: BoundPath?
        var steps: [Interest.Step]?
        var captures: [String] = []
    }

    private mutating func bind(
        _ found: Found, named name: String, key: String, depth: Int, skipsAbsent: Bool, _ room: inout Room
    ) -> EachLevel {
        let place = room.add(element: name, of: found.path, steps: found.steps, depth: depth)
        let namePlace = room.add("\(name)_key", depth: depth)
        let indexPlace = room.add("\(name)_index", depth: depth)
        return EachLevel(
            key: key, elements: found.elements, skipsAbsent: skipsAbsent, place: place,
            namePlace: namePlace, indexPlace: indexPlace,
            capturePlaces: found.captures.map { room.add($0, depth: depth) })
    }

    private mutating func elements(_ node: Node, _ key: String, _ room: inout Room) -> Found? {
        if let text = node.scalar, text.hasPrefix("=") {
            return expression(text, node, key, &room).map { Found(elements: .computed($0)) }
        }
        let nodes = node.items
        // What is looked at in an element is known later; the element itself is not all of it.
        var aside = room
        let paths = nodes.compactMap { path($0, key, &aside) }
        room.takePaths(of: aside)
        for (node, path) in Swift.zip(nodes, paths) { checkList(path, node, key, room) }
        guard paths.count == nodes.count, let first = paths.first else { return nil }
        if paths.count == 1, let steps = first.path.plainSteps {
            return Found(elements: .selected(paths), path: first, steps: steps)
        }
        room = aside
        return Found(elements: .selected(paths))
    }

    /// In XML only 'lists' tells one element from a list of one.
    private mutating func checkList(_ path: BoundPath, _ node: Node, _ key: String, _ room: Room) {
        guard let lists = room.xmlLists, let steps = path.path.plainSteps, steps.last == .any,
            case .member(let name)? = steps.dropLast().last, !lists.contains(name)
        else { return }
        complain(
            node, key, "an XML element '\(name)' that stands there once is no list",
            "Write 'decode: {xml: {lists: [\(name)]}}'; for all that is in an element, 'members:'")
    }

    private mutating func members(
        _ node: Node, _ named: Node?, _ table: TableReader, _ room: inout Room
    ) -> Found? {
        var aside = room
        guard let path = path(node, table.path("members"), &aside) else { return nil }
        room.takePaths(of: aside)
        var pattern: NamePattern?
        if let named {
            let key = table.path("named")
            guard let text = text(named, key, expected: "a pattern such as line_{n}_in") else { return nil }
            do {
                pattern = try NamePattern(text)
            } catch {
                complain(
                    named, key, "expected a pattern, got '\(text)'",
                    "At character \(error.character) expected \(error.expected)")
                return nil
            }
            for name in pattern?.captures ?? [] where !isFree(name, named, key, room) { return nil }
        }
        let captures = pattern?.captures ?? []
        guard let steps = path.path.plainSteps else {
            room = aside
            return Found(elements: .members(path, pattern), captures: captures)
        }
        return Found(
            elements: .members(path, pattern), path: path, steps: steps + [.any], captures: captures)
    }

    private mutating func zip(_ node: Node, _ key: String, _ room: inout Room) -> Found? {
        guard case .table(let members) = node.content, members.count > 1 else {
            complain(
                node, key, "expected two lists or more, such as {region: $.regions, people: $.counts}",
                "Write NAME: PATH for each")
            return nil
        }
        let lists = members.compactMap { member in
            path(member.value, "\(key).\(member.key)", &room).map {
                EachLevel.Zipped(name: room.constants.append(member.key), path: $0)
            }
        }
        return lists.count == members.count ? Found(elements: .zipped(lists)) : nil
    }
}

/// One level of 'each': an element after the other, each bound to a name.
final class EachLevel: Sendable {
    enum Elements: Sendable {
        /// What some paths lead to, one path after the other.
        case selected([BoundPath])
        /// The members of a table whose names fit.
        case members(BoundPath, NamePattern?)
        /// Lists side by side: the n-th elements of all become the members of one table.
        case zipped([Zipped])
        /// The elements of a computed list, or the members of a computed table.
        case computed(Expression)
    }

    struct Zipped: Sendable {
        /// A text in the arena that is there in every message.
        let name: Range<Int>
        let path: BoundPath
    }

    /// The key in the file, such as `each.line`.
    let key: String
    let elements: Elements
    /// Nothing there is nothing to count, and no reason to refuse.
    let skipsAbsent: Bool
    /// Places of the element, of its member's name and of its index.
    let place: Int
    let namePlace: Int
    let indexPlace: Int
    /// Places of what the pattern captures.
    let capturePlaces: [Int]

    init(
        key: String, elements: Elements, skipsAbsent: Bool, place: Int, namePlace: Int, indexPlace: Int,
        capturePlaces: [Int]
    ) {
        self.key = key
        self.elements = elements
        self.skipsAbsent = skipsAbsent
        self.place = place
        self.namePlace = namePlace
        self.indexPlace = indexPlace
        self.capturePlaces = capturePlaces
    }

    /// Adds the elements to the end of `selected`.
    func gather(_ workspace: inout Workspace) throws(Refusal) {
        switch elements {
        case .selected(let paths):
            for index in paths.indices { try gather(paths[index], &workspace) }
        case .members(let path, _):
            try add(try path.value(in: &workspace), path.path.text, as: .table, &workspace)
        case .zipped(let lists): try zip(lists, &workspace)
        case .computed(let expression):
            let value: Value
            do throws(Refusal) {
                value = try expression.evaluate(&workspace)
            } catch {
                guard skipsAbsent, error.code == .missingField else { throw error }
                return
            }
            try add(value, "the result", as: value.kind == .table ? .table : .list, &workspace)
        }
    }

    /// Binds an element.
    ///
    /// - Returns: false when its name does not fit the pattern.
    func bind(_ element: Selected, _ workspace: inout Workspace) -> Bool {
        if case .members(_, let pattern?) = elements {
            let arena = workspace.document.bytes
            let name = arena.span.extracting(element.name)
            guard pattern.match(name, into: &workspace.captures, &workspace.regex) else { return false }
            for capture in capturePlaces.indices {
                let place = capturePlaces[capture]
                let range = workspace.captures[capture]
                let start = element.name.lowerBound
                workspace.variables[place] = Value(
                    text: start + range.lowerBound..<start + range.upperBound)
            }
        }
        workspace.variables[place] = element.value
        workspace.variables[namePlace] = element.name.isEmpty ? .absent : Value(text: element.name)
        workspace.variables[indexPlace] = Value(Int64(element.index))
        return true
    }

    private func gather(_ path: BoundPath, _ workspace: inout Workspace) throws(Refusal) {
        let prefix = path.path.singularPrefix
        var looks = 0
        let container = prefix.value(
            in: workspace.document, from: workspace.variables[path.variable], looks: &looks)
        try workspace.spend(looks / 64)
        if container.isMissing {
            if skipsAbsent { return }
            throw Refusal(code: .missingField, detail: "\(key): \(prefix.text) is missing")
        }
        guard path.path.isSingular || container.isContainer else {
            throw Refusal(code: .badType, detail: "\(key): \(prefix.text) is not a list or a table")
        }
        try path.select(in: &workspace)
    }

    private func add(
        _ value: Value, _ what: String, as kind: Value.Kind, _ workspace: inout Workspace
    ) throws(Refusal) {
        if value.isMissing {
            if skipsAbsent { return }
            throw Refusal(code: .missingField, detail: "\(key): \(what) is missing")
        }
        guard value.kind == kind else {
            throw Refusal(
                code: .badType, detail: "\(key): \(what) is not a \(kind == .table ? "table" : "list")")
        }
        var children = PathChildren(of: value)
        while let child = try children.next(in: &workspace) { workspace.selected.append(child) }
    }

    private func zip(_ lists: [Zipped], _ workspace: inout Workspace) throws(Refusal) {
        let start = workspace.selected.count
        var length: Int?
        for list in lists {
            let before = workspace.selected.count
            let value = try list.path.value(in: &workspace)
            if skipsAbsent, value.isMissing { return workspace.selected.shrink(to: start) }
            try add(value, list.path.path.text, as: .list, &workspace)
            let count = workspace.selected.count - before
            guard count == length ?? count else {
                throw Refusal(code: .lengthMismatch, detail: "\(key): the lists differ in length")
            }
            length = count
        }
        let count = length ?? 0
        try workspace.admit(nodes: count * lists.count)
        for index in 0..<count {
            let first = workspace.document.nodes.count
            for (number, list) in lists.enumerated() {
                workspace.document.add(
                    workspace.selected[start + number * count + index].value, named: list.name)
            }
            let table = Value(table: first..<workspace.document.nodes.count)
            workspace.selected.append(Selected(value: table, name: 0..<0, index: index))
        }
        workspace.selected.removeSubrange(start..<start + lists.count * count)
    }
}

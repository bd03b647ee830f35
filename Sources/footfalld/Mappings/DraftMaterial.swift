import Foundation

/// A way down a tree: members by name, and every element of a list.
struct DraftPath: Hashable {
    enum Step: Hashable {
        case member(String)
        case each
    }

    var steps: [Step] = []

    static func + (path: DraftPath, step: Step) -> DraftPath { DraftPath(steps: path.steps + [step]) }
    static func + (path: DraftPath, name: String) -> DraftPath { path + .member(name) }

    var parent: DraftPath { DraftPath(steps: Array(steps.dropLast())) }
    var name: String {
        for case .member(let name) in steps.reversed() { return name }
        return ""
    }
    var members: [String] {
        steps.compactMap { step in
            if case .member(let name) = step { name } else { nil }
        }
    }
    var words: [String] { members.flatMap(DraftWords.split) }
    /// Where its last list begins; all before it have to be bound by levels.
    var lists: DraftPath {
        DraftPath(steps: Array(steps[..<((steps.lastIndex(of: .each).map { $0 + 1 }) ?? 0)]))
    }

    func begins(with other: DraftPath) -> Bool { steps.starts(with: other.steps) }
    func shared(with other: DraftPath) -> Int { zip(steps, other.steps).prefix { $0 == $1 }.count }

    /// As JSONPath, from `$` or a name.
    static func text(_ steps: some Sequence<Step>, from start: String = "") -> String {
        steps.reduce("$" + start) { text, step in
            switch step {
            case .each: return text + "[*]"
            case .member(let name):
                let isPlain =
                    name.first.map { $0.isLetter || $0 == "_" } ?? false
                    && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                if isPlain { return text + "." + name }
                return text + "['" + name.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "']"
            }
        }
    }
}

/// What the messages of one group hold, path by path.
struct DraftMaterial {
    struct Field {
        /// In the order of the messages.
        var values: [(message: Int, value: DraftTree)] = []
        /// What stands behind the path where values are wrapped, such as `{type, value}`.
        var wrappings: Set<[DraftPath.Step]> = []

        /// Numbers of the tables that it is a member of.
        var elements: Set<Int> = []

        var texts: [String] { values.compactMap(\.value.text) }
        var messages: Set<Int> { Set(values.map(\.message)) }
    }

    private(set) var fields: [DraftPath: Field] = [:]
    /// Names of the members of each table.
    private(set) var tables: [DraftPath: Set<String>] = [:]
    /// For lists of scalars: how many elements each message's has.
    private(set) var lengths: [DraftPath: [Int]] = [:]
    /// The payload is now a table, now a list of such tables.
    let isRootEither: Bool
    let count: Int
    private var elements = 0

    init(_ trees: [DraftTree]) {
        let lists = trees.filter { if case .list = $0 { true } else { false } }.count
        let tables = trees.filter { if case .table = $0 { true } else { false } }.count
        isRootEither = lists > 0 && tables > 0
        count = trees.count
        for (index, tree) in trees.enumerated() {
            if isRootEither, case .list(let items) = tree {
                for item in items { walk(item, DraftPath(steps: [.each]), [], index, in: 0) }
            } else {
                walk(tree, DraftPath(steps: isRootEither ? [.each] : []), [], index, in: 0)
            }
        }
    }

    private mutating func walk(
        _ tree: DraftTree, _ path: DraftPath, _ wrapping: [DraftPath.Step], _ message: Int, in element: Int
    ) {
        switch tree {
        case .table(let members):
            let isTyped = members["type"] != nil || members["@type"] != nil
            if isTyped, let name = ["value", "@value"].first(where: { members[$0] != nil }),
                let value = members[name]
            {
                return walk(value, path, wrapping + [.member(name)], message, in: element)
            }
            tables[path, default: []].formUnion(members.keys)
            elements += 1
            let own = elements
            for (name, value) in members { walk(value, path + name, wrapping, message, in: own) }
        case .list(let items):
            var isScalar = true
            for item in items {
                if case .table = item { isScalar = false }
                walk(item, path + .each, wrapping, message, in: element)
            }
            if isScalar { lengths[path, default: []].append(items.count) }
        case .null: break
        case .boolean, .number, .text:
            fields[path, default: Field()].values.append((message, tree))
            fields[path, default: Field()].wrappings.insert(wrapping)
            fields[path, default: Field()].elements.insert(element)
        }
    }

    /// Numbers, or texts that read as such, in more than half of the places where something stands.
    func isNumeric(_ path: DraftPath) -> Bool {
        guard let field = fields[path] else { return false }
        let there = field.values.filter { !$0.value.isEmptyText && $0.value.text?.lowercased() != "nan" }
        return !there.isEmpty && there.filter { $0.value.number != nil }.count * 2 > there.count
    }

    func isBoolean(_ path: DraftPath) -> Bool {
        guard let field = fields[path] else { return false }
        return field.values.contains { if case .boolean = $0.value { true } else { false } }
    }

    func numbers(_ path: DraftPath) -> [Double] { fields[path]?.values.compactMap(\.value.number) ?? [] }

    /// Those in which the counts are.
    func messages(of count: DraftCount) -> Set<Int> {
        count.fields.reduce(into: []) { $0.formUnion(fields[$1]?.messages ?? []) }
    }

    /// Whether a field stands beside the counts, in at least half of their tables.
    func isBeside(_ path: DraftPath, _ count: DraftCount) -> Bool {
        guard path.parent == count.table, let field = fields[path] else { return true }
        let counted = count.fields.reduce(into: Set<Int>()) { $0.formUnion(fields[$1]?.elements ?? []) }
        return field.elements.intersection(counted).count * 2 >= counted.count
    }

    /// Whether a field is in at least half of these messages.
    func isUsual(_ path: DraftPath, in messages: Set<Int>) -> Bool {
        messages.isEmpty || (fields[path]?.messages.intersection(messages).count ?? 0) * 2 >= messages.count
    }

    /// Members of a table that hold scalars, in order.
    func scalars(of table: DraftPath) -> [String] {
        (tables[table] ?? []).filter { fields[table + $0] != nil }.sorted()
    }
}

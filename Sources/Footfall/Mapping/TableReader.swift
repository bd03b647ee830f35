/// A table of a configuration, read key by key. Complains about keys that nobody knows.
struct TableReader {
    let place: Problem.Place
    /// The key with its parents; empty for the whole file.
    let key: String
    private let members: [Node.Member]

    /// - Returns: `nil`, with a problem told, unless the node is a table.
    init?(_ node: Node, key: String, keys: [String], problems: inout [Problem]) {
        guard case .table(let members) = node.content else {
            problems.append(
                Problem(
                    at: node.place, key: key.isEmpty ? "mapping" : key,
                    problem: "expected a table with \(keys.joined(separator: ", ")), got \(node.noun)",
                    remedy: "Write one 'key: value' for each of them"))
            return nil
        }
        (self.members, self.key, place) = (members, key, node.place)
        var seen: Set<String> = []
        for member in members {
            if !keys.contains(member.key) {
                problems.append(
                    Problem(
                        at: member.place, key: path(member.key), problem: "unknown key '\(member.key)'",
                        remedy: Nearest.remedy(for: member.key, among: keys)))
            } else if !seen.insert(member.key).inserted {
                problems.append(
                    Problem(
                        at: member.place, key: path(member.key), problem: "stands there twice",
                        remedy: "Keep one of them"))
            }
        }
    }

    func path(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

    func optional(_ name: String) -> Node? { members.first { $0.key == name }?.value }

    func required(_ name: String, expected: String, problems: inout [Problem]) -> Node? {
        if let value = optional(name) { return value }
        problems.append(
            Problem(
                at: place, key: path(name), problem: "is missing: expected \(expected)",
                remedy: "Add '\(name):'"))
        return nil
    }
}

extension Node {
    /// What it is, in a sentence.
    var noun: String {
        switch content {
        case .scalar(let text): text.isEmpty ? "nothing" : "'\(text)'"
        case .list: "a list"
        case .table: "a table"
        }
    }

    /// The elements of a list; the node itself if it is none.
    var items: [Node] {
        if case .list(let items) = content { items } else { [self] }
    }

    /// Whether it is a table with this key.
    func has(_ key: String) -> Bool {
        if case .table(let members) = content { members.contains { $0.key == key } } else { false }
    }

    var scalar: String? {
        guard case .scalar(let text) = content else { return nil }
        return text
    }
}

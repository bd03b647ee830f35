/// Reads small things from a mapping's file and complains about what is wrong with them.
protocol Complaining {
    var problems: [Problem] { get set }
}

extension Complaining {
    mutating func complain(_ node: Node, _ key: String, _ problem: String, _ remedy: String) {
        problems.append(Problem(at: node.place, key: key, problem: problem, remedy: remedy))
    }

    /// A text that is not empty.
    mutating func text(_ node: Node, _ key: String, expected: String) -> String? {
        if let text = node.scalar, !text.isEmpty { return text }
        complain(node, key, "expected \(expected), got \(node.noun)", "Write \(expected)")
        return nil
    }

    /// One word of a few.
    mutating func choice(_ node: Node, _ key: String, of words: [String]) -> String? {
        let list = words.joined(separator: ", ")
        guard let word = text(node, key, expected: "one of \(list)") else { return nil }
        if words.contains(word) { return word }
        complain(
            node, key, "expected one of \(list), got '\(word)'", Nearest.remedy(for: word, among: words))
        return nil
    }

    /// true or false.
    mutating func flag(_ node: Node, _ key: String) -> Bool? {
        choice(node, key, of: ["true", "false"]).map { $0 == "true" }
    }

    /// A scalar, which may be empty.
    mutating func scalar(_ node: Node, _ key: String, expected: String) -> String? {
        if let text = node.scalar { return text }
        complain(node, key, "expected \(expected), got \(node.noun)", "Write \(expected)")
        return nil
    }
}

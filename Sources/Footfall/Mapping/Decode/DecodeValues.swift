extension Complaining {
    mutating func whole(_ node: Node, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        if let number = node.scalar.flatMap({ Int($0) }), range.contains(number) { return number }
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        complain(node, key, "expected \(expected), got \(node.noun)", "Write \(expected)")
        return nil
    }

    /// Bytes such as `0A FF`.
    mutating func hex(_ node: Node, _ key: String) -> [UInt8]? {
        let text = node.scalar ?? ""
        if let bytes = Hex.bytes(Array(text.utf8).span), !bytes.isEmpty { return bytes }
        complain(
            node, key, "expected bytes such as \"0A FF\", got \(node.noun)",
            "Write two hexadecimal digits for each byte, in quotes")
        return nil
    }

    /// `4`, `[2, 4]`, `4..8` or `4..`.
    mutating func lengths(_ node: Node, _ key: String) -> BinaryLengths? {
        var ranges: [ClosedRange<Int>] = []
        for item in node.items {
            let parts = (item.scalar ?? "").split(separator: "..", omittingEmptySubsequences: false)
            let first = parts.first.flatMap { Int($0) }
            let last = parts.count == 2 && parts[1].isEmpty ? Limits.arena : parts.last.flatMap { Int($0) }
            guard let first, let last, parts.count <= 2, first >= 0, first <= last else {
                complain(
                    item, key, "expected a number of bytes, got \(item.noun)",
                    "Write 4, a list of all that are right, or a range such as 4..8 or 4..")
                return nil
            }
            ranges.append(first...last)
        }
        return BinaryLengths(ranges: ranges)
    }

    /// A list of texts.
    mutating func words(_ node: Node, _ key: String) -> [String]? {
        guard case .list(let items) = node.content else {
            complain(node, key, "expected a list of names, got \(node.noun)", "Write [name, name]")
            return nil
        }
        return items.compactMap { text($0, key, expected: "a name") }
    }
}

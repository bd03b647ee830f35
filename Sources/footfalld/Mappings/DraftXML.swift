/// Elements of an XML text as a tree: just enough to guess by. Attributes and document types are passed over.
enum DraftXML {
    static func read(_ bytes: [UInt8]) -> DraftTree? {
        var position = 0
        var stack: [(name: String, members: [String: DraftTree], text: String)] = [("", [:], "")]
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            stack[stack.count - 1].text += String(decoding: bytes[position..<open], as: UTF8.self)
            guard let close = bytes[open...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
            let tag = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
            position = close + 1
            if tag.hasPrefix("!") { return nil }
            if tag.hasPrefix("?") { continue }
            if tag.hasPrefix("/") {
                guard stack.count > 1 else { return nil }
                let last = stack.removeLast()
                add(value(last.members, last.text), named: last.name, to: &stack[stack.count - 1].members)
                continue
            }
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
            let local = String(name.split(separator: ":").last ?? name)
            if tag.hasSuffix("/") {
                add(.text(""), named: local, to: &stack[stack.count - 1].members)
            } else {
                guard stack.count < 32 else { return nil }
                stack.append((local, [:], ""))
            }
        }
        return stack.count == 1 && !stack[0].members.isEmpty ? .table(stack[0].members) : nil
    }

    private static func value(_ members: [String: DraftTree], _ text: String) -> DraftTree {
        guard members.isEmpty else { return .table(members) }
        return .text(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }

    private static func add(_ value: DraftTree, named name: String, to members: inout [String: DraftTree]) {
        switch members[name] {
        case nil: members[name] = value
        case .list(let items)?: members[name] = .list(items + [value])
        case let one?: members[name] = .list([one, value])
        }
    }
}

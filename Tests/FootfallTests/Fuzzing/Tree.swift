@testable import Footfall

/// Trees of mappings, written as JSON: what YAML would say in its flow style.
enum Tree {
    static func node(_ json: String) -> Node? {
        var (reader, document) = (JSONReader(), Document())
        let range = document.append(json)
        let bytes = document.bytes
        let value = try? reader.read(bytes.span, at: range.lowerBound, interest: .all, into: &document)
        return value.map { node($0, document) }
    }

    private static func node(_ value: Value, _ document: Document) -> Node {
        let place = Problem.Place(file: "tree")
        switch value.kind {
        case .text: return Node(.scalar(document.string(value.range)), at: place)
        case .int: return Node(.scalar("\(value.int)"), at: place)
        case .double: return Node(.scalar("\(value.double)"), at: place)
        case .boolean: return Node(.scalar("\(value.boolean)"), at: place)
        case .list: return Node(.list(children(value, document).map(\.value)), at: place)
        case .table: return Node(.table(children(value, document)), at: place)
        default: return Node(.scalar(""), at: place)
        }
    }

    private static func children(_ value: Value, _ document: Document) -> [Node.Member] {
        var (node, members) = (value.range.lowerBound, [Node.Member]())
        while node < value.range.upperBound {
            members.append(
                .init(
                    key: document.string(document.name(of: node)), at: Problem.Place(file: "tree"),
                    value: self.node(document.nodes[node].value, document)))
            node = document.next(after: node)
        }
        return members
    }
}

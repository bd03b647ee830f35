import Footfall
import Yams

/// A YAML or JSON file as nodes that know their place.
struct YAMLFile {
    let name: String
    /// Aliases copy what they stand for; beyond so many nodes a file is refused.
    private static let mostNodes = 2_000_000

    /// - Returns: `nil` when the file is empty; a mistake is thrown with its place.
    func read(_ text: String) throws(Problem) -> Footfall.Node? {
        let root: Yams.Node?
        do {
            root = try Yams.compose(yaml: text, .basic, .default, .utf8)
        } catch let error as YamlError {
            throw problem(error)
        } catch {
            throw broken("\(error)", line: 0, column: 0)
        }
        var left = Self.mostNodes
        return try root.map { (root) throws(Problem) in try node(root, left: &left) }
    }

    private func node(_ node: Yams.Node, left: inout Int) throws(Problem) -> Footfall.Node {
        left -= 1
        let place = place(of: node)
        guard left > 0 else {
            throw Problem(
                at: place, key: "file", problem: "aliases make this file too large",
                remedy: "Write what they stand for, or less of it")
        }
        switch node {
        case .scalar(let scalar):
            if node.tag.description.hasPrefix("!") {
                throw broken("'!' begins a tag", line: place.line, column: place.column)
            }
            return Footfall.Node(.scalar(scalar.string), at: place)
        case .sequence(let sequence):
            var list: [Footfall.Node] = []
            for element in sequence { list.append(try self.node(element, left: &left)) }
            return Footfall.Node(.list(list), at: place)
        case .mapping(let mapping):
            var members: [Footfall.Node.Member] = []
            for (key, value) in mapping { members.append(try member(key, value, left: &left)) }
            return Footfall.Node(.table(members), at: place)
        case .alias:
            throw broken("an alias stands for nothing", line: place.line, column: place.column)
        }
    }

    private func member(
        _ key: Yams.Node, _ value: Yams.Node, left: inout Int
    ) throws(Problem) -> Footfall.Node.Member {
        let place = place(of: key)
        guard case .scalar(let scalar) = key else {
            throw broken("a key is no word", line: place.line, column: place.column)
        }
        return .init(key: scalar.string, at: place, value: try node(value, left: &left))
    }

    private func place(of node: Yams.Node) -> Problem.Place {
        Problem.Place(file: name, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    private func problem(_ error: YamlError) -> Problem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return broken(problem, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            return Problem(
                at: .init(file: name, line: context.mark.line, column: context.mark.column), key: key,
                problem: "the key is there twice", remedy: "Keep one of them")
        case .reader(let problem, _, _, _): return broken(problem, line: 0, column: 0)
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return broken("it cannot be understood", line: 0, column: 0)
        }
    }

    private func broken(_ why: String, line: Int, column: Int) -> Problem {
        Problem(
            at: .init(file: name, line: line, column: column), key: "file", problem: "broken YAML: \(why)",
            remedy: "Look at indentation, quotes and brackets here and just before; a text with ': ' or ' #' "
                + "in it, that begins with '!', or that has , [ ] { } in it between { } needs quotes")
    }
}

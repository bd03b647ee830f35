/// All paths of a mapping in one tree, so that one walk over the payload finds every value.
struct PathTrie: Sendable {
    /// No path leads here.
    static let nowhere = -1
    static let root = 0

    struct Node: Sendable {
        /// Where this value goes, or -1.
        var slot: Int
        /// The slots of this value and of all below it.
        var slots: Range<Int>
        var edges: Range<Int>
    }

    private struct Edge: Sendable {
        /// The place of the member's name in `names`; empty for an element.
        let name: Range<Int>
        /// The element's index, or -1 for a member.
        let index: Int
        let node: Int
    }

    private(set) var nodes: [Node] = []
    private var edges: [Edge] = []
    private var names: [UInt8] = []
    /// For each slot the path that fills it.
    private(set) var paths: [OldPath] = []

    /// - Parameter paths: may hold one path several times; it gets one slot.
    init(_ paths: [OldPath]) {
        var draft = Draft()
        for path in paths { draft.insert(path, step: 0) }
        append(draft)
    }

    func slot(of path: OldPath) -> Int? { paths.firstIndex { $0.steps == path.steps } }

    /// The node of a member of `node`.
    func member(_ node: Int, named name: Span<UInt8>) -> Int {
        guard node >= 0 else { return Self.nowhere }
        for place in nodes[node].edges where edges[place].index < 0 && isEqual(edges[place].name, name) {
            return edges[place].node
        }
        return Self.nowhere
    }

    /// The node of an element of `node`.
    func element(_ node: Int, at index: Int) -> Int {
        guard node >= 0 else { return Self.nowhere }
        for place in nodes[node].edges where edges[place].index == index { return edges[place].node }
        return Self.nowhere
    }

    private func isEqual(_ range: Range<Int>, _ name: Span<UInt8>) -> Bool {
        guard range.count == name.count else { return false }
        for index in name.indices where names[range.lowerBound + index] != name[index] { return false }
        return true
    }

    /// Depth first, so that the slots below a node are neighbours.
    @discardableResult
    private mutating func append(_ draft: Draft) -> Int {
        let node = nodes.count
        let firstSlot = paths.count
        nodes.append(Node(slot: -1, slots: firstSlot..<firstSlot, edges: 0..<0))
        if let path = draft.path {
            nodes[node].slot = paths.count
            paths.append(path)
        }
        var own: [Edge] = []
        for branch in draft.branches {
            let child = append(branch.draft)
            switch branch.step {
            case .member(let name):
                let start = names.count
                names += Array(name.utf8)
                own.append(Edge(name: start..<names.count, index: -1, node: child))
            case .element(let index):
                own.append(Edge(name: 0..<0, index: index, node: child))
            }
        }
        nodes[node].edges = edges.count..<edges.count + own.count
        edges += own
        nodes[node].slots = firstSlot..<paths.count
        return node
    }

    private struct Draft {
        var path: OldPath?
        var branches: [(step: OldPath.Step, draft: Draft)] = []

        mutating func insert(_ new: OldPath, step: Int) {
            guard step < new.steps.count else {
                path = path ?? new
                return
            }
            let place = branches.firstIndex { $0.step == new.steps[step] }
            if place == nil { branches.append((new.steps[step], Draft())) }
            branches[place ?? branches.count - 1].draft.insert(new, step: step + 1)
        }
    }
}

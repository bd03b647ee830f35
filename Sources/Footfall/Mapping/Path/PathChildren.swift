/// The children of a list or table, in order; of several members with one name only the last.
struct PathChildren {
    private let value: Value
    private var node: Int
    private var index = -1
    /// Nodes that a later one of the same name replaces; found out when it is first asked for.
    private var replaced: Set<Int> = []
    private var isSearched = false

    init(of value: Value) {
        self.value = value
        node = value.isContainer ? value.range.lowerBound : 0
    }

    mutating func next(in workspace: inout Workspace) throws(Refusal) -> Selected? {
        if value.kind == .table, !isSearched { try search(&workspace) }
        while value.isContainer, node < value.range.upperBound {
            try workspace.spend()
            let current = node
            node = workspace.document.next(after: node)
            index += 1
            if !replaced.isEmpty, replaced.contains(current) { continue }
            return Selected(
                value: workspace.document.nodes[current].value, name: workspace.document.name(of: current),
                index: index)
        }
        return nil
    }

    /// A child of which the node is known.
    static func child(_ node: Int, of value: Value, in document: Document) -> Selected {
        var (place, index) = (value.range.lowerBound, 0)
        while place < node {
            place = document.next(after: place)
            index += 1
        }
        return Selected(value: document.nodes[node].value, name: document.name(of: node), index: index)
    }

    private mutating func search(_ workspace: inout Workspace) throws(Refusal) {
        isSearched = true
        let count = workspace.document.count(of: value)
        if count <= 24 {
            searchSmall(workspace.document)
        } else {
            try workspace.spend(count)
            searchLarge(workspace.document)
        }
    }

    /// Each with each.
    private mutating func searchSmall(_ document: Document) {
        var early = value.range.lowerBound
        while early < value.range.upperBound {
            var late = document.next(after: early)
            while late < value.range.upperBound {
                if document.hasSameName(early, late) {
                    replaced.insert(early)
                    break
                }
                late = document.next(after: late)
            }
            early = document.next(after: early)
        }
    }

    /// Sorted by name, and by place where names are the same.
    private mutating func searchLarge(_ document: Document) {
        var nodes: [Int] = []
        var node = value.range.lowerBound
        while node < value.range.upperBound {
            nodes.append(node)
            node = document.next(after: node)
        }
        nodes.sort { left, right in
            let order = document.order(document.name(of: left), document.name(of: right))
            return order == 0 ? left < right : order < 0
        }
        for (early, late) in zip(nodes, nodes.dropFirst()) where document.hasSameName(early, late) {
            replaced.insert(early)
        }
    }
}

extension Document {
    fileprivate func hasSameName(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (nodes[left].name, nodes[right].name)
        return first.count == second.count && order(name(of: left), name(of: right)) == 0
    }

    /// Of two texts in the arena by their bytes, which is the order of their characters: -1, 0 or 1.
    func order(_ left: Range<Int>, _ right: Range<Int>) -> Int {
        order(bytes.span.extracting(left), bytes.span.extracting(right))
    }

    func order(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return (left.count - right.count).signum()
    }
}

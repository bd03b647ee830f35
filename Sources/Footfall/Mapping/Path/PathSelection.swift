/// A value that a query selected, and where it stood.
struct Selected: Sendable {
    let value: Value
    /// Of a member, in the arena; empty for elements and for the start itself.
    let name: Range<Int>
    /// The place in its list or table, from 0.
    let index: Int
}

extension JSONPath {
    /// Appends what the query selects, in the order of the payload where the query has no other.
    ///
    /// Of members with one name only the last is there.
    ///
    /// - Parameter root: what `$` is in conditions.
    /// - Throws: `malformed` if it takes more steps than a message may.
    func select(
        from: Value, root: Value, in workspace: inout Workspace, into found: inout [Selected]
    ) throws(Refusal) {
        guard from.kind != .absent else { return }
        var selection = PathSelection(root: root)
        let start = Selected(value: from, name: 0..<0, index: 0)
        try selection.select(segments[...], from: start, in: &workspace, into: &found)
    }
}

/// A walk over a document, depth first: the order of RFC 9535 without lists in between.
struct PathSelection {
    let root: Value
    var memory = RegexMemory()

    init(root: Value) { self.root = root }

    fileprivate mutating func select(
        _ segments: ArraySlice<PathSegment>, from start: Selected, in workspace: inout Workspace,
        into found: inout [Selected]
    ) throws(Refusal) {
        try workspace.spend()
        guard let segment = segments.first else { return found.append(start) }
        guard start.value.isContainer else { return }
        for selector in segment.selectors {
            try select(selector, segments.dropFirst(), from: start.value, in: &workspace, into: &found)
        }
        guard segment.isDescendant else { return }
        var children = PathChildren(of: start.value)
        while let child = try children.next(in: &workspace) {
            try select(segments, from: child, in: &workspace, into: &found)
        }
    }

    private mutating func select(
        _ selector: PathSelector, _ rest: ArraySlice<PathSegment>, from value: Value,
        in workspace: inout Workspace, into found: inout [Selected]
    ) throws(Refusal) {
        switch selector {
        case .name(let name):
            try workspace.spend(searching: value)
            guard let node = workspace.document.member(of: value, named: name.span) else { return }
            let child = PathChildren.child(node, of: value, in: workspace.document)
            try select(rest, from: child, in: &workspace, into: &found)
        case .index(let index):
            guard value.kind == .list else { return }
            try workspace.spend(searching: value)
            let place = index < 0 ? index + workspace.document.count(of: value) : index
            guard let node = workspace.document.element(of: value, at: place) else { return }
            let child = Selected(value: workspace.document.nodes[node].value, name: 0..<0, index: place)
            try select(rest, from: child, in: &workspace, into: &found)
        case .wildcard:
            var children = PathChildren(of: value)
            while let child = try children.next(in: &workspace) {
                try select(rest, from: child, in: &workspace, into: &found)
            }
        case .slice(let start, let end, let step):
            guard value.kind == .list else { return }
            let count = workspace.document.count(of: value)
            let slice = PathSlice(start: start, end: end, step: step, count: count)
            try select(slice, rest, from: value, in: &workspace, into: &found)
        case .filter(let condition):
            var children = PathChildren(of: value)
            while let child = try children.next(in: &workspace) {
                guard try holds(condition, for: child.value, in: &workspace) else { continue }
                try select(rest, from: child, in: &workspace, into: &found)
            }
        }
    }

    private mutating func select(
        _ slice: PathSlice, _ rest: ArraySlice<PathSegment>, from value: Value,
        in workspace: inout Workspace, into found: inout [Selected]
    ) throws(Refusal) {
        var children = PathChildren(of: value)
        var backwards: [Selected] = []
        while let child = try children.next(in: &workspace) {
            guard slice.contains(child.index) else { continue }
            if slice.step > 0 {
                try select(rest, from: child, in: &workspace, into: &found)
            } else {
                backwards.append(child)
            }
        }
        for child in backwards.reversed() { try select(rest, from: child, in: &workspace, into: &found) }
    }

    /// What a query in a condition selects.
    mutating func select(
        _ query: PathQuery, current: Value, in workspace: inout Workspace
    ) throws(Refusal) -> [Selected] {
        var found: [Selected] = []
        let start = Selected(value: query.isRelative ? current : root, name: 0..<0, index: 0)
        guard start.value.kind != .absent else { return found }
        try select(query.path.segments[...], from: start, in: &workspace, into: &found)
        return found
    }

    /// What a singular query in a condition selects; `absent` if nothing.
    func value(
        _ query: PathQuery, current: Value, in workspace: inout Workspace
    ) throws(Refusal) -> Value {
        let start = query.isRelative ? current : root
        try workspace.spend(searching: start)
        return query.path.value(in: workspace.document, from: start)
    }
}

extension Workspace {
    /// Pays for a look at the children of a value.
    fileprivate mutating func spend(searching value: Value) throws(Refusal) {
        try spend(value.isContainer ? 1 + value.range.count / 256 : 1)
    }
}

/// Which elements of a list a slice takes (RFC 9535, 2.3.4.2.2).
private struct PathSlice {
    let step: Int
    /// Both inclusive, in ascending order; empty if the first is above the last.
    private let first: Int
    private let last: Int
    /// One that is taken.
    private let origin: Int

    init(start: Int?, end: Int?, step: Int, count: Int) {
        func normal(_ index: Int) -> Int { index < 0 ? index + count : index }
        self.step = step
        if step > 0 {
            origin = min(max(normal(start ?? 0), 0), count)
            (first, last) = (origin, min(max(normal(end ?? count), 0), count) - 1)
        } else {
            origin = min(max(start.map(normal) ?? count - 1, -1), count - 1)
            (first, last) = (min(max(end.map(normal) ?? -1, -1), count - 1) + 1, origin)
        }
    }

    func contains(_ index: Int) -> Bool {
        step != 0 && index >= first && index <= last && (index - origin) % step == 0
    }
}

/// What a message says, as a tree in flat memory that is used again for each message.
///
/// Every decoder appends to it and returns a `Value`. Once its arrays have grown, a message allocates nothing.
struct Document: Sendable {
    /// A child of a list or a table.
    struct Node: Sendable {
        /// Where its name stands in the arena; empty in a list.
        let name: Range<UInt32>
        var value: Value
        /// The place of the next child of the same parent.
        var next: UInt32
    }

    /// All texts and bytes.
    var bytes: [UInt8] = []
    private(set) var nodes: [Node] = []

    /// Starts anew, with what a mapping's expressions hold in every message.
    mutating func begin(with constants: Document) {
        bytes.removeAll(keepingCapacity: true)
        nodes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: constants.bytes)
        nodes.append(contentsOf: constants.nodes)
    }

    /// Copies to the end of the arena.
    mutating func append(_ span: Span<UInt8>) -> Range<Int> {
        let start = bytes.count
        bytes.append(span)
        return start..<bytes.count
    }

    mutating func append(_ text: String) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return start..<bytes.count
    }

    /// Copies what stands in the arena to its end.
    mutating func append(copyOf range: Range<Int>) {
        for index in range { bytes.append(bytes[index]) }
    }

    mutating func text(_ text: String) -> Value { Value(text: append(text)) }

    /// Adds a child that has no children of its own, or whose children stand elsewhere.
    mutating func add(_ value: Value, named name: Range<Int> = 0..<0) {
        nodes.append(Node(name: Self.short(name), value: value, next: UInt32(nodes.count + 1)))
    }

    /// Adds a child whose own children come next; `close` it after them.
    mutating func open(named name: Range<Int> = 0..<0) -> Int {
        nodes.append(Node(name: Self.short(name), value: .null, next: 0))
        return nodes.count - 1
    }

    mutating func close(_ node: Int, _ value: Value) {
        nodes[node].value = value
        nodes[node].next = UInt32(nodes.count)
    }

    /// Takes back everything that was added after.
    mutating func shrink(nodes count: Int) { nodes.removeSubrange(count...) }

    func name(of node: Int) -> Range<Int> {
        Int(nodes[node].name.lowerBound)..<Int(nodes[node].name.upperBound)
    }

    func next(after node: Int) -> Int { Int(nodes[node].next) }

    /// The node of a member; of several with one name the last counts. `nil` also if it is no table.
    func member(of value: Value, named name: Span<UInt8>) -> Int? {
        var looks = 0
        return member(of: value, named: name, looks: &looks)
    }

    /// - Parameter looks: grows with each child that is looked at.
    func member(of value: Value, named name: Span<UInt8>, looks: inout Int) -> Int? {
        guard value.kind == .table else { return nil }
        var found: Int?
        var node = value.range.lowerBound
        while node < value.range.upperBound {
            if isEqual(nodes[node].name, name) { found = node }
            looks += 1
            node = Int(nodes[node].next)
        }
        return found
    }

    /// The node of an element; `nil` also if it is no list.
    func element(of value: Value, at index: Int) -> Int? {
        guard value.kind == .list, index >= 0 else { return nil }
        var (node, left) = (value.range.lowerBound, index)
        while node < value.range.upperBound {
            if left == 0 { return node }
            left -= 1
            node = Int(nodes[node].next)
        }
        return nil
    }

    /// How many children a list or a table has; 0 of anything else.
    func count(of value: Value) -> Int {
        guard value.isContainer else { return 0 }
        var (node, count) = (value.range.lowerBound, 0)
        while node < value.range.upperBound {
            node = Int(nodes[node].next)
            count += 1
        }
        return count
    }

    func string(_ range: Range<Int>) -> String { String(utf8: bytes.span.extracting(range)) }

    private func isEqual(_ range: Range<UInt32>, _ name: Span<UInt8>) -> Bool {
        let start = Int(range.lowerBound)
        guard Int(range.upperBound) - start == name.count else { return false }
        for index in name.indices where bytes[start + index] != name[index] { return false }
        return true
    }

    private static func short(_ range: Range<Int>) -> Range<UInt32> {
        UInt32(truncatingIfNeeded: range.lowerBound)..<UInt32(truncatingIfNeeded: range.upperBound)
    }
}

extension Array {
    /// Takes away what was added to the end.
    @inline(__always) mutating func shrink(to count: Int) {
        while self.count > count { removeLast() }
    }
}

extension [UInt8] {
    mutating func append(_ span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

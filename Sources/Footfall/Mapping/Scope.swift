/// The names that paths and expressions of a mapping may use, with their places among a `Workspace`'s variables.
struct Scope: Sendable {
    /// The decoded payload: `$` in a path.
    static let payload = 0

    private(set) var names: [String] = ["payload"]

    func place(of name: String) -> Int? { names.lastIndex(of: name) }

    /// - Returns: the new name's place.
    mutating func add(_ name: String) -> Int {
        names.append(name)
        return names.count - 1
    }
}

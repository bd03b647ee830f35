/// The names that paths and expressions of a mapping may use, with their places among a `Workspace`'s variables.
struct Scope: Sendable {
    /// The decoded payload: `$` in a path.
    static let payload = 0
    static let topic = 1
    static let received = 2
    static let retained = 3
    static let contentType = 4
    static let user = 5
    /// What every message has, in the order of the places above.
    static let everywhere = ["payload", "topic", "received", "retained", "content_type", "user"]

    private(set) var names: [String] = Self.everywhere
    /// The rules of a time zone by its IANA name; `nil` if there is none.
    let zone: @Sendable (String) -> CityClock?

    init(zone: @escaping @Sendable (String) -> CityClock? = { _ in nil }) { self.zone = zone }

    /// The place of the newest of that name.
    func place(of name: String) -> Int? { names.lastIndex(of: name) }

    /// - Returns: the new name's place.
    mutating func add(_ name: String) -> Int {
        names.append(name)
        return names.count - 1
    }
}

public import Barometer

/// An edition of an event as people know it.
public struct EventDescription: Hashable, Sendable {
    public let name: Words
    /// What kind of event it is, as a slug such as `markt`; `nil` when that is not known.
    public let kind: String?

    public init(name: Words, kind: String? = nil) {
        self.name = name
        self.kind = kind
    }
}

import Barometer

/// What a broker is to know of one zone or one event.
struct Entity {
    let id: String
    let publication: Publication
    /// `nil` when nothing is to be known: the entity is deleted.
    let attributes: [String: JSONTree]?
    /// Attributes that there is no value for.
    let absent: Set<String>
    /// Those of them that may be there from before, in order of name.
    var toDelete: [String] = []
}

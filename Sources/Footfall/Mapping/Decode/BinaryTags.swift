/// Tags with values, one after the other until the end.
struct BinaryTags: Sendable {
    enum Unknown: String, CaseIterable, Sendable {
        case refuse, skip, stop
    }

    struct Item: Sendable {
        let tag: [UInt8]
        let layout: BinaryLayout
        /// The list that each one is an element of; `nil` when its fields belong to the whole.
        let list: Int?
    }

    /// Bytes of a tag, at least 1.
    let tagBytes: Int
    /// What stands between tag and value; `nil`: nothing.
    let length: BinaryNumber?
    /// What stands before the first tag.
    let header: BinaryLayout?
    let items: [Item]
    let unknown: Unknown
    /// Fields of the header and of all items that are no lists.
    let members: [BinaryLayout.Member]
    /// Places of the names of the lists.
    let lists: [Int]
}

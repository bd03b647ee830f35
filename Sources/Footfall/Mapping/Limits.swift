/// What one message may take.
enum Limits {
    static let steps = 200_000
    /// Bytes in the arena: payload, decoded and computed texts.
    static let arena = 8 << 20
    /// Bytes that gzip or zlib may unfold to.
    static let unzipped = 4 << 20
    static let nodes = 200_000
    /// Lists and tables in each other.
    static let depth = 32
    static let records = 10_000
}

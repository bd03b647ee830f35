/// What decoding needs from outside the core.
struct DecodeHost: Sendable {
    /// Unfolds gzip or zlib, told apart by the first bytes; `nil` if broken or larger than `limit`.
    let inflate: @Sendable (_ input: [UInt8], _ limit: Int) -> [UInt8]?
}

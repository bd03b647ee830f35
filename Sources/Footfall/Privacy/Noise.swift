/// Chance that is none: the same for the same sensor and interval, for whoever has the key (method `dasta-1.0`,
/// section 10.3).
public struct Noise: Hashable, Sendable {
    /// 32 bytes that never leave the house.
    public let key: [UInt8]

    public init(key: [UInt8]) {
        self.key = key
    }
}

/// A 64-bit hash that is the same in every process, for keys that are stored.
///
/// Multiply-and-fold mixing with the constants of wyhash (Wang Yi, 2019). Not a secret and no defence: an
/// attacker who can publish as a sensor can do worse than collide.
struct KeyHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ word: UInt64) {
        value = Self.fold(value ^ 0xA076_1D64_78BD_642F, word ^ 0xE703_7ED1_A0B4_28DB)
    }

    mutating func add(_ bytes: Span<UInt8>) {
        let whole = bytes.count & ~7
        for start in stride(from: 0, to: whole, by: 8) { add(Self.word(bytes.extracting(start..<start + 8))) }
        add(Self.word(bytes.extracting(whole...)))
        add(UInt64(bytes.count))
    }

    /// At most 8 bytes, the first highest.
    @inline(__always) private static func word(_ bytes: Span<UInt8>) -> UInt64 {
        var word: UInt64 = 0
        for index in bytes.indices { word = word << 8 | UInt64(bytes[index]) }
        return word
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

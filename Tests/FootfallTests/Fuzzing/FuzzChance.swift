/// The same numbers for the same seed: SplitMix64.
struct FuzzChance: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 and more, below `end`.
    mutating func below(_ end: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(max(end, 1))) }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// A few changes: bytes turned, taken away, repeated, doubled, cut, and pieces of `words` put in.
    mutating func changed(_ text: [UInt8], words: [[UInt8]]) -> [UInt8] {
        var bytes = text
        for _ in 0...below(4) {
            let place = below(bytes.count + 1)
            switch below(8) {
            case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
            case 2 where place < bytes.count:
                bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(6)))
            case 3 where below(8) == 0: bytes.removeSubrange(place...)
            case 4 where bytes.count < 2000: bytes.insert(contentsOf: bytes.prefix(place), at: place)
            default: bytes.insert(contentsOf: pick(words), at: place)
            }
        }
        return bytes
    }

    /// Some of the words in a row.
    mutating func soup(_ words: [String], most: Int) -> String {
        (0...below(most)).map { _ in pick(words) }.joined()
    }
}

/// Fields of a binary message, one after the other or at fixed places.
struct BinaryLayout: Sendable {
    let fields: [BinaryField]
    /// What the layout's table holds: places of values and of names.
    let members: [Member]

    struct Member: Hashable, Sendable {
        let register: Int
        let name: Int
    }
}

struct BinaryField: Sendable {
    enum Content: Sendable {
        case number(BinaryNumber, asBits: Bool)
        /// Not on whole bytes; the first bit is the most significant.
        case bits(width: Int, BitsMeaning)
        case bytes(BinarySize)
        case text(BinarySize)
        /// Two decimal digits a byte.
        case bcd(BinarySize)
        case skip(Int)
        case list(BinarySize, BinaryLayout)
    }

    enum BitsMeaning: Sendable {
        case unsigned, signed, boolean
    }

    let content: Content
    /// Where its value goes; `nil` for what is passed over.
    let register: Int?
    /// Bytes from the start, or if negative from the end; `nil`: after the field before.
    let at: Int?
    /// Bits after that.
    let bit: Int
    /// The data may end before it.
    let isOptional: Bool
}

/// How many bytes or elements there are.
enum BinarySize: Hashable, Sendable {
    case fixed(Int)
    case rest
    /// As an earlier field says.
    case register(Int)
}

/// A number of 1 to 8 whole bytes.
struct BinaryNumber: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case unsigned, signed, float
    }

    let kind: Kind
    let bytes: Int
    let isLittle: Bool

    /// All that a mapping may write.
    static let words: [String] = {
        let wide = [16, 24, 32, 40, 48, 56, 64].flatMap { ["u\($0)be", "u\($0)le", "i\($0)be", "i\($0)le"] }
        return ["u8", "i8"] + wide + ["f32be", "f32le", "f64be", "f64le"]
    }()

    /// - Parameter word: such as `u8`, `i16le` or `f32be`.
    init?(_ word: String) {
        guard Self.words.contains(word), let bits = Int(word.filter { ("0"..."9").contains($0) }) else {
            return nil
        }
        kind = word.hasPrefix("u") ? .unsigned : word.hasPrefix("i") ? .signed : .float
        (bytes, isLittle) = (bits / 8, word.hasSuffix("le"))
    }

    init(unsigned bytes: Int, isLittle: Bool = false) {
        (kind, self.bytes, self.isLittle) = (.unsigned, bytes, isLittle)
    }

    /// - Parameter start: with all its bytes inside.
    func bits(of source: Span<UInt8>, at start: Int) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<bytes {
            bits = bits << 8 | UInt64(source[start + (isLittle ? bytes - 1 - index : index)])
        }
        return bits
    }

    func value(_ bits: UInt64) -> Value {
        switch kind {
        case .unsigned: CBORReader.unsigned(bits)
        case .signed: Value(Self.signed(bits, width: 8 * bytes))
        case .float where bytes == 4: Value(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case .float: Value(Double(bitPattern: bits))
        }
    }

    /// - Parameter width: 1 to 64.
    static func signed(_ bits: UInt64, width: Int) -> Int64 {
        let empty = UInt64(64 - width)
        return Int64(bitPattern: bits << empty) >> Int64(empty)
    }
}

/// Lengths that are allowed.
struct BinaryLengths: Hashable, Sendable {
    let ranges: [ClosedRange<Int>]

    func contains(_ length: Int) -> Bool { ranges.contains { $0.contains(length) } }
}

import Barometer

/// Anything that the mapping language speaks of, in 16 plain bytes: a scalar, or a place in a `Document`.
///
/// It is only worth something beside the document that it came from, until that one is cleared.
struct Value: Sendable {
    enum Kind: UInt8, Sendable {
        /// Nothing stands there.
        case absent
        case null, boolean
        case int, uint, double
        /// UTF-8 in the arena.
        case text
        case bytes
        /// Microseconds since 1970.
        case timestamp
        /// Microseconds.
        case duration
        /// Nodes without names.
        case list
        /// Nodes with names.
        case table
    }

    let kind: Kind
    private let bits: UInt64

    static let absent = Value(kind: .absent, bits: 0)
    static let null = Value(kind: .null, bits: 0)

    private init(kind: Kind, bits: UInt64) { (self.kind, self.bits) = (kind, bits) }

    init(_ boolean: Bool) { self.init(kind: .boolean, bits: boolean ? 1 : 0) }
    init(_ int: Int64) { self.init(kind: .int, bits: UInt64(bitPattern: int)) }
    init(uint: UInt64) { self.init(kind: .uint, bits: uint) }
    init(_ double: Double) { self.init(kind: .double, bits: double.bitPattern) }
    init(timestamp microseconds: Int64) {
        self.init(kind: .timestamp, bits: UInt64(bitPattern: microseconds))
    }
    init(duration microseconds: Int64) {
        self.init(kind: .duration, bits: UInt64(bitPattern: microseconds))
    }
    /// UTF-8 at a place in the arena.
    init(text range: Range<Int>) { self.init(kind: .text, range) }
    init(bytes range: Range<Int>) { self.init(kind: .bytes, range) }
    /// Children at a place among the nodes.
    init(list range: Range<Int>) { self.init(kind: .list, range) }
    init(table range: Range<Int>) { self.init(kind: .table, range) }

    private init(kind: Kind, _ range: Range<Int>) {
        self.init(
            kind: kind,
            bits: UInt64(UInt32(truncatingIfNeeded: range.lowerBound)) << 32
                | UInt64(UInt32(truncatingIfNeeded: range.upperBound)))
    }

    var boolean: Bool { bits != 0 }
    /// Of an int, a timestamp or a duration.
    var int: Int64 { Int64(bitPattern: bits) }
    var uint: UInt64 { bits }
    var double: Double { Double(bitPattern: bits) }
    /// Of a text or bytes: where they stand in the arena. Of a list or table: where its children stand.
    var range: Range<Int> {
        unsafe Range(uncheckedBounds: (Int(bits >> 32), Int(bits & 0xFFFF_FFFF)))
    }

    /// Not there, or there to say that it is not.
    var isMissing: Bool { kind == .absent || kind == .null }
    var isContainer: Bool { kind == .list || kind == .table }
    var isNumber: Bool { kind == .int || kind == .uint || kind == .double }
}

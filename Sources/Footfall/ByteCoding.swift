public import Barometer

/// Writes the private encodings: little-endian words and LEB128 numbers.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    public mutating func byte(_ value: UInt8) { bytes.append(value) }

    public mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    public mutating func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    public mutating func word(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    public mutating func double(_ value: Double) { word(value.bitPattern) }

    public mutating func bool(_ value: Bool) { byte(value ? 1 : 0) }

    public mutating func time(_ value: EventTime) { signed(value.milliseconds) }

    public mutating func text(_ value: String) {
        unsigned(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    public mutating func doubles(_ values: [Double]) {
        unsigned(UInt64(values.count))
        for value in values { double(value) }
    }

    mutating func list<Element>(_ values: [Element], _ write: (inout ByteWriter, Element) -> Void) {
        unsigned(UInt64(values.count))
        for value in values { write(&self, value) }
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
        bool(value != nil)
        if let value { write(&self, value) }
    }
}

/// Reads what `ByteWriter` wrote. Whatever the bytes are, it throws and never traps.
public struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public var isAtEnd: Bool { position == bytes.count }

    public mutating func byte() throws(Damage) -> UInt8 {
        guard position < bytes.count else { throw Damage(position: position) }
        position += 1
        return bytes[position - 1]
    }

    public mutating func unsigned() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw Damage(position: position)
    }

    public mutating func signed() throws(Damage) -> Int64 {
        let raw = try unsigned()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    public mutating func word() throws(Damage) -> UInt64 {
        guard position + 8 <= bytes.count else { throw Damage(position: position) }
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(index * 8) }
        position += 8
        return value
    }

    public mutating func double() throws(Damage) -> Double { Double(bitPattern: try word()) }

    public mutating func bool() throws(Damage) -> Bool { try byte() != 0 }

    public mutating func time() throws(Damage) -> EventTime { EventTime(milliseconds: try signed()) }

    /// A number that fits an `Int`, such as a count of things to come: at most `limit`.
    public mutating func length(_ limit: Int = 1 << 28) throws(Damage) -> Int {
        let value = try unsigned()
        guard value <= UInt64(limit) else { throw Damage(position: position) }
        return Int(value)
    }

    public mutating func text() throws(Damage) -> String {
        let count = try length()
        guard position + count <= bytes.count else { throw Damage(position: position) }
        position += count
        return String(decoding: bytes[position - count..<position], as: UTF8.self)
    }

    public mutating func doubles() throws(Damage) -> [Double] {
        try list { reader throws(Damage) in try reader.double() }
    }

    mutating func list<Element>(
        _ read: (inout ByteReader) throws(Damage) -> Element
    ) throws(Damage) -> [Element] {
        var values: [Element] = []
        for _ in 0..<(try length()) { values.append(try read(&self)) }
        return values
    }

    mutating func optional<Value>(
        _ read: (inout ByteReader) throws(Damage) -> Value
    ) throws(Damage) -> Value? {
        try bool() ? try read(&self) : nil
    }
}

/// Bytes that were not written by this program, or not whole.
public struct Damage: Error, CustomStringConvertible {
    public let position: Int

    public var description: String {
        "damaged at byte \(position); restore the file from a copy, or remove it and import the history again"
    }
}

import Barometer

/// A parameter of a statement in PostgreSQL's binary form, which needs no quotes and rounds nothing.
struct PostgresValue: Sendable {
    /// The object id of its type, as the server has it in `pg_type`.
    let type: UInt32
    let bytes: [UInt8]

    static func text(_ text: String) -> PostgresValue { PostgresValue(type: 25, bytes: Array(text.utf8)) }

    static func texts(_ values: [String?]) -> PostgresValue {
        list(of: values, element: 25, list: 1009) { Array($0.utf8) }
    }

    /// Held within -32768...32767.
    static func smallints(_ values: [Int?]) -> PostgresValue {
        list(of: values, element: 21, list: 1005) { Int16(clamping: $0).bigEndianBytes }
    }

    static func integers(_ values: [Int?]) -> PostgresValue {
        list(of: values, element: 23, list: 1007) { Int32(clamping: $0).bigEndianBytes }
    }

    static func bigints(_ values: [Int?]) -> PostgresValue {
        list(of: values, element: 20, list: 1016) { Int64($0).bigEndianBytes }
    }

    /// Held within what the server can tell: some thousand years back, and many more ahead.
    static func times(_ values: [EventTime?]) -> PostgresValue {
        list(of: values, element: 1184, list: 1185) { time in
            let held = min(max(time.milliseconds, -210_000_000_000_000), 9_000_000_000_000_000)
            return ((held - millisecondsTo2000) * 1000).bigEndianBytes
        }
    }

    /// The server counts microseconds from 2000-01-01T00:00:00Z.
    private static let millisecondsTo2000: Int64 = 946_684_800_000

    /// One dimension, its first index 1; a length of -1 is NULL.
    private static func list<Value>(
        of values: [Value?], element: UInt32, list: UInt32, _ bytes: (Value) -> [UInt8]
    ) -> PostgresValue {
        var all: [UInt8] = []
        for head in [1, 1, Int32(bitPattern: element), Int32(clamping: values.count), 1] {
            all += head.bigEndianBytes
        }
        for value in values {
            guard let value else {
                all += Int32(-1).bigEndianBytes
                continue
            }
            let content = bytes(value)
            all += Int32(clamping: content.count).bigEndianBytes
            all += content
        }
        return PostgresValue(type: list, bytes: all)
    }
}

extension FixedWidthInteger {
    fileprivate var bigEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    }
}

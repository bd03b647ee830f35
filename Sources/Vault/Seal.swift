import Footfall
import Foundation

/// Eight bytes behind a stored body that tell whether it is still what was written: FNV-1a.
///
/// SQLite checks its pages' structure, not what is in them.
enum Seal {
    static func close(_ bytes: [UInt8]) -> Data {
        var writer = ByteWriter()
        writer.word(sum(bytes[...]))
        return Data(bytes) + Data(writer.bytes)
    }

    static func open(_ body: Data) throws -> [UInt8] {
        let bytes = [UInt8](body)
        guard bytes.count >= 8 else { throw Garbled(what: "a value out of range") }
        var reader = ByteReader(Array(bytes.suffix(8)))
        guard try reader.word() == sum(bytes.dropLast(8)) else { throw Garbled(what: "its sum is another") }
        return Array(bytes.dropLast(8))
    }

    private static func sum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { sum, byte in (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}

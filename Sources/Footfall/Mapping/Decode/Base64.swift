/// Base64 as devices write it: either alphabet, with or without padding, white space anywhere.
enum Base64 {
    static func decode(_ text: Span<UInt8>) throws(Refusal) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3 + 3)
        var (bits, count, padding): (UInt32, Int, Int) = (0, 0, 0)
        for index in text.indices where !text[index].isSpace {
            if text[index] == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let digit = digit(text[index]) else { throw .undecodable("is not base64") }
            bits = bits << 6 | digit
            count += 1
            if count & 3 != 1 { output.append(UInt8(truncatingIfNeeded: bits >> shift(count))) }
        }
        guard count & 3 != 1, padding == 0 || (count + padding) & 3 == 0 && padding < 3 else {
            throw .undecodable("is base64 that ends too early")
        }
        return output
    }

    /// Bits that are left over after so many digits.
    private static func shift(_ count: Int) -> UInt32 { UInt32([0, 6, 4, 2][count & 3]) }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 65...90: UInt32(byte) - 65
        case 97...122: UInt32(byte) - 71
        case 48...57: UInt32(byte) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

/// Bytes as hexadecimal digits, such as `0A16` or `0x0A:16`.
enum Hex {
    static func decode(_ text: Span<UInt8>) throws(Refusal) -> [UInt8] {
        guard let bytes = bytes(text) else { throw .undecodable("is not hexadecimal") }
        return bytes
    }

    /// - Returns: `nil` unless these are pairs of digits.
    static func bytes(_ text: Span<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var high: UInt8?
        var index = text.trimmed(0..<text.count).lowerBound
        let isMarked = text.has([0x30, 0x78], at: index) || text.has([0x30, 0x58], at: index)
        if isMarked { index += 2 }
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte.isSpace || byte == UInt8(ascii: ":") { continue }
            guard let digit = digit(byte) else { return nil }
            if let first = high { output.append(first << 4 | digit) }
            high = high == nil ? digit : nil
        }
        return high == nil ? output : nil
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

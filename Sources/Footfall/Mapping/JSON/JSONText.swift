/// Escapes in JSON texts.
enum JSONText {
    /// Appends what a text means as UTF-8. The text was checked before.
    static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
        var position = range.lowerBound
        while position < range.upperBound {
            guard bytes[position] == UInt8(ascii: "\\") else {
                output.append(bytes[position])
                position += 1
                continue
            }
            switch bytes[position + 1] {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"): appendScalar(bytes, at: position, to: &output)
            default: output.append(bytes[position + 1])
            }
            position += escapeLength(bytes, at: position)
        }
    }

    /// The bytes of the escape that begins here, a surrogate pair as one; 0 if it is none.
    static func escapeLength(_ bytes: Span<UInt8>, at position: Int) -> Int {
        guard position + 1 < bytes.count else { return 0 }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard let unit = unit(bytes, at: position) else { return 0 }
            switch unit {
            // Half a pair means nothing and has no UTF-8.
            case 0xD800..<0xDC00:
                guard let low = self.unit(bytes, at: position + 6), (0xDC00..<0xE000).contains(low) else {
                    return 0
                }
                return 12
            case 0xDC00..<0xE000: return 0
            default: return 6
            }
        default: return 0
        }
    }

    private static func appendScalar(_ bytes: Span<UInt8>, at position: Int, to output: inout [UInt8]) {
        guard var code = unit(bytes, at: position) else { return }
        if code & 0xFC00 == 0xD800, let low = unit(bytes, at: position + 6) {
            code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(code), let encoded = Unicode.UTF8.encode(scalar) else { return }
        output.append(contentsOf: encoded)
    }

    /// The value of `\uXXXX`.
    private static func unit(_ bytes: Span<UInt8>, at position: Int) -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for index in position + 2..<position + 6 {
            let digit: UInt8
            switch bytes[index] {
            case 48...57: digit = bytes[index] - 48
            case 65...70: digit = bytes[index] - 55
            case 97...102: digit = bytes[index] - 87
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension Span<UInt8> {
    var startsWithByteOrderMark: Bool {
        count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
    }

    var isUTF8: Bool {
        var position = 0
        while position < count {
            let length = utf8Length(at: position)
            if length == 0 { return false }
            position += length
        }
        return true
    }

    /// The length of the character that begins here; 0 if it is not UTF-8 (RFC 3629: shortest form, no
    /// surrogates, at most U+10FFFF).
    func utf8Length(at position: Int) -> Int {
        switch self[position] {
        case 0..<0x80: 1
        case 0xC2...0xDF: isTail(position + 1) ? 2 : 0
        case 0xE0: isTail(position + 1, 0xA0...0xBF) && isTail(position + 2) ? 3 : 0
        case 0xED: isTail(position + 1, 0x80...0x9F) && isTail(position + 2) ? 3 : 0
        case 0xE1...0xEF: isTail(position + 1) && isTail(position + 2) ? 3 : 0
        case 0xF0: isTail(position + 1, 0x90...0xBF) && isTails(position) ? 4 : 0
        case 0xF4: isTail(position + 1, 0x80...0x8F) && isTails(position) ? 4 : 0
        case 0xF1...0xF3: isTail(position + 1) && isTails(position) ? 4 : 0
        default: 0
        }
    }

    private func isTails(_ position: Int) -> Bool { isTail(position + 2) && isTail(position + 3) }

    private func isTail(_ position: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
        position < count && range.contains(self[position])
    }
}

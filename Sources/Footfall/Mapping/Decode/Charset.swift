/// An encoding of text other than UTF-8.
enum Charset: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// By its byte order mark, else by its first character, else big-endian.
    case utf16 = "utf-16"
    case utf16le = "utf-16le"
    case utf16be = "utf-16be"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"
    case latin9 = "iso-8859-15"

    static var words: [String] { allCases.map(\.rawValue) }

    func utf8(of input: Span<UInt8>) throws(Refusal) -> [UInt8] {
        switch self {
        case .utf8:
            guard input.isUTF8 else { throw .undecodable("is not UTF-8") }
            return Array(copying: input)
        case .utf16: return try Self.utf16(input, isLittle: Self.looksLittle(input))
        case .utf16le: return try Self.utf16(input, isLittle: true)
        case .utf16be: return try Self.utf16(input, isLittle: false)
        case .windows1252, .latin1, .latin9: return singleBytes(input)
        }
    }

    private func singleBytes(_ input: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(input.count + input.count / 8)
        for index in input.indices { Self.append(scalar(input[index]), to: &output) }
        return output
    }

    private func scalar(_ byte: UInt8) -> UInt32 {
        switch self {
        case .windows1252 where (0x80..<0xA0).contains(byte): Self.windows[Int(byte) - 0x80]
        case .latin9: Self.euro[byte] ?? UInt32(byte)
        default: UInt32(byte)
        }
    }

    private static func looksLittle(_ input: Span<UInt8>) -> Bool {
        guard input.count >= 2 else { return false }
        if input[0] == 0xFE, input[1] == 0xFF { return false }
        return input[0] == 0xFF && input[1] == 0xFE || input[0] != 0 && input[1] == 0
    }

    private static func utf16(_ input: Span<UInt8>, isLittle: Bool) throws(Refusal) -> [UInt8] {
        guard input.count.isMultiple(of: 2) else { throw .undecodable("is UTF-16 with half a character") }
        var output: [UInt8] = []
        output.reserveCapacity(input.count)
        var index = unit(input, 0, isLittle) == 0xFEFF ? 2 : 0
        while let first = unit(input, index, isLittle) {
            index += 2
            guard first & 0xF800 == 0xD800 else {
                append(first, to: &output)
                continue
            }
            guard first < 0xDC00, let second = unit(input, index, isLittle), second & 0xFC00 == 0xDC00 else {
                throw .undecodable("is UTF-16 with half a pair")
            }
            append(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, to: &output)
            index += 2
        }
        return output
    }

    private static func unit(_ input: Span<UInt8>, _ index: Int, _ isLittle: Bool) -> UInt32? {
        guard index + 1 < input.count else { return nil }
        let (first, second) = (UInt32(input[index]), UInt32(input[index + 1]))
        return isLittle ? second << 8 | first : first << 8 | second
    }

    /// - Parameter code: no half of a pair and at most U+10FFFF.
    static func append(_ code: UInt32, to output: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(code), let encoded = Unicode.UTF8.encode(scalar) else { return }
        output.append(contentsOf: encoded)
    }

    private static let windows: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
        0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122,
        0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    ]
    private static let euro: [UInt8: UInt32] = [
        0xA4: 0x20AC, 0xA6: 0x160, 0xA8: 0x161, 0xB4: 0x17D, 0xB8: 0x17E, 0xBC: 0x152, 0xBD: 0x153,
        0xBE: 0x178,
    ]
}

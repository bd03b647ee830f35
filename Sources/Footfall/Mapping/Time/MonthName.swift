/// Months in English, Dutch and French, whole or short, in any case, with or without a full stop.
enum MonthName {
    /// Small letters; a month's beginning is enough, down to the length that no other month shares.
    private static let names: [(name: StaticString, least: Int, month: Int)] = [
        ("january", 3, 1), ("januari", 3, 1), ("janvier", 3, 1),
        ("february", 3, 2), ("februari", 3, 2), ("février", 4, 2), ("fevrier", 3, 2),
        ("march", 3, 3), ("maart", 3, 3), ("mrt", 3, 3), ("mars", 3, 3),
        ("april", 3, 4), ("avril", 3, 4),
        ("may", 3, 5), ("mei", 3, 5), ("mai", 3, 5),
        ("june", 3, 6), ("juni", 3, 6), ("juin", 4, 6),
        ("july", 3, 7), ("juli", 3, 7), ("juillet", 4, 7),
        ("august", 3, 8), ("augustus", 3, 8), ("août", 4, 8), ("aout", 3, 8),
        ("september", 3, 9), ("septembre", 3, 9),
        ("october", 3, 10), ("oktober", 3, 10), ("octobre", 3, 10),
        ("november", 3, 11), ("novembre", 3, 11),
        ("december", 3, 12), ("décembre", 4, 12), ("decembre", 3, 12),
    ]

    /// 1...12; `nil` if no month stands here.
    static func take(_ cursor: inout DigitCursor, _ text: Span<UInt8>) -> Int? {
        let start = cursor.position
        guard skipWord(&cursor, text) else { return nil }
        var end = cursor.position
        if text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        let word = text.extracting(start..<end)
        return names.first { isBeginning(word, of: $0.name, least: $0.least) }?.month
    }

    /// Passes over letters and a full stop; `false` if there are none.
    static func skipWord(_ cursor: inout DigitCursor, _ text: Span<UInt8>) -> Bool {
        let start = cursor.position
        while let byte = cursor.peek(text), isLetter(byte), cursor.position - start < 24 {
            cursor.position += 1
        }
        guard cursor.position > start else { return false }
        _ = cursor.skip(UInt8(ascii: "."), in: text)
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 65...90, 97...122, 128...: true
        default: false
        }
    }

    private static func isBeginning(_ word: Span<UInt8>, of name: StaticString, least: Int) -> Bool {
        guard word.count >= least, word.count <= name.utf8CodeUnitCount else { return false }
        for index in word.indices where unsafe small(word, index) != name.utf8Start[index] { return false }
        return true
    }

    /// É and Û are C3 and a byte that is 20 less than that of the small letter.
    private static func small(_ word: Span<UInt8>, _ index: Int) -> UInt8 {
        let byte = word[index]
        let isLarge = (65...90).contains(byte) || (index > 0 && word[index - 1] == 0xC3 && byte < 0xA0)
        return isLarge ? byte + 0x20 : byte
    }
}

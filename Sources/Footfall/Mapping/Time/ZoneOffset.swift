/// An offset that a device tells in a field of its own.
enum ZoneOffset {
    /// Reads `+01:00`, `+0100`, `+1`, `Z`, `UTC`, `UTC+1:00`, `GMT-5`; after a space anything may follow, as in
    /// `UTC+1:00 Central European Time (CET)`.
    ///
    /// - Returns: seconds east of UTC, at most 18 hours either way.
    static func read(_ text: Span<UInt8>) -> Int? {
        var cursor = DigitCursor()
        let isNamed = skipName(&cursor, text)
        let isWest = cursor.skip(UInt8(ascii: "-"), in: text)
        guard isWest || cursor.skip(UInt8(ascii: "+"), in: text) else {
            return isNamed && isEnd(cursor, text) ? 0 : nil
        }
        guard let seconds = seconds(&cursor, text), isEnd(cursor, text), seconds <= 18 * 3600 else {
            return nil
        }
        return isWest ? -seconds : seconds
    }

    /// `1`, `01`, `0100`, `1:00` or `01:00`.
    private static func seconds(_ cursor: inout DigitCursor, _ text: Span<UInt8>) -> Int? {
        guard let hours = cursor.number(1, 2, in: text) else { return nil }
        let isDigit = cursor.peek(text)?.isDigit ?? false
        guard isDigit || cursor.skip(UInt8(ascii: ":"), in: text) else { return hours * 3600 }
        guard let minutes = cursor.number(2, in: text), minutes < 60 else { return nil }
        return hours * 3600 + minutes * 60
    }

    private static func skipName(_ cursor: inout DigitCursor, _ text: Span<UInt8>) -> Bool {
        if cursor.skip(letter: UInt8(ascii: "Z"), in: text) { return true }
        for name in ["UTC", "GMT"] as [StaticString] {
            var next = cursor
            let isThere = (0..<3).allSatisfy { unsafe next.skip(letter: name.utf8Start[$0], in: text) }
            if isThere {
                cursor = next
                return true
            }
        }
        return false
    }

    private static func isEnd(_ cursor: DigitCursor, _ text: Span<UInt8>) -> Bool {
        cursor.isAtEnd(of: text) || cursor.peek(text) == UInt8(ascii: " ")
    }
}

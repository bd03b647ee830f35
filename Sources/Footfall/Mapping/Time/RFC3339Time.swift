/// Date and time as RFC 3339 writes them, with the liberties that vendors take: `t` or a space for `T`, no
/// seconds, a fraction of any length, offsets `z`, `+0100` and `+01`, or none; also `20260314T101500Z`.
enum RFC3339Time {
    /// - Returns: `nil` for a date alone, and when something follows.
    static func read(_ text: Span<UInt8>) -> Stamp? { plain(text) ?? liberal(text) }

    /// The form that most send, `2026-03-14T10:15:00.123Z`, read in place.
    private static func plain(_ text: Span<UInt8>) -> Stamp? {
        let end = text.count - 1
        guard end >= 19, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text[end] == UInt8(ascii: "Z"), let century = pair(text, 0), let year = pair(text, 2),
            let month = pair(text, 5), let day = pair(text, 8), let hour = pair(text, 11),
            let minute = pair(text, 14), let second = pair(text, 17)
        else { return nil }
        var time = DateTime(
            year: century * 100 + year, month: month, day: day, hour: hour, minute: minute, second: second,
            offset: 0)
        if end > 19 {
            var cursor = DigitCursor(position: 20)
            guard text[19] == UInt8(ascii: "."), let fraction = cursor.millionths(in: text),
                cursor.position == end
            else { return nil }
            time.microsecond = fraction
        }
        return time.stamp
    }

    /// Two digits.
    @inline(__always) private static func pair(_ text: Span<UInt8>, _ at: Int) -> Int? {
        let (high, low) = (text[at] &- 48, text[at + 1] &- 48)
        return high < 10 && low < 10 ? Int(high) * 10 + Int(low) : nil
    }

    private static func liberal(_ text: Span<UInt8>) -> Stamp? {
        var cursor = DigitCursor()
        var time = DateTime()
        guard let year = cursor.number(4, in: text) else { return nil }
        time.year = year
        let isExtended = cursor.skip(UInt8(ascii: "-"), in: text)
        guard let month = cursor.number(2, in: text), !isExtended || cursor.skip(UInt8(ascii: "-"), in: text),
            let day = cursor.number(2, in: text),
            cursor.skip(letter: UInt8(ascii: "T"), in: text) || cursor.skip(UInt8(ascii: " "), in: text)
        else { return nil }
        (time.month, time.day) = (month, day)
        guard clock(of: &time, isExtended, &cursor, text) else { return nil }
        if !cursor.isAtEnd(of: text) {
            time.offset = cursor.offset(in: text)
            guard time.offset != nil, cursor.isAtEnd(of: text) else { return nil }
        }
        return time.stamp
    }

    /// Hour, minute and, where they stand, seconds and fraction.
    private static func clock(
        of time: inout DateTime, _ isExtended: Bool, _ cursor: inout DigitCursor, _ text: Span<UInt8>
    ) -> Bool {
        guard let hour = cursor.number(2, in: text), !isExtended || cursor.skip(UInt8(ascii: ":"), in: text),
            let minute = cursor.number(2, in: text)
        else { return false }
        (time.hour, time.minute) = (hour, minute)
        let hasSeconds =
            isExtended ? cursor.skip(UInt8(ascii: ":"), in: text) : cursor.peek(text)?.isDigit ?? false
        guard hasSeconds else { return true }
        guard let second = cursor.number(2, in: text) else { return false }
        time.second = second
        guard cursor.skip(UInt8(ascii: "."), in: text) || cursor.skip(UInt8(ascii: ","), in: text) else {
            return true
        }
        guard let fraction = cursor.millionths(in: text) else { return false }
        time.microsecond = fraction
        return true
    }
}

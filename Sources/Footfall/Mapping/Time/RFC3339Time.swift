/// Date and time as RFC 3339 writes them, with the liberties that vendors take: `t` or a space for `T`, no
/// seconds, a fraction of any length, offsets `z`, `+0100` and `+01`, or none; also `20260314T101500Z`.
enum RFC3339Time {
    /// - Returns: `nil` for a date alone, and when something follows.
    static func read(_ text: Span<UInt8>) -> Stamp? {
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

/// Reads the parts of a `ClockRule`.
struct ClockRuleReader {
    private var cursor = DigitCursor()

    func isAtEnd(_ text: Span<UInt8>) -> Bool { cursor.isAtEnd(of: text) }

    func isComma(_ text: Span<UInt8>) -> Bool { cursor.peek(text) == UInt8(ascii: ",") }

    /// `CET` or `<+0330>`: at least three signs.
    mutating func skipName(_ text: Span<UInt8>) -> Bool {
        let isQuoted = cursor.skip(UInt8(ascii: "<"), in: text)
        let start = cursor.position
        while let byte = cursor.peek(text), Self.isName(byte, isQuoted) { cursor.position += 1 }
        guard cursor.position - start >= 3 else { return false }
        return !isQuoted || cursor.skip(UInt8(ascii: ">"), in: text)
    }

    private static func isName(_ byte: UInt8, _ isQuoted: Bool) -> Bool {
        switch byte {
        case 65...90, 97...122: true
        case 48...57, UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
        default: false
        }
    }

    /// Written west of UTC, given east of it.
    mutating func offset(_ text: Span<UInt8>) -> Int64? { time(text).map { -$0 } }

    /// `,M3.5.0/2`
    mutating func change(_ text: Span<UInt8>) -> ClockRule.Change? {
        guard cursor.skip(UInt8(ascii: ","), in: text), let day = day(text) else { return nil }
        guard cursor.skip(UInt8(ascii: "/"), in: text) else { return ClockRule.Change(day: day, time: 7200) }
        return time(text).map { ClockRule.Change(day: day, time: $0) }
    }

    private mutating func day(_ text: Span<UInt8>) -> ClockRule.Change.Day? {
        if cursor.skip(UInt8(ascii: "M"), in: text) {
            guard let month = cursor.number(1, 2, in: text), (1...12).contains(month),
                cursor.skip(UInt8(ascii: "."), in: text), let week = cursor.number(1, in: text),
                (1...5).contains(week), cursor.skip(UInt8(ascii: "."), in: text),
                let day = cursor.number(1, in: text), day < 7
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
        let isOrdinal = cursor.skip(UInt8(ascii: "J"), in: text)
        guard let number = cursor.number(1, 3, in: text), number < 366, number > 0 || !isOrdinal else {
            return nil
        }
        return isOrdinal ? .ordinal(number) : .sinceNewYear(number)
    }

    /// `-2`, `+5:30`, `167:00:00`, in seconds.
    private mutating func time(_ text: Span<UInt8>) -> Int64? {
        let isNegative = cursor.skip(UInt8(ascii: "-"), in: text)
        if !isNegative { _ = cursor.skip(UInt8(ascii: "+"), in: text) }
        guard let hours = cursor.number(1, 3, in: text), hours < 168 else { return nil }
        var seconds = Int64(hours) * 3600
        for size in [Int64(60), 1] where cursor.skip(UInt8(ascii: ":"), in: text) {
            guard let part = cursor.number(2, in: text), part < 60 else { return nil }
            seconds += Int64(part) * size
        }
        return isNegative ? -seconds : seconds
    }
}

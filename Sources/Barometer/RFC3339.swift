/// Time stamps as RFC 3339 writes them, with the liberties that vendors take.
extension EventTime: CustomStringConvertible, LosslessStringConvertible {
    /// In UTC: `2026-03-14T09:15:00Z`, with milliseconds only where they are not zero.
    public var description: String {
        let dayMilliseconds = Int(milliseconds - EventTime(utcDate).milliseconds)
        let (second, fraction) = (dayMilliseconds / 1000, dayMilliseconds % 1000)
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(utcDate)T\(clock)\(fraction == 0 ? "" : "." + padded(fraction, 3))Z"
    }

    /// - Returns: `nil` unless the text is a date, a time and an offset.
    public init?(_ text: String) {
        var copy = text
        let parsed = copy.withUTF8 { unsafe EventTime(rfc3339: $0.span) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads `2026-03-14T09:15:00.123+01:00`: any number of fraction digits, cut to milliseconds; the offset as
    /// `Z`, `+01:00`, `+0100`, `+01` or `-00:00`; a space or a small `t` in place of `T`.
    ///
    /// - Returns: `nil` when the offset is missing, a part is out of range or something follows.
    public init?(rfc3339 text: Span<UInt8>) {
        var reader = DigitReader()
        guard let year = reader.number(digits: 4, in: text), reader.skip("-", in: text),
            let month = reader.number(digits: 2, in: text), reader.skip("-", in: text),
            let day = reader.number(digits: 2, in: text),
            let date = CalendarDate(year: year, month: month, day: day),
            reader.skip("T", in: text) || reader.skip("t", in: text) || reader.skip(" ", in: text),
            let hour = reader.number(digits: 2, in: text), hour < 24, reader.skip(":", in: text),
            let minute = reader.number(digits: 2, in: text), minute < 60
        else { return nil }
        var second = 0
        var fraction = 0
        if reader.skip(":", in: text) {
            // A leap second is told as the second before it.
            guard let value = reader.number(digits: 2, in: text), value <= 60 else { return nil }
            second = min(value, 59)
            if reader.skip(".", in: text) || reader.skip(",", in: text) {
                guard let value = reader.milliseconds(in: text) else { return nil }
                fraction = value
            }
        }
        guard let offset = reader.offsetMinutes(in: text), reader.position == text.count else { return nil }
        let minutes = Int64(date.daysSinceEpoch) * 1440 + Int64(hour * 60 + minute - offset)
        self.init(milliseconds: minutes * 60_000 + Int64(second * 1000 + fraction))
    }
}

extension EventTime: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = EventTime(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected an RFC 3339 time")
        }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Walks over ASCII digits and signs.
private struct DigitReader {
    private(set) var position = 0

    mutating func skip(_ sign: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    mutating func digit(in text: Span<UInt8>) -> Int? {
        guard position < text.count, (48...57).contains(text[position]) else { return nil }
        position += 1
        return Int(text[position - 1]) - 48
    }

    mutating func number(digits: Int, in text: Span<UInt8>) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit(in: text) else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The digits after the decimal sign: at least one, what is beyond the third is cut.
    mutating func milliseconds(in text: Span<UInt8>) -> Int? {
        guard var value = digit(in: text) else { return nil }
        var digits = 1
        while let next = digit(in: text) {
            if digits < 3 {
                value = value * 10 + next
                digits += 1
            }
        }
        while digits < 3 {
            value *= 10
            digits += 1
        }
        return value
    }

    mutating func offsetMinutes(in text: Span<UInt8>) -> Int? {
        if skip("Z", in: text) || skip("z", in: text) { return 0 }
        let sign = skip("+", in: text) ? 1 : skip("-", in: text) ? -1 : 0
        guard sign != 0, let hours = number(digits: 2, in: text), hours < 24 else { return nil }
        if position == text.count { return sign * hours * 60 }
        _ = skip(":", in: text)
        guard let minutes = number(digits: 2, in: text), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

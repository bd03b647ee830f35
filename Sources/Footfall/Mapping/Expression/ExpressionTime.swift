import Barometer

/// Times and durations of expressions, in microseconds.
enum ExpressionTime {
    /// The years 1 to 9999.
    private static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
    private static let day: Int64 = 86_400_000_000

    static func checked(_ microseconds: Int64) throws(Refusal) -> Value {
        guard range.contains(microseconds) else { throw .outOfRange("a time outside the years 1 to 9999") }
        return Value(timestamp: microseconds)
    }

    static func timestamp(seconds: Int64) throws(Refusal) -> Value {
        let (microseconds, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if isOver { throw .outOfRange("a time outside the years 1 to 9999") }
        return try checked(microseconds)
    }

    static func timestamp(_ text: Span<UInt8>) throws(Refusal) -> Value {
        guard let time = EventTime(rfc3339: text) else {
            throw .badTime("expected a text such as 2026-03-14T09:15:00Z for timestamp()")
        }
        var digits = 0
        var rest: Int64 = 0
        if let point = text.indices.first(where: { text[$0] == UInt8(ascii: ".") }) {
            var index = point + 1
            while index < text.count, (48...57).contains(text[index]) {
                if (3..<6).contains(digits) { rest = rest * 10 + Int64(text[index]) - 48 }
                digits += 1
                index += 1
            }
        }
        for _ in min(max(digits, 3), 6)..<6 { rest *= 10 }
        return try checked(time.milliseconds * 1_000 + rest)
    }

    /// Reads `1h30m`, `-1.5s`, `250ms` and `0`.
    static func duration(_ text: Span<UInt8>) throws(Refusal) -> Value {
        var position = 0
        var total = 0.0
        var sign = 1.0
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            sign = text[0] == UInt8(ascii: "-") ? -1 : 1
            position = 1
        }
        if position + 1 == text.count, text[position] == 48 { return Value(duration: 0) }
        guard position < text.count else { throw badDuration }
        while position < text.count {
            let start = position
            while position < text.count, (48...57).contains(text[position]) || text[position] == 46 {
                position += 1
            }
            guard let number = Double(String(utf8: text.extracting(start..<position))) else {
                throw badDuration
            }
            let (unit, length) = Self.unit(text, position)
            guard unit > 0 else { throw badDuration }
            position += length
            total += number * unit
        }
        guard let whole = Int64(exactly: (sign * total).rounded(.toNearestOrAwayFromZero)) else {
            throw .outOfRange("a duration beyond 64 bits")
        }
        return Value(duration: whole)
    }

    private static let badDuration = Refusal.badTime(
        "expected a text such as 1h30m, 15m or 2.5s for duration()")

    private static func unit(_ text: Span<UInt8>, _ start: Int) -> (Double, Int) {
        var end = start
        while end < text.count, !(48...57).contains(text[end]), text[end] != 46 { end += 1 }
        switch String(utf8: text.extracting(start..<end)) {
        case "h": return (3_600_000_000, 1)
        case "m": return (60_000_000, 1)
        case "s": return (1_000_000, 1)
        case "ms": return (1_000, 2)
        case "us": return (1, 2)
        case "µs": return (1, 3)
        case "ns": return (0.001, 2)
        default: return (0, 0)
        }
    }

    // MARK: Parts

    static func part(_ function: Expression.Function, of time: Int64) -> Int64 {
        let days = (time - mod(time, day)) / day
        let date = CalendarDate(daysSinceEpoch: Int(days))
        let rest = mod(time, day)
        switch function {
        case .getFullYear: return Int64(date.components.year)
        case .getMonth: return Int64(date.components.month - 1)
        case .getDate: return Int64(date.components.day)
        case .getDayOfMonth: return Int64(date.components.day - 1)
        case .getDayOfWeek: return Int64((date.weekday + 1) % 7)
        case .getDayOfYear:
            let first = CalendarDate(year: max(1, date.components.year), month: 1, day: 1)
            return days - Int64(first?.daysSinceEpoch ?? 0)
        case .getHours: return rest / 3_600_000_000
        case .getMinutes: return rest / 60_000_000 % 60
        case .getSeconds: return rest / 1_000_000 % 60
        default: return rest / 1_000 % 1_000
        }
    }

    /// The whole duration in a unit.
    static func part(_ function: Expression.Function, ofDuration microseconds: Int64) -> Int64? {
        switch function {
        case .getHours: microseconds / 3_600_000_000
        case .getMinutes: microseconds / 60_000_000
        case .getSeconds: microseconds / 1_000_000
        case .getMilliseconds: microseconds / 1_000
        default: nil
        }
    }

    private static func mod(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    /// Microseconds east of Greenwich of `+01:00`, `UTC` or `Z`.
    static func offset(_ zone: Span<UInt8>) throws(Refusal) -> Int64 {
        let text = String(utf8: zone)
        if text == "UTC" || text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard text.hasPrefix("+") || text.hasPrefix("-"), parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 }),
            let hours = UInt8(parts[0]), let minutes = UInt8(parts[1]), hours < 24, minutes < 60
        else { throw .badTime("expected a zone such as +01:00 or UTC") }
        let offset = (Int64(hours) * 60 + Int64(minutes)) * 60_000_000
        return text.hasPrefix("-") ? -offset : offset
    }

    // MARK: As text

    static func text(timestamp: Int64) -> String {
        let rest = mod(timestamp, 1_000_000)
        let whole = EventTime(milliseconds: (timestamp - rest) / 1_000).description
        return rest == 0 ? whole : "\(whole.dropLast()).\(fraction(rest))Z"
    }

    static func text(duration: Int64) -> String {
        let rest = Int64((duration % 1_000_000).magnitude)
        let sign = duration < 0 ? "-" : ""
        return "\(sign)\(duration.magnitude / 1_000_000)\(rest == 0 ? "" : "." + fraction(rest))s"
    }

    private static func fraction(_ microseconds: Int64) -> String {
        var digits = String(microseconds)
        digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return digits
    }
}

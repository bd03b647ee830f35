/// A point in time, to the millisecond.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Since 1970-01-01T00:00:00Z, without leap seconds.
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int64) {
        milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970, rounded towards the past.
    public var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    public static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment that many seconds later; earlier when they are negative.
    public func later(seconds: Int64) -> Moment {
        Moment(milliseconds: milliseconds + seconds * 1000)
    }

    /// The moment that many milliseconds later; earlier when they are negative.
    public func later(milliseconds later: Int64) -> Moment {
        Moment(milliseconds: milliseconds + later)
    }

    /// RFC 3339 in UTC, with milliseconds only where they are not zero.
    public var description: String {
        let day = Day(containing: self)
        let rest = Int(milliseconds - day.utcMidnight.milliseconds)
        let (second, fraction) = (rest / 1000, rest % 1000)
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(day)T\(clock)\(fraction == 0 ? "" : "." + padded(fraction, 3))Z"
    }
}

extension Moment: LosslessStringConvertible {
    /// Reads `2026-03-02T10:00:00Z`, `2026-03-02T10:00+01:00` and, as midnight UTC, `2026-03-02`.
    ///
    /// - Returns: `nil` for anything else; a fraction of a second is read to the millisecond.
    public init?(_ text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let first = parts.first, let day = Day(String(first)) else { return nil }
        guard parts.count == 2 else {
            if parts.count > 1 { return nil }
            self = day.utcMidnight
            return
        }
        var rest = parts[1]
        guard let offsetMinutes = Self.takeOffset(from: &rest), let clock = Self.clock(rest) else {
            return nil
        }
        self = day.utcMidnight.later(milliseconds: clock - Int64(offsetMinutes) * 60_000)
    }

    private static func takeOffset(from text: inout Substring) -> Int? {
        if text.hasSuffix("Z") {
            text.removeLast()
            return 0
        }
        let offset = text.suffix(6)
        guard offset.count == 6, let sign = offset.first, sign == "+" || sign == "-" else { return nil }
        let parts = offset.dropFirst().split(separator: ":")
        guard parts.count == 2, let hours = Int(parts[0]), let minutes = Int(parts[1]), minutes < 60 else {
            return nil
        }
        text.removeLast(6)
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }

    /// Milliseconds since midnight, of `10:00`, `10:00:07` or `10:00:07.25`.
    private static func clock(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0].utf8.count == 2, parts[1].utf8.count == 2,
            let hour = Int(parts[0]), (0..<24).contains(hour),
            let minute = Int(parts[1]), (0..<60).contains(minute)
        else { return nil }
        let second = parts.count == 3 ? Double(parts[2]) : 0
        guard let second, second >= 0, second < 60 else { return nil }
        return Int64(hour * 60 + minute) * 60_000 + Int64((second * 1000).rounded())
    }
}

/// Decimal digits with zeros in front, up to `width`.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

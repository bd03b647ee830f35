/// A moment on the time line, to the millisecond: when something happened, or when a message came in.
public struct EventTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int64) {
        self.init(milliseconds: seconds * 1000)
    }

    /// Midnight in UTC.
    public init(_ date: CalendarDate) {
        self.init(seconds: Int64(date.daysSinceEpoch) * 86_400)
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { milliseconds.flooredQuotient(by: 1000) }

    /// The day in UTC.
    public var utcDate: CalendarDate {
        CalendarDate(daysSinceEpoch: Int(milliseconds.flooredQuotient(by: 86_400_000)))
    }

    public static func < (left: EventTime, right: EventTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (time: EventTime, duration: Duration) -> EventTime {
        EventTime(milliseconds: time.milliseconds + duration.milliseconds)
    }

    public static func - (time: EventTime, duration: Duration) -> EventTime {
        EventTime(milliseconds: time.milliseconds - duration.milliseconds)
    }

    public static func - (left: EventTime, right: EventTime) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds, rounded towards zero.
    public var wholeSeconds: Int64 { components.seconds }
}

extension Int64 {
    /// The quotient rounded down, so that time before 1970 falls into the right day too.
    public func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

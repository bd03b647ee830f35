import Barometer

/// A moment as a vendor writes it.
enum Stamp: Hashable, Sendable {
    /// Microseconds since 1970.
    case instant(microseconds: Int64)
    /// The clock's face as if it were UTC; a zone is still to be found.
    case local(microseconds: Int64)

    var microseconds: Int64 {
        switch self {
        case .instant(let microseconds), .local(let microseconds): microseconds
        }
    }
}

/// Date, time of day and offset while they are read.
struct DateTime {
    var year = 0
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    /// With an hour of 1 to 12.
    var isAfternoon: Bool?
    /// Seconds east of UTC.
    var offset: Int?

    /// `nil` where there is no such day or time.
    ///
    /// 24:00:00 is the end of a day. A leap second is told as the second after it.
    var stamp: Stamp? {
        guard let hour = hourOfDay, minute < 60, second <= 60,
            hour < 24 || hour == 24 && minute == 0 && second == 0 && microsecond == 0,
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        let face = seconds * 1_000_000 + Int64(microsecond)
        guard let offset else { return .local(microseconds: face) }
        return .instant(microseconds: face - Int64(offset) * 1_000_000)
    }

    private var hourOfDay: Int? {
        guard let isAfternoon else { return hour }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (isAfternoon ? 12 : 0)
    }
}

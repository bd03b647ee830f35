/// A date of the Gregorian calendar.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 0 is 1970-01-01.
    public let number: Int

    public init(number: Int) {
        self.number = number
    }

    /// The day in UTC.
    public init(containing moment: Moment) {
        let seconds = Int(moment.seconds)
        number = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    }

    public static func < (left: Day, right: Day) -> Bool {
        left.number < right.number
    }

    /// 0 is Monday, 6 is Sunday.
    public var weekday: Int {
        ((number + 3) % 7 + 7) % 7
    }

    /// The start of this date in UTC.
    public var utcMidnight: Moment {
        Moment(seconds: Int64(number) * 86_400)
    }

    /// Years begin in March here, so that the leap day is a year's last and needs no case of its own.
    public var description: String {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension Day: LosslessStringConvertible {
    /// Reads `2026-03-02`.
    ///
    /// - Returns: `nil` when it is not so written or not in the calendar.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let candidate = Day(number: era * 146_097 + dayOfEra - 719_468)
        guard candidate.description == text else { return nil }
        self = candidate
    }
}

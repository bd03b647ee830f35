public import Barometer

/// Days and hours that are not ordinary.
public struct CityCalendar: Hashable, Sendable {
    /// Compared with Sundays and earlier public holidays.
    public let publicHolidays: Set<CalendarDate>
    /// Known events: their zones learn nothing while they last.
    public let events: [Event]

    public init(publicHolidays: Set<CalendarDate> = [], events: [Event] = []) {
        self.publicHolidays = publicHolidays
        self.events = events
    }

    public struct Event: Hashable, Sendable {
        public let zone: ZoneID
        public let window: Window

        public init(zone: ZoneID, window: Window) {
            self.zone = zone
            self.window = window
        }
    }

    /// The legal public holidays of Belgium, with those that move with Easter.
    public static func belgianHolidays(year: Int) -> [CalendarDate] {
        let fixed = [(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
            .compactMap { CalendarDate(year: year, month: $0.0, day: $0.1) }
        let easter = easterSunday(year: year)
        return fixed + [0, 1, 39, 49, 50].map(easter.advanced(byDays:))
    }

    /// Easter of the Gregorian calendar, after the anonymous algorithm of Meeus, Jones and Butcher.
    public static func easterSunday(year: Int) -> CalendarDate {
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sum = h + l - 7 * m + 114
        let march = CalendarDate(year: year, month: 3, day: 1) ?? CalendarDate(daysSinceEpoch: 0)
        return march.advanced(byDays: (sum / 31 - 3) * 31 + sum % 31)
    }
}

public import Barometer

/// Days and hours that are not ordinary.
public struct CityCalendar: Hashable, Sendable {
    /// Compared with Sundays and earlier public holidays.
    public let publicHolidays: Set<CalendarDate>
    public let schoolHolidays: Set<CalendarDate>
    /// Sundays on which the shops are open.
    public let shoppingSundays: Set<CalendarDate>
    public let markets: [Market]
    /// Known events: their sensors learn nothing while they last.
    public var events: [Event]
    /// Works, closed streets: what is counted then says nothing of other days.
    public let breaks: [Event]
    /// Where to look for those that touch a window.
    private let (daysOfEvents, daysOfBreaks): (DayIndex, DayIndex)

    public init(
        publicHolidays: Set<CalendarDate> = [], schoolHolidays: Set<CalendarDate> = [],
        shoppingSundays: Set<CalendarDate> = [], markets: [Market] = [], events: [Event] = [],
        breaks: [Event] = []
    ) {
        self.publicHolidays = publicHolidays
        self.schoolHolidays = schoolHolidays
        self.shoppingSundays = shoppingSundays
        self.markets = markets
        self.events = events
        self.breaks = breaks
        daysOfEvents = DayIndex(events.map(\.window))
        daysOfBreaks = DayIndex(breaks.map(\.window))
    }

    /// Something that happens in a zone, or before some of its sensors.
    public struct Event: Hashable, Sendable {
        public let zone: ZoneID
        public let window: Window
        /// `nil`: all sensors of the zone.
        public let sensors: Set<SensorID>?

        public init(zone: ZoneID, window: Window, sensors: Set<SensorID>? = nil) {
            self.zone = zone
            self.window = window
            self.sensors = sensors
        }

        func strikes(_ sensor: SensorID, in zone: ZoneID) -> Bool {
            zone == self.zone && sensors?.contains(sensor) ?? true
        }
    }

    /// A local market.
    public struct Market: Hashable, Sendable {
        public let zone: ZoneID
        public let days: Days
        /// Of the local day, in seconds since midnight on the clock's face: half-open.
        public let hours: Range<Int>

        public init(zone: ZoneID, days: Days, hours: Range<Int>) {
            self.zone = zone
            self.days = days
            self.hours = hours
        }

        public enum Days: Hashable, Sendable {
            /// Every week on these weekdays, 0 is Monday: the baseline knows it as part of the day. On the days of
            /// `except` there is none.
            case weekly(Set<Int>, except: Set<CalendarDate>)
            /// On these days only: nothing is learned of them.
            case on(Set<CalendarDate>)
        }
    }

    /// Whether any event anywhere touches a local day.
    func hasEvent(on date: CalendarDate, _ clock: CityClock) -> Bool {
        !events.isEmpty && !events(touching: clock.day(date)).isEmpty
    }

    /// In their order.
    func events(touching window: Window) -> [Event] {
        Self.of(events, daysOfEvents.places(near: window), touching: window)
    }

    /// In their order.
    func breaks(touching window: Window) -> [Event] {
        Self.of(breaks, daysOfBreaks.places(near: window), touching: window)
    }

    private static func of(_ events: [Event], _ places: [Int], touching window: Window) -> [Event] {
        places.lazy.map { events[$0] }
            .filter { $0.window.start < window.end && window.start < $0.window.end }
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

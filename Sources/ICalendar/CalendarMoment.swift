/// A time as a calendar writes it: a day and perhaps a clock, and whose clock that is.
public struct CalendarMoment: Hashable, Comparable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    /// Since midnight on the clock's face; 0 of a whole day.
    public let second: Int
    public let place: Place

    public enum Place: Hashable, Sendable {
        /// A whole day, wherever one is.
        case day
        /// The clock of wherever one is.
        case floating
        case utc
        /// A clock by its name, most often of the time zone database.
        case zone(String)
    }

    public init(year: Int, month: Int, day: Int, second: Int = 0, place: Place) {
        self.year = year
        self.month = month
        self.day = day
        self.second = second
        self.place = place
    }

    /// By the face of the clock.
    public static func < (left: CalendarMoment, right: CalendarMoment) -> Bool {
        (left.year, left.month, left.day, left.second) < (right.year, right.month, right.day, right.second)
    }
}

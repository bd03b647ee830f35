internal import Barometer

/// Whole hours of the clock's face from the midnight of a local day on; from 24 on they are of the next day.
struct LocalWindow: Hashable, Sendable {
    let date: CalendarDate
    /// 0 ..< 72.
    let hours: Range<Int>

    init(date: CalendarDate, hours: Range<Int>) {
        self.date = date
        self.hours = hours
    }

    /// All hours that a window touches.
    init(_ window: Window, _ clock: CityClock) {
        let (first, last) = (clock.moment(at: window.start), clock.moment(at: window.end - .milliseconds(1)))
        let days = last.date.daysSinceEpoch - first.date.daysSinceEpoch
        let start = first.second / 3600
        // Where the clock goes back, the last hour may be written as the first.
        self.init(date: first.date, hours: start..<max(start + 1, days * 24 + last.second / 3600 + 1))
    }

    /// One for each day that it touches: days after `date`, and the hours of that day.
    var parts: [(day: Int, hours: Range<Int>)] {
        (hours.lowerBound / 24...(hours.upperBound - 1) / 24).map { day in
            (day, max(hours.lowerBound - 24 * day, 0)..<min(hours.upperBound - 24 * day, 24))
        }
    }

    /// How many of its hours there are on that day; the clock jumps over one in spring.
    func length(_ clock: CityClock) -> Int {
        hours.count { exists($0, clock) }
    }

    /// Whether the clock shows an hour at all.
    func exists(_ hour: Int, _ clock: CityClock) -> Bool {
        clock.moment(at: time(of: hour, clock))
            == (date.advanced(byDays: hour / 24), hour % 24 * 3600)
    }

    /// The moment at which an hour starts.
    func time(of hour: Int, _ clock: CityClock) -> EventTime {
        clock.time(of: date.advanced(byDays: hour / 24), second: hour % 24 * 3600)
    }
}

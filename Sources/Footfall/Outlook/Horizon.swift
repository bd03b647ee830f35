internal import Barometer

/// The slots of one length from a moment to the end of its local day.
struct Horizon: Sendable {
    let made: EventTime
    /// Local midnight.
    let end: EventTime
    let date: CalendarDate
    let slotSeconds: Int
    /// Places in the day, in order of time; an hour that comes twice stands there twice.
    let places: [Int]

    /// - Parameter made: the start of a slot.
    init(from made: EventTime, slotSeconds: Int, _ clock: CityClock) {
        let date = clock.date(at: made)
        let end = clock.midnight(of: date.advanced(byDays: 1))
        self.made = made
        self.end = end
        self.date = date
        self.slotSeconds = slotSeconds
        places = stride(from: made.seconds, to: end.seconds, by: slotSeconds).map {
            clock.moment(at: EventTime(seconds: $0)).second / slotSeconds
        }
    }

    func window(_ slots: Range<Int>) -> Window {
        let start = made + .seconds(slotSeconds * slots.lowerBound)
        return Window(
            from: start,
            to: slots.upperBound == places.count ? end : made + .seconds(slotSeconds * slots.upperBound))
    }
}

/// The horizons of a moment, for sensors by the quarter of an hour and by the hour.
struct Horizons: Sendable {
    private let quarters: Horizon
    private let hours: Horizon

    init(from made: EventTime, _ clock: CityClock) {
        quarters = Horizon(from: made, slotSeconds: 900, clock)
        hours = Horizon(from: made, slotSeconds: 3600, clock)
    }

    subscript(slotSeconds: Int) -> Horizon { slotSeconds == 900 ? quarters : hours }
}

public import Barometer

/// One edition of an event: where and when it is on, known before it starts. No count is in it.
public struct EventEdition: Hashable, Sendable {
    /// A slug that carries its date, such as `christmas-market-2026-12-12`.
    public let id: EventID
    /// `nil` for an event that comes once.
    public let series: EventSeriesID?
    public let name: Words
    /// A word of the calendar, such as `market` or `concert`.
    public let kind: String
    /// At least one.
    public let zones: [ZoneID]
    /// `nil`: all sensors of the zones.
    public let sensors: Set<SensorID>?
    public let window: Window
    /// Other zones that it is known to touch: nothing is compared with them.
    public let footprint: Set<ZoneID>

    public init(
        id: EventID, series: EventSeriesID? = nil, name: Words, kind: String, zones: [ZoneID],
        sensors: Set<SensorID>? = nil, window: Window, footprint: Set<ZoneID> = []
    ) {
        self.id = id
        self.series = series
        self.name = name
        self.kind = kind
        self.zones = zones
        self.sensors = sensors
        self.window = window
        self.footprint = footprint
    }

    /// What the calendar hides from learning, once a zone.
    public var calendarEvents: [CityCalendar.Event] {
        zones.map { CityCalendar.Event(zone: $0, window: window, sensors: sensors) }
    }

    /// The local days that it touches; it can be scored when the last of them is over.
    public func dates(_ clock: CityClock) -> ClosedRange<CalendarDate> {
        clock.date(at: window.start)...clock.date(at: window.end - .milliseconds(1))
    }

    /// The edition itself or, when it lasts more than 24 hours, its local days as editions: `…-day-2` is the second.
    public func days(_ clock: CityClock) -> [EventEdition] {
        guard window.length > .seconds(86_400) else { return [self] }
        let dates = dates(clock)
        return (dates.lowerBound.daysSinceEpoch...dates.upperBound.daysSinceEpoch).enumerated().map {
            let day = clock.day(CalendarDate(daysSinceEpoch: $1))
            return part(
                "day-\($0 + 1)", Window(from: max(day.start, window.start), to: min(day.end, window.end)))
        }
    }

    private func part(_ suffix: String, _ window: Window) -> EventEdition {
        EventEdition(
            id: EventID("\(stem(beside: suffix))-\(suffix)"), series: series, name: name,
            kind: kind, zones: zones, sensors: sensors, window: window, footprint: footprint)
    }

    /// So much of the name that the whole stays a slug of at most 64 letters; what is cut off lives on as a number.
    private func stem(beside suffix: String) -> String {
        let room = 63 - suffix.utf8.count
        guard id.name.utf8.count > room else { return id.name }
        var hash = KeyHash()
        hash.add(Array(id.name.utf8).span)
        let number = String(hash.value, radix: 36).suffix(8)
        return "\(id.name.prefix(room - 1 - number.count))-\(number)"
    }
}

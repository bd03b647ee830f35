internal import Barometer

/// All that is known to be on, looked up by day: what makes a day no history, and what overlaps.
struct KnownEvents: Sendable {
    /// For each municipality its days with an event.
    let days: [Set<Int>]
    private let editions: [EventEdition]
    private let onDay: [Int: [Int]]

    /// Marks the hours of all events in the history, too.
    ///
    /// - Parameter towns: for each zone of the plan the number of its municipality.
    init(_ editions: [EventEdition], history: inout ImpactHistory) {
        let (plan, sites) = (history.plan, history.sites)
        var days = [Set<Int>](repeating: [], count: (sites.municipalities.max() ?? -1) + 1)
        var onDay: [Int: [Int]] = [:]
        for (index, edition) in editions.enumerated() {
            for day in Self.days(edition.window, plan.clock) { onDay[day, default: []].append(index) }
        }
        let places = Dictionary(plan.zones.enumerated().map { ($1.id, $0) }) { first, _ in first }
        for event in plan.calendar.events + editions.flatMap(\.calendarEvents) {
            guard let zone = places[event.zone] else { continue }
            days[sites.municipalities[zone]].formUnion(Self.days(event.window, plan.clock))
            Self.mark(event, zone, &history)
        }
        (self.days, self.editions, self.onDay) = (days, editions, onDay)
    }

    private static func days(_ window: Window, _ clock: CityClock) -> ClosedRange<Int> {
        let last = clock.date(at: window.end - .milliseconds(1)).daysSinceEpoch
        return clock.date(at: window.start).daysSinceEpoch...last
    }

    private static func mark(_ event: CityCalendar.Event, _ zone: Int, _ history: inout ImpactHistory) {
        let (plan, sites) = (history.plan, history.sites)
        let window = LocalWindow(event.window, plan.clock)
        for part in window.parts {
            let day = window.date.daysSinceEpoch + part.day
            let mask = UInt32((UInt64(1) << part.hours.upperBound) - (UInt64(1) << part.hours.lowerBound))
            for site in sites.ofZone[zone] {
                let isStruck = sites.sensors[site].contains {
                    event.strikes(plan.sensors[$0].id, in: event.zone)
                }
                if isStruck { history.hide(mask, of: site, on: day) }
            }
        }
    }

    /// Whether an edition of another name is on in the window before one of these sites.
    func overlaps(_ id: EventID, _ window: Window, at targets: [Int], _ history: ImpactHistory) -> Bool {
        Self.days(window, history.plan.clock).contains { day in
            onDay[day]?.contains { index in
                let other = editions[index].window
                return other.start < window.end && window.start < other.end && editions[index].id != id
                    && targets.contains { strikes(editions[index], $0, history) }
            } ?? false
        }
    }

    private func strikes(_ edition: EventEdition, _ site: Int, _ history: ImpactHistory) -> Bool {
        let (plan, sites) = (history.plan, history.sites)
        return edition.zones.contains(plan.zones[sites.zones[site]].id)
            && sites.sensors[site].contains { edition.sensors?.contains(plan.sensors[$0].id) ?? true }
    }
}

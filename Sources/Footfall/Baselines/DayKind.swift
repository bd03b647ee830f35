internal import Barometer

/// What sets a local day apart from others of its weekday.
enum DayKind: Int, CaseIterable, Sendable {
    case ordinary
    /// Compared with Sundays and with earlier days of its kind, and so is a Sunday with open shops.
    case publicHoliday, shoppingSunday
}

extension CityCalendar {
    func kind(of date: CalendarDate) -> DayKind {
        if publicHolidays.contains(date) { return .publicHoliday }
        return shoppingSundays.contains(date) ? .shoppingSunday : .ordinary
    }

    /// Whether nothing is to be learned of a sensor at that moment: an event, a break, or a market that is held, or
    /// left out, on odd days. A weekly market on a public holiday says nothing of other public holidays.
    func hides(_ sensor: SensorID, in zone: ZoneID, at time: EventTime, _ clock: CityClock) -> Bool {
        func isOn(_ event: Event) -> Bool { event.window.contains(time) && event.strikes(sensor, in: zone) }
        if events.contains(where: isOn) || breaks.contains(where: isOn) { return true }
        guard !markets.isEmpty else { return false }
        let moment = clock.moment(at: time)
        return markets.contains {
            $0.zone == zone && $0.hours.contains(moment.second)
                && ($0.isOdd(on: moment.date)
                    || kind(of: moment.date) != .ordinary && $0.isUnlikeSundays(on: moment.date))
        }
    }

    /// The same calendar with just those events and breaks that touch a window.
    func touching(_ window: Window) -> CityCalendar {
        CityCalendar(
            publicHolidays: publicHolidays, schoolHolidays: schoolHolidays, shoppingSundays: shoppingSundays,
            markets: markets, events: events(touching: window), breaks: breaks(touching: window))
    }

    /// What is to be told of a zone and window beside its numbers.
    func occasions(of zone: ZoneID, _ window: Window, _ clock: CityClock) -> [Reason] {
        let first = clock.moment(at: window.start)
        let seconds = Int(window.length.wholeSeconds)
        var occasions: [Reason] = []
        if publicHolidays.contains(first.date) { occasions.append(.publicHoliday) }
        if kind(of: first.date) == .shoppingSunday { occasions.append(.shoppingSunday) }
        if schoolHolidays.contains(first.date) { occasions.append(.schoolHoliday) }
        let hasMarket = markets.contains {
            $0.zone == zone && $0.isHeld(on: first.date)
                && $0.hours.overlaps(first.second..<first.second + seconds)
        }
        if hasMarket { occasions.append(.marketDay) }
        if events(touching: window).contains(where: { $0.zone == zone }) { occasions.append(.event) }
        if breaks(touching: window).contains(where: { $0.zone == zone }) {
            occasions.append(.declaredBreak)
        }
        return occasions
    }
}

extension CityCalendar.Market {
    func isHeld(on date: CalendarDate) -> Bool {
        switch days {
        case .weekly(let weekdays, let except): weekdays.contains(date.weekday) && !except.contains(date)
        case .on(let dates): dates.contains(date)
        }
    }

    /// Whether it is held on a day that is compared with Sundays, on which it is not.
    func isUnlikeSundays(on date: CalendarDate) -> Bool {
        guard case .weekly(let weekdays, _) = days else { return false }
        return isHeld(on: date) && !weekdays.contains(6)
    }

    /// Whether the day is not what its weekday usually is.
    func isOdd(on date: CalendarDate) -> Bool {
        switch days {
        case .weekly(let weekdays, let except): weekdays.contains(date.weekday) && except.contains(date)
        case .on(let dates): dates.contains(date)
        }
    }
}

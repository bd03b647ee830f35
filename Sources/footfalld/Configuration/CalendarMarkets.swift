import Barometer
import Footfall

/// Reads the markets of `calendar.yaml`: each week on its days, or on single dates.
struct CalendarMarkets {
    let section: Section
    let places: KnownPlaces
    private static let keys = ["zones", "weekdays", "hours", "except", "on"]

    func read() -> [CityCalendar.Market] {
        section.sections("markets", keys: Self.keys).flatMap { market -> [CityCalendar.Market] in
            let zones = places.zones(market)
            let days = days(market)
            let hours = hours(market)
            guard let days, let hours else { return [] }
            return zones.map { CityCalendar.Market(zone: $0.id, days: days, hours: hours) }
        }
    }

    private func days(_ market: Section) -> CityCalendar.Market.Days? {
        let weekdays = weekdays(market)
        let on = market.dates("on")
        switch (market.node("weekdays"), market.node("on")) {
        case (nil, nil):
            market.findings.tell(
                "nobody knows when this market is", at: market.place, key: market.full("weekdays"),
                remedy: "Write weekdays: saturday, or on: [2026-09-05]")
        case (.some, .some(let node)):
            market.findings.tell(
                "both weekdays and on are there", at: node.place, key: market.full("on"),
                remedy: "Make two markets of it")
        case (.some, nil): return .weekly(weekdays, except: exceptions(market, weekdays))
        case (nil, .some):
            if let node = market.node("except") {
                market.findings.tell(
                    "single dates need no exceptions", at: node.place, key: market.full("except"),
                    remedy: "Take the date out of on")
            }
            return .on(Set(on))
        }
        return nil
    }

    private func weekdays(_ market: Section) -> Set<Int> {
        let days = (market.settings("weekdays") ?? []).compactMap { setting in
            let weekday = DayWords.weekday(setting.text)
            if weekday == nil {
                market.tell(
                    "\(setting.text.quoted) is no weekday", of: setting,
                    remedy: setting.text.remedy(among: DayWords.weekdays))
            }
            return weekday
        }
        return Set(days)
    }

    private func exceptions(_ market: Section, _ weekdays: Set<Int>) -> Set<CalendarDate> {
        let dates = (market.settings("except") ?? []).compactMap { setting -> CalendarDate? in
            guard let date = market.date(setting) else { return nil }
            if !weekdays.isEmpty, !weekdays.contains(date.weekday) {
                market.tell(
                    "\(date) is a \(DayWords.weekdayName(date.weekday)), on which this market is not held",
                    of: setting, remedy: "Correct the date, or take it out")
            }
            return date
        }
        return Set(dates)
    }

    private func hours(_ market: Section) -> Range<Int>? {
        let remedy = "Write them as 08:00-13:00"
        guard let setting = market.required("hours", remedy: remedy) else { return nil }
        let ends = setting.text.replacing("–", with: "-")
            .split(separator: "-", omittingEmptySubsequences: false).map { second($0.trimmed) }
        guard ends.count == 2, let start = ends[0], let end = ends[1] else {
            market.tell("\(setting.text.quoted) are no hours of a day", of: setting, remedy: remedy)
            return nil
        }
        guard start < end else {
            market.tell(
                "the market ends before it begins", of: setting,
                remedy: "Write hours of one day, such as 18:00-24:00; for a night make it an event")
            return nil
        }
        return start..<end
    }

    /// Seconds since midnight of `8:00`, `08:00` or `24:00`.
    private func second(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0...59).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return hour * 3600 + minute * 60
    }
}

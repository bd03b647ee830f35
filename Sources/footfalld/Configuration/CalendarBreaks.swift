import Barometer
import Footfall

/// Reads the breaks of `calendar.yaml`: what is counted while they last is no guide to other days.
struct CalendarBreaks {
    let section: Section
    let places: KnownPlaces
    let clock: CityClock
    private static let keys = ["zones", "from", "to", "sensors"]

    func read() -> [CityCalendar.Event] {
        section.sections("breaks", keys: Self.keys).flatMap { item -> [CityCalendar.Event] in
            let sensors = item.settings("sensors") ?? []
            let struck = places.struck(zones: places.zones(item), sensors: sensors)
            guard let window = window(item) else { return [] }
            return struck.map { CityCalendar.Event(zone: $0.zone, window: window, sensors: $0.sensors) }
        }
    }

    private func window(_ item: Section) -> Window? {
        let (from, to) = (moment("from", item), moment("to", item))
        guard let from, let to, let end = item.setting("to") else { return nil }
        guard from < to else {
            item.tell(
                "the break ends before it begins", of: end,
                remedy: "Write when all is as before; a date alone is the midnight with which it begins")
            return nil
        }
        return Window(from: from, to: to)
    }

    private func moment(_ key: String, _ item: Section) -> EventTime? {
        let remedy = "Write it as 2026-03-14 or 2026-03-14T09:00"
        guard let setting = item.required(key, remedy: remedy) else { return nil }
        let time = clock.time(configured: setting.text)
        if time == nil { item.tell("\(setting.text.quoted) is no moment", of: setting, remedy: remedy) }
        return time
    }
}

import Barometer
import Footfall

extension CityClock {
    /// Reads a moment with its offset, or one on the city's clock: `2026-03-14`, `2026-03-14T09:00`.
    ///
    /// A date alone is the midnight with which the day begins.
    func time(configured text: String) -> EventTime? {
        if let date = CalendarDate(text) { return midnight(of: date) }
        if let time = EventTime(text) { return time }
        guard let face = EventTime(text + "Z") else { return nil }
        let date = face.utcDate
        return time(of: date, second: Int((face - EventTime(date)).wholeSeconds))
    }
}

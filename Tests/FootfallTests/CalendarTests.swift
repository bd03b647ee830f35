import Barometer
import Testing

@testable import Footfall

@Suite struct CalendarTests {
    @Test(
        "knows Easter",
        arguments: [(1999, "1999-04-04"), (2024, "2024-03-31"), (2026, "2026-04-05"), (2038, "2038-04-25")])
    func easter(year: Int, day: String) {
        #expect(CityCalendar.easterSunday(year: year) == CalendarDate(day))
    }

    @Test("knows the public holidays that move with Easter")
    func holidays() {
        let holidays = CityCalendar.belgianHolidays(year: 2026).map(\.description)
        #expect(
            Set(holidays).isSuperset(of: [
                "2026-04-06", "2026-05-14", "2026-05-25", "2026-07-21", "2026-12-25",
            ]))
        #expect(holidays.count == 12)
    }

    @Test("an event touches the days that it lasts")
    func event() {
        let window = Window(from: .utc("2026-07-17T18:00"), to: .utc("2026-07-18T22:00"))
        let calendar = CityCalendar(events: [.init(zone: .init("old-market"), window: window)])
        let touched = ["2026-07-16", "2026-07-17", "2026-07-18", "2026-07-19"].map {
            calendar.hasEvent(on: .on($0), .brussels)
        }
        #expect(touched == [false, true, true, false])
    }
}

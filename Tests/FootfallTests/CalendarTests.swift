import Barometer
import TestKit
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

    /// As published for the school years 2019–2020 to 2021–2022, 2024–2025 and 2025–2026.
    static let schoolHolidays: [(first: String, last: String)] = [
        ("2018-10-29", "2018-11-04"), ("2018-12-24", "2019-01-06"), ("2019-03-04", "2019-03-10"),
        ("2019-04-08", "2019-04-21"), ("2019-05-31", "2019-05-31"), ("2019-10-28", "2019-11-03"),
        ("2020-02-24", "2020-03-01"), ("2020-04-06", "2020-04-19"), ("2020-11-02", "2020-11-08"),
        ("2021-04-05", "2021-04-18"), ("2021-11-01", "2021-11-07"), ("2021-12-27", "2022-01-09"),
        ("2022-04-04", "2022-04-17"), ("2024-04-01", "2024-04-14"), ("2024-12-23", "2025-01-05"),
        ("2025-04-07", "2025-04-20"), ("2025-07-01", "2025-08-31"), ("2026-02-16", "2026-02-22"),
        ("2026-04-06", "2026-04-19"), ("2026-05-15", "2026-05-15"),
    ]

    @Test("knows when the schools are closed", arguments: schoolHolidays)
    func schools(holiday: (first: String, last: String)) {
        let (first, last) = (CalendarDate.on(holiday.first), CalendarDate.on(holiday.last))
        let closed = Set((2018...2026).flatMap(CityCalendar.flemishSchoolHolidays))
        for day in first.daysSinceEpoch...last.daysSinceEpoch {
            #expect(closed.contains(CalendarDate(daysSinceEpoch: day)))
        }
        #expect(!closed.contains(first.advanced(byDays: -1)) && !closed.contains(last.advanced(byDays: 1)))
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

    @Test("of many events and breaks those are found that touch a window", arguments: UInt64(0)..<20)
    func touching(seed: UInt64) {
        var chance = Chance(seed: seed)
        func some(_ longest: Int64, _ chance: inout Chance) -> Window {
            let hour = Int64.random(in: 0..<24 * 100, using: &chance)
            let start = EventTime(seconds: hour * 3600)
            return Window(
                from: start, to: start + .seconds(3600 * Int64.random(in: 1...longest, using: &chance)))
        }
        // A few last longer than a year.
        let events = (0..<200).map { number in
            CityCalendar.Event(
                zone: ZoneID("zone-\(number)"), window: some(number % 50 == 0 ? 24 * 500 : 60, &chance))
        }
        let calendar = CityCalendar(events: events, breaks: events.reversed())
        for _ in 0..<100 {
            let window = some(72, &chance)
            func touches(_ event: CityCalendar.Event) -> Bool {
                event.window.start < window.end && window.start < event.window.end
            }
            let found = calendar.touching(window)
            #expect(found.events == events.filter(touches))
            #expect(found.breaks == events.reversed().filter(touches))
        }
    }
}

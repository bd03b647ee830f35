import Barometer
import TestKit
import Testing

@testable import Footfall

/// Days on which two things of the calendar meet (section 11 of the method).
@Suite struct CalendarEdgeTests {
    private static let place = ZoneID("old-market")
    /// Wednesday 18 March 2026, after three weeks in which Sundays have 10 people in five minutes, other days 20.
    private static let holiday = CalendarDate.on("2026-03-18")
    private static let later = CalendarDate.on("2026-03-25")
    private static let start = EventTime.utc("2026-02-22T00:00")

    /// - Parameter people: in five minutes, on the holiday and after it.
    private static func told(
        _ calendar: CityCalendar, until end: EventTime,
        _ people: (EventTime) -> Double? = { _ in nil }
    ) -> (house: House, actions: [Action]) {
        var house = House(.house(calendar: calendar))
        let actions = house.hear(
            Told.steady(from: start, to: end) { time in
                people(time) ?? (time.utcDate.weekday == 6 ? 10 : 20)
            })
        return (house, actions)
    }

    private static func event(_ from: String, _ to: String) -> CityCalendar.Event {
        .init(zone: place, window: Window(from: .utc(from), to: .utc(to)))
    }

    private static func expected(
        _ house: House, _ date: CalendarDate, slot: Int = 40
    ) throws -> Double {
        try #require(house.pipeline.state.sensors[0].day(date)).people[slot]
    }

    @Test("the first public holiday ever is a Sunday")
    func firstHoliday() throws {
        let (house, actions) = Self.told(
            CityCalendar(publicHolidays: [Self.holiday]), until: .utc("2026-03-18T12:00"))
        #expect(abs(try Self.expected(house, Self.holiday) - 30) < 1)
        let reading = try #require(actions.finals.last)
        #expect(reading.reasons == [.publicHoliday] && reading.measurement?.index.percent == 195)
        #expect(reading.measurement?.confidence == .medium)
    }

    @Test("an event on a public holiday is compared as the holiday, and not learned as one")
    func eventOnHoliday() throws {
        let calendar = CityCalendar(
            publicHolidays: [Self.holiday, Self.later],
            events: [Self.event("2026-03-18T09:00", "2026-03-18T12:00")])
        let crowd: (EventTime) -> Double? = { time in
            time.utcDate == Self.holiday ? 40 : nil
        }
        let (house, _) = Self.told(calendar, until: .utc("2026-03-25T12:00"), crowd)
        let (during, after) = (
            try Self.expected(house, Self.later, slot: 40), try Self.expected(house, Self.later, slot: 56)
        )
        #expect(abs(during - 30) < 1, "only the Sunday is known of these hours")
        #expect(after > 40, "a third of the way to 120 was learned")
        let (told, actions) = Self.told(calendar, until: .utc("2026-03-18T12:00"), crowd)
        #expect(abs(try Self.expected(told, Self.holiday) - 30) < 1)
        #expect(actions.finals.last?.reasons == [.publicHoliday, .event])
    }

    @Test("a market on a public holiday is told, and is not learned as what holidays bring")
    func marketOnHoliday() throws {
        func calendar(_ weekdays: Set<Int>) -> CityCalendar {
            CityCalendar(
                publicHolidays: [Self.holiday, Self.later],
                markets: [
                    .init(zone: Self.place, days: .weekly(weekdays, except: []), hours: 9 * 3600..<13 * 3600)
                ])
        }
        let crowd: (EventTime) -> Double? = { $0.utcDate == Self.holiday ? 40 : nil }
        let (house, actions) = Self.told(calendar([2]), until: .utc("2026-03-25T12:00"), crowd)
        #expect(abs(try Self.expected(house, Self.later, slot: 40) - 30) < 1)
        #expect(try Self.expected(house, Self.later, slot: 56) > 40)
        let told = actions.finals.filter { $0.window.start.utcDate == Self.holiday }
        #expect(told.contains { $0.reasons == [.publicHoliday, .marketDay] })
        // Where there is a market on Sundays too, what it adds is a Sunday's.
        let (sundays, _) = Self.told(calendar([2, 6]), until: .utc("2026-03-25T12:00"), crowd)
        #expect(try Self.expected(sundays, Self.later, slot: 40) > 40)
    }

    @Test("an event over midnight hides its part of both days")
    func overMidnight() throws {
        let crowd: (EventTime) -> Double? = {
            Window(from: .utc("2026-03-19T22:00"), to: .utc("2026-03-20T02:00")).contains($0) ? 60 : nil
        }
        let night = CityCalendar(events: [Self.event("2026-03-19T22:00", "2026-03-20T02:00")])
        for (calendar, isLearned) in [(night, false), (CityCalendar(), true)] {
            let (house, _) = Self.told(calendar, until: .utc("2026-03-21T12:00"), crowd)
            let week = try #require(house.pipeline.state.sensors[0].profile?.week())
            for index in [3 * 96 + 90, 4 * 96 + 4] {
                #expect((week[index] > 63) == isLearned, "\(index): \(week[index])")
            }
        }
    }

    @Test("a half hour over midnight is told by the day of its newest quarter")
    func halfHourOverMidnight() throws {
        let (_, actions) = Self.told(
            CityCalendar(publicHolidays: [Self.holiday]), until: .utc("2026-03-18T01:00"))
        func reasons(endingAt end: String) -> [Reason]? {
            actions.finals.last { $0.window.end == .utc(end) }?.reasons
        }
        #expect(reasons(endingAt: "2026-03-18T00:00") == [])
        #expect(reasons(endingAt: "2026-03-18T00:15") == [.publicHoliday])
    }

    @Test(
        "an event in the night of a clock change lasts as long as its clock says",
        arguments: [("2026-03-29", 3), ("2026-10-25", 5)])
    func clockChange(night: String, hours: Int) {
        let clock = CityClock.brussels
        let date = CalendarDate.on(night)
        let window = Window(from: clock.time(of: date, second: 0), to: clock.time(of: date, second: 4 * 3600))
        #expect(window.length == .seconds(hours * 3600))
        let calendar = CityCalendar(events: [.init(zone: Self.place, window: window)])
        let day = clock.day(date)
        let hidden = stride(from: day.start.seconds, to: day.end.seconds, by: 900).count {
            calendar.hides(SensorID("gate-1"), in: Self.place, at: EventTime(seconds: $0), clock)
        }
        #expect(hidden == hours * 4)
    }
}

import Barometer
import Testing

@Suite struct ValueTests {
    @Test(
        "an index is a percentage in steps of 5 from 0 to 300",
        arguments: [
            (1.0, 100), (1.3429, 135), (0.5509, 55), (0.024, 0), (0.026, 5), (-1, 0), (3, 300), (412, 300),
            (.infinity, 300), (-.infinity, 0), (.nan, 0),
        ])
    func index(ratio: Double, percent: Int) {
        #expect(Index(ratio: ratio).percent == percent)
        #expect(Busyness(ratio: ratio).percent == percent)
    }

    @Test(
        "only the whole share reads 100",
        arguments: [
            (1.0, 100), (0.9999, 99), (0.29, 29), (0.999999999999, 100), (-1, 0), (7, 100), (.nan, 0),
        ])
    func share(part: Double, hundredths: Int) {
        #expect(Share(part).hundredths == hundredths)
        #expect(Share(Share(part).value).hundredths == hundredths)
    }

    @Test(
        "a date is a day since 1970 and a weekday",
        arguments: [
            ("1970-01-01", 0, 3), ("1969-12-31", -1, 2), ("2000-02-29", 11_016, 1), ("2026-03-14", 20_526, 5),
            ("1900-03-01", -25_508, 3),
        ])
    func date(text: String, days: Int, weekday: Int) throws {
        let date = try #require(CalendarDate(text))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
        #expect(date.description == text)
    }

    @Test(
        "what is no date is refused",
        arguments: [
            "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "", "2026-04-31",
        ])
    func noDate(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test("centuries of days count without a gap")
    func allDays() {
        for day in stride(from: -100_000, to: 100_000, by: 37) {
            let (year, month, dayOfMonth) = CalendarDate(daysSinceEpoch: day).components
            #expect(CalendarDate(year: year, month: month, day: dayOfMonth)?.daysSinceEpoch == day)
        }
    }

    @Test("time before 1970 falls into the right second and day")
    func before1970() {
        let time = EventTime(milliseconds: -1)
        #expect(time.seconds == -1)
        #expect(time.utcDate == CalendarDate("1969-12-31"))
        #expect(time + .milliseconds(1) == EventTime(seconds: 0))
        #expect(EventTime(seconds: 90) - EventTime(seconds: 30) == .seconds(60))
    }
}

import Barometer
import Foundation
import Testing

@testable import Footfall

extension CityClock {
    /// Read from the system's time zone database.
    static let brussels: CityClock = {
        let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Brussels")
        guard let clock = file.flatMap({ CityClock(name: "Europe/Brussels", timeZoneFile: Array($0)) }) else {
            preconditionFailure("no time zone database here")
        }
        return clock
    }()
}

extension CalendarDate {
    static func on(_ text: String) -> CalendarDate {
        guard let date = CalendarDate(text) else { preconditionFailure("no date: \(text)") }
        return date
    }
}

extension EventTime {
    static func utc(_ text: String) -> EventTime {
        guard let time = EventTime(text + ":00Z") else { preconditionFailure("no time: \(text)") }
        return time
    }
}

@Suite struct CityClockTests {
    let clock = CityClock.brussels

    @Test(
        "a day has 24 hours, but for two nights",
        arguments: [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-24", 24), ("2026-10-25", 25)])
    func hours(day: String, hours: Int64) {
        let date = CalendarDate.on(day)
        #expect(
            clock.midnight(of: date.advanced(byDays: 1)) - clock.midnight(of: date) == .seconds(hours * 3600))
    }

    @Test(
        "tells the moment of a time on the clock's face: of a repeated hour the first, of a jumped one the jump",
        arguments: [
            ("2026-03-29", 0, "2026-03-28T23:00"), ("2026-03-29", 119, "2026-03-29T00:59"),
            ("2026-03-29", 120, "2026-03-29T01:00"), ("2026-03-29", 150, "2026-03-29T01:00"),
            ("2026-03-29", 180, "2026-03-29T01:00"), ("2026-03-29", 240, "2026-03-29T02:00"),
            ("2026-10-25", 0, "2026-10-24T22:00"), ("2026-10-25", 120, "2026-10-25T00:00"),
            ("2026-10-25", 150, "2026-10-25T00:30"), ("2026-10-25", 180, "2026-10-25T02:00"),
            ("2026-07-01", 720, "2026-07-01T10:00"),
        ])
    func time(day: String, minute: Int, utc: String) {
        #expect(clock.time(of: .on(day), second: minute * 60) == .utc(utc))
    }

    @Test(
        "shows the day and second of a moment",
        arguments: [
            ("2026-03-29T00:59", "2026-03-29", 119), ("2026-03-29T01:00", "2026-03-29", 180),
            ("2026-10-25T00:30", "2026-10-25", 150), ("2026-10-25T01:30", "2026-10-25", 150),
            ("2026-10-24T22:00", "2026-10-25", 0), ("2026-10-24T21:59", "2026-10-24", 1439),
        ])
    func moment(utc: String, day: String, minute: Int) {
        let moment = clock.moment(at: .utc(utc))
        #expect(moment.date == .on(day))
        #expect(moment.second == minute * 60)
    }

    @Test("what is no time zone file is refused, wherever it is cut")
    func damaged() throws {
        #expect(CityClock(name: "none", timeZoneFile: []) == nil)
        let file = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Brussels"))
        for length in stride(from: 0, to: file.count / 2, by: 7) {
            #expect(CityClock(name: "cut", timeZoneFile: Array(file.prefix(length))) == nil)
        }
    }
}

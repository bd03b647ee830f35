import Foundation
import Testing

@testable import CrowdSimulator

@Suite("The time of a simulation") struct TimeTests {
    @Test("is written and read as RFC 3339")
    func moments() throws {
        let moment = try #require(Moment("2014-05-05T08:00+10:00"))
        #expect(moment.description == "2014-05-04T22:00:00Z")
        #expect(Moment("2014-05-04T22:00:00.25Z") == moment.later(milliseconds: 250))
        #expect(moment.later(milliseconds: 250).description == "2014-05-04T22:00:00.250Z")
        #expect(Moment("2014-05-05") == Moment("2014-05-05T00:00:00Z"))
        #expect(Moment("1969-12-31T23:59:59Z")?.milliseconds == -1000)
    }

    @Test(
        "refuses what is no time",
        arguments: [
            "", "2014", "2014-02-29", "2014-05-05T08:00", "2014-05-05T25:00Z", "2014-05-05T08:60Z",
            "2014-05-05T08:00Zulu", "2014-05-05T8:00Z",
        ])
    func noMoments(text: String) {
        #expect(Moment(text) == nil)
    }

    @Test("knows the calendar as Foundation does")
    func days() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for number in stride(from: -30_000, to: 60_000, by: 11) {
            let day = Day(number: number)
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let written = [parts.year, parts.month, parts.day].compactMap { $0 }
            #expect(day.description.split(separator: "-").compactMap { Int($0) } == written)
            #expect((day.weekday + 1) % 7 + 1 == parts.weekday)
            #expect(Day(day.description) == day)
        }
    }

    @Test("has one moment for a local time, also when the clocks change")
    func localTimes() throws {
        let clock = try #require(LocalClock(zoneNamed: "Europe/Brussels"))
        let autumn = try #require(Day("2026-10-25"))
        #expect(clock.moment(autumn, minute: 150) == Moment("2026-10-25T00:30:00Z"))
        #expect(clock.moment(autumn, minute: 180) == Moment("2026-10-25T02:00:00Z"))
        let spring = try #require(Day("2026-03-29"))
        #expect(clock.moment(spring, minute: 60) == Moment("2026-03-29T00:00:00Z"))
        #expect(clock.moment(spring, minute: 180) == Moment("2026-03-29T01:00:00Z"))
        let read = clock.read(try #require(Moment("2026-03-29T01:00:00Z")))
        #expect(read == (spring, 180))
    }

    @Test("runs as fast as a time-lapse says")
    func timeLapse() throws {
        let text = "120@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z"
        let lapse = try #require(TimeLapse(text))
        #expect(lapse.description == text)
        let wall = try #require(Moment("2026-11-23T23:00:30Z"))
        #expect(lapse.event(atWall: wall) == Moment("2014-05-05T01:00:00Z"))
        #expect(lapse.wall(atEvent: lapse.event(atWall: wall)) == wall)
        #expect(lapse.event(atWall: wall.later(seconds: -60)) == Moment("2014-05-04T23:00:00Z"))
        let slow = try #require(TimeLapse("0.5@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z"))
        #expect(slow.event(atWall: wall) == Moment("2014-05-05T00:00:15Z"))
    }

    @Test(
        "refuses a time-lapse that is none",
        arguments: [
            "", "120", "0@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z", "120@=2014-05-05T00:00:00Z",
            "-1@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z", "120@2026-11-23T23:00:00Z",
            "inf@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z",
        ])
    func noTimeLapse(text: String) {
        #expect(TimeLapse(text) == nil)
    }

    @Test("draws as many as are expected, spread as chance would", arguments: [0.3, 5, 11.9, 12, 40, 400])
    func poisson(mean: Double) {
        let drawn = (0..<20_000).map { index in
            var random = SeededRandom(seed: 9, for: .people, index: index, at: Int64(index) * 60)
            return Double(random.poisson(mean: mean))
        }
        let average = drawn.reduce(0, +) / 20_000
        let variance = drawn.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 20_000
        #expect(abs(average - mean) < 5 * (mean / 20_000).squareRoot())
        #expect(abs(variance / mean - 1) < 0.07)
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct PipelineClockChangeTests {
    static let nights = [("2026-03-29", 23), ("2026-10-25", 25)]

    @Test("both nights have a reading for each step, with its own time", arguments: nights, [900, 3600])
    func readings(_ night: (String, Int), seconds: Int) throws {
        let (house, actions) = told(.on(night.0), seconds: seconds)
        let day = day(house, night.0)
        let ends = actions.lastWords.map(\.window.end).filter { day.start < $0 && $0 <= day.end }
        #expect(ends.count == night.1 * 3600 / seconds)
        #expect(ends.last == day.end)
        #expect(zip(ends, ends.dropFirst()).allSatisfy { $1 - $0 == .seconds(seconds) })
        #expect(actions.finals.count == actions.lastWords.count, "nothing is told twice")
        let tally = try #require(actions.tallies.first { $0.window == day })
        #expect(tally.state == .measured && tally.completeness == 1)
        #expect(tally.window.length == .seconds(night.1 * 3600))
        let local = house.plan.clock
        let hours = stride(from: day.start.seconds, to: day.end.seconds, by: 3600)
        let people = hours.map { 2 * perHour(local, EventTime(seconds: $0)) }.reduce(0, +)
        #expect(abs((tally.count ?? 0) - people) < 1e-6)
    }

    @Test("each two o'clock of autumn is compared with the same two o'clock", arguments: [900, 3600])
    func bothTwoOClocks(seconds: Int) {
        let (_, actions) = told(.on("2026-10-25"), seconds: seconds)
        let expected = ["00:00", "01:00"].map { clock -> Double? in
            let start = EventTime.utc("2026-10-25T" + clock)
            return actions.tallies(of: Int64(seconds)).first { $0.window.start == start }?.expectation?
                .expected
        }
        #expect(expected[0] != nil && expected[0] == expected[1])
        let two = actions.lastWords.filter {
            $0.window.start >= .utc("2026-10-25T00:00") && $0.window.end <= .utc("2026-10-25T02:00")
        }
        #expect(two.allSatisfy { $0.measurement?.index.percent == 100 })
        #expect(!two.isEmpty)
    }

    @Test("only the first two o'clock is learned", arguments: [900, 3600])
    func learnsOnce(seconds: Int) {
        let second = Window(from: .utc("2026-10-25T01:00"), to: .utc("2026-10-25T02:00"))
        let (plain, _) = told(.on("2026-10-25"), seconds: seconds)
        let (crowded, _) = told(.on("2026-10-25"), seconds: seconds, crowded: second)
        let slot = 2 * 3600 / seconds
        let index = 6 * 86_400 / seconds + slot
        #expect(plain.pipeline.state.sensors[0].profile?.count[index] == 4)
        #expect(
            plain.pipeline.state.sensors[0].profile?.mean[index]
                == crowded.pipeline.state.sensors[0].profile?.mean[index])
        if seconds == 3600 {
            #expect(plain.pipeline.state.zones[0].spread == crowded.pipeline.state.zones[0].spread)
        }
    }

    private func day(_ house: House, _ date: String) -> Window {
        let (date, clock) = (CalendarDate.on(date), house.plan.clock)
        return Window(from: clock.midnight(of: date), to: clock.midnight(of: date.advanced(byDays: 1)))
    }

    /// Each local hour has its own crowd.
    private func perHour(_ clock: CityClock, _ time: EventTime) -> Double {
        Double(200 + 20 * (clock.moment(at: time).second / 3600))
    }

    /// Three weeks until the night, the day of the night, and the morning after.
    private func told(_ date: CalendarDate, seconds: Int, crowded: Window? = nil) -> (House, [Action]) {
        let clock = CityClock.brussels
        var house = House(.house(["old-market": ["gate-1", "gate-2"]], clock: clock))
        let told = Told.steady(
            ["gate-1", "gate-2"], from: clock.midnight(of: date.advanced(byDays: -22)),
            to: clock.midnight(of: date.advanced(byDays: 1)) + .seconds(5 * 3600), lasting: seconds
        ) { time in
            let isCrowded = crowded.map { $0.contains(time) } ?? false
            return perHour(clock, time) * Double(seconds) / 3600 * (isCrowded ? 2 : 1)
        }
        let actions = house.hear(told)
        return (house, actions)
    }
}

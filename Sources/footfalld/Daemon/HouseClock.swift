import Barometer
import Foundation

/// The only source of time in the house. In a time-lapse it runs faster than the wall clock.
struct HouseClock: Sendable {
    private let lapse: TimeLapse?

    init(_ lapse: TimeLapse? = nil) {
        self.lapse = lapse
    }

    var now: EventTime {
        let wall = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return lapse?.event(atWall: wall) ?? wall
    }

    /// House seconds in a second on the wall.
    var rate: Double { lapse?.rate ?? 1 }
}

/// A clock that simulator and daemon share: `120@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z` runs 120 times as
/// fast as the wall clock, and stood at the second time when the wall clock showed the first.
struct TimeLapse: Hashable, Sendable {
    /// Above 0.
    let rate: Double
    let wall: EventTime
    let event: EventTime

    init?(_ text: String) {
        let halves = text.split(separator: "=").map(String.init)
        let front = halves.first?.split(separator: "@").map(String.init) ?? []
        guard halves.count == 2, front.count == 2, let rate = Double(front[0]), rate > 0, rate <= 100_000,
            let wall = EventTime(front[1]), let event = EventTime(halves[1])
        else { return nil }
        self.rate = rate
        self.wall = wall
        self.event = event
    }

    func event(atWall now: EventTime) -> EventTime {
        EventTime(
            milliseconds: event.milliseconds + Int64(Double(now.milliseconds - wall.milliseconds) * rate))
    }
}

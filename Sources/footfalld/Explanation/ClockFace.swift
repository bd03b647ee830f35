import Barometer
import Footfall

/// Times as the clock on the town hall shows them.
struct ClockFace {
    let clock: CityClock

    init(_ clock: CityClock) {
        self.clock = clock
    }

    /// `15:20`, with seconds unless they are none.
    func time(_ moment: EventTime) -> String {
        let second = clock.moment(at: moment).second
        let parts = [second / 3600, second / 60 % 60] + (second % 60 == 0 ? [] : [second % 60])
        return parts.map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
    }

    /// `Saturday 2026-03-14`
    func day(_ moment: EventTime) -> String {
        let date = clock.date(at: moment)
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return "\(names[date.weekday]) \(date)"
    }

    /// `Saturday 2026-03-14 15:20`
    func full(_ moment: EventTime) -> String { "\(day(moment)) \(time(moment))" }
}

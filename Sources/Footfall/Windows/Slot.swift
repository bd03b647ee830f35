internal import Barometer

/// A slot of the day: windows of one length that tile the time line, on the hours of the local clock.
struct Slot: Hashable, Comparable, Sendable {
    /// Counts slots of this length since 1970.
    let index: Int
    /// 900 or 3600.
    let seconds: Int

    init(index: Int, seconds: Int) {
        self.index = index
        self.seconds = seconds
    }

    /// The slot that contains a moment.
    init(containing time: EventTime, seconds: Int, clock: CityClock) {
        index = Int((time.milliseconds + clock.phase * 1000).flooredQuotient(by: Int64(seconds) * 1000))
        self.seconds = seconds
    }

    func start(_ clock: CityClock) -> EventTime {
        EventTime(seconds: Int64(index) * Int64(seconds) - clock.phase)
    }

    func end(_ clock: CityClock) -> EventTime { next.start(clock) }

    var previous: Slot { Slot(index: index - 1, seconds: seconds) }

    var next: Slot { Slot(index: index + 1, seconds: seconds) }

    static func < (left: Slot, right: Slot) -> Bool { left.index < right.index }

    /// The slots of this length inside a window, in order.
    static func tiling(_ window: Window, seconds: Int, clock: CityClock) -> [Slot] {
        let first = Slot(containing: window.start, seconds: seconds, clock: clock)
        let end = Slot(containing: window.end, seconds: seconds, clock: clock)
        return (first.index..<max(first.index, end.index)).map { Slot(index: $0, seconds: seconds) }
    }
}

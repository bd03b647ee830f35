internal import Barometer

/// Finds those of many windows that touch another one, without looking at each.
struct DayIndex: Hashable, Sendable {
    /// For each UTC day the places of the windows that touch it, rising.
    private var ofDay: [Int: [Int]] = [:]
    /// Windows of more than a year; they are looked at each time.
    private var long: [Int] = []

    private static let longest = 366

    init(_ windows: some Sequence<Window>) {
        for (place, window) in windows.enumerated() {
            let days = Self.days(window)
            if days.count > Self.longest {
                long.append(place)
            } else {
                for day in days { ofDay[day, default: []].append(place) }
            }
        }
    }

    private static func days(_ window: Window) -> ClosedRange<Int> {
        let last = (window.end - .milliseconds(1)).utcDate.daysSinceEpoch
        return window.start.utcDate.daysSinceEpoch...last
    }

    /// Rising places of windows of which some touch the given one; of those that do, none is left out.
    func places(near window: Window) -> [Int] {
        let days = Self.days(window)
        if days.count == 1, long.isEmpty { return ofDay[days.lowerBound] ?? [] }
        return Set(days.flatMap { ofDay[$0] ?? [] } + long).sorted()
    }
}

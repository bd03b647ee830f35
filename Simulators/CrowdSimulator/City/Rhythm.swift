/// How a kind of place fills and empties over the day and the week.
enum Rhythm {
    /// Passers-by a minute at an ordinary sensor in the best hour of a week without events.
    static func peakPerMinute(_ kind: Zone.Kind) -> Double {
        switch kind {
        case .square: 14
        case .station: 24
        case .street: 18
        }
    }

    /// Share of the peak at that minute past local midnight: 0...1.
    static func share(_ kind: Zone.Kind, minute: Int, weekday: Int, isHoliday: Bool) -> Double {
        let day = isHoliday ? 6 : weekday
        let hours = hourly(kind, atWeekend: day >= 5)
        let (hour, past) = (minute / 60 % 24, Double(minute % 60) / 60)
        let level = hours[hour] + (hours[(hour + 1) % 24] - hours[hour]) * past
        return level / 100 * weekly(kind)[day] / 100
    }

    /// The part of the passers-by that goes in, the city's way: most in the morning, fewest in the evening.
    static func inwardShare(_ kind: Zone.Kind, minute: Int) -> Double {
        let swing = kind == .station ? 0.2 : 0.1
        let noonDistance = Double(min(max(minute - 780, -420), 420)) / 420
        return 0.5 - swing * noonDistance
    }

    /// Percent, Monday first.
    private static func weekly(_ kind: Zone.Kind) -> [Double] {
        switch kind {
        case .square: [60, 63, 68, 68, 84, 100, 75]
        case .station: [95, 100, 92, 100, 97, 55, 48]
        case .street: [52, 58, 68, 63, 74, 100, 36]
        }
    }

    /// Percent at each full hour.
    private static func hourly(_ kind: Zone.Kind, atWeekend weekend: Bool) -> [Double] {
        switch (kind, weekend) {
        case (.square, false):
            [6, 4, 3, 2, 2, 4, 10, 22, 38, 45, 52, 62, 80, 78, 66, 66, 74, 88, 100, 96, 82, 60, 34, 16]
        case (.square, true):
            [22, 16, 10, 6, 4, 4, 6, 12, 24, 44, 64, 80, 90, 94, 98, 100, 98, 92, 90, 90, 84, 72, 52, 34]
        case (.station, false):
            [4, 2, 1, 1, 2, 12, 44, 92, 100, 60, 40, 38, 46, 46, 44, 56, 86, 100, 80, 48, 34, 26, 18, 9]
        case (.station, true):
            [12, 6, 3, 2, 3, 6, 14, 28, 46, 62, 76, 84, 88, 90, 92, 96, 100, 98, 86, 70, 54, 44, 32, 20]
        case (.street, false):
            [2, 1, 1, 1, 1, 2, 6, 14, 28, 48, 66, 78, 92, 90, 84, 88, 100, 96, 66, 36, 22, 14, 8, 4]
        case (.street, true):
            [4, 2, 1, 1, 1, 1, 3, 8, 20, 46, 70, 84, 88, 94, 100, 100, 94, 76, 46, 28, 20, 14, 9, 6]
        }
    }
}

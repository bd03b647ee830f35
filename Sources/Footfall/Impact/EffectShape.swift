internal import Barometer

/// How an effect went hour by hour, and how long it was felt (method `dasta-1.0`, section 8). Private.
struct EffectShape: Hashable, Sendable {
    /// In order of time.
    let hours: [Hour]
    /// First and one after the last hour that was affected; `nil` when no hour stands out.
    let affected: Range<Int>?

    /// One hour of all targets together, of those that have a count and an expectation.
    struct Hour: Hashable, Sendable {
        /// Of the clock's face, from the event's first midnight on.
        let hour: Int
        let observed: Double
        let expected: Double
        /// What was expected of all targets, heard or not.
        let expectedOfAll: Double
        /// How many of the targets were heard.
        let sensors: Int
        /// Of the logarithm: root mean square of the sensors'.
        let spread: Double
        /// How many spreads the hour strayed, in the direction of the effect; `nan` where nothing is known.
        fileprivate(set) var score = Double.nan

        fileprivate var ratio: Double { Statistics.log((observed + 0.5) / (expected + 0.5)) }
        fileprivate var isKnown: Bool { expected > 0 && spread > 0 }
    }

    /// - Parameter isRise: the direction of the effect.
    init(_ targets: [Int], _ window: LocalWindow, history: ImpactHistory, isTold: Bool, isRise: Bool) {
        let span = Self.span(of: window)
        var hours = span.map { Self.hour($0, targets, window, history, isTold: isTold) }
        let outside = hours.filter { !window.hours.contains($0.hour) && $0.isKnown }.map(\.ratio)
        let base = outside.count < 2 ? 0 : Statistics.clip(Statistics.median(outside) ?? 0, -0.3, 0.3)
        for index in hours.indices where hours[index].isKnown {
            let strayed = (hours[index].ratio - base) / hours[index].spread
            hours[index].score = isRise ? strayed : -strayed
        }
        self.hours = hours
        affected = Self.largest(hours)
    }

    /// From three hours before to three hours after, on the same day and not before 4 o'clock.
    static func span(of window: LocalWindow) -> Range<Int> {
        let (first, last) = (window.hours.lowerBound, window.hours.upperBound)
        return min(first, max(first - 3, 4))..<max(last, min(last + 3, 24))
    }

    /// - Parameter isTold: counts as they are told outside.
    static func hour(
        _ hour: Int, _ targets: [Int], _ window: LocalWindow, _ history: ImpactHistory, isTold: Bool
    ) -> Hour {
        let day = window.date.daysSinceEpoch + hour / 24
        var (observed, expected, all, squares, sensors) = (0.0, 0.0, 0.0, 0.0, 0)
        for site in targets {
            guard let cell = history.cell(site, day) else { continue }
            let place = 24 * cell + hour % 24
            let people = isTold && !history.told.isEmpty ? history.told[place] : history.people[place]
            guard !history.expected[place].isNaN, !history.spread[place].isNaN else { continue }
            all += Double(history.expected[place])
            if people.isNaN || history.isFault[cell] && history.hidden[cell] == 0 { continue }
            observed += Double(people)
            expected += Double(history.expected[place])
            squares += Double(history.spread[place]) * Double(history.spread[place])
            sensors += 1
        }
        let spread =
            sensors == 0 ? 0 : (squares / Double(sensors)).squareRoot() * (sensors > 1 ? 0.8 : 1)
        return Hour(
            hour: hour, observed: observed, expected: expected, expectedOfAll: all, sensors: sensors,
            spread: spread)
    }

    /// The stretch with the largest sum of scores less one, the earliest of equals (Kadane); an hour of which nothing
    /// is known neither lengthens nor ends it.
    private static func largest(_ hours: [Hour]) -> Range<Int>? {
        var best: (sum: Double, hours: Range<Int>)?
        var (sum, start) = (0.0, hours.first?.hour ?? 0)
        for hour in hours where !hour.score.isNaN {
            if sum <= 0 { (sum, start) = (0, hour.hour) }
            sum += hour.score - 1
            if sum > best?.sum ?? 0 { best = (sum, start..<hour.hour + 1) }
        }
        return best?.hours
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

/// Made-up cities, since a recorded one has only the noise that it has.
@Suite("The interval of an outlook") struct OutlookIntervalTests {
    struct City: Sendable {
        /// Deviation of the day as a whole, of each hour on top, and how much of an hour's deviation the next keeps.
        let day: Double
        let hour: Double
        let kept: Double
        let people: Double
        /// One slot in so many is far out.
        var outlier = Int.max
    }

    static let cities = [
        City(day: 0.05, hour: 0.05, kept: 0.5, people: 2000),
        City(day: 0.2, hour: 0.15, kept: 0.8, people: 400),
        City(day: 0.4, hour: 0.5, kept: 0.3, people: 80),
        City(day: 0.1, hour: 0.1, kept: 0.6, people: 600, outlier: 30),
    ]

    @Test("holds nine in ten by the hour, however noisy the city", arguments: cities.indices)
    func hourly(city: Int) throws {
        let run = Run(Self.cities[city], step: 3600, days: 200, seed: UInt64(city))
        #expect((0.88...0.92).contains(run.share(of: 3600)))
        let record = try #require(run.outlooks.last { $0.record != nil }?.record)
        #expect((0.86...0.94).contains(record.inInterval.value))
        #expect(record.levelHit.value > (city < 2 ? 0.7 : 0.4))
    }

    @Test("holds nine in ten by quarters of an hour too", arguments: [1, 2])
    func quarters(city: Int) {
        let run = Run(Self.cities[city], step: 900, days: 100, seed: UInt64(city))
        for ahead in 0..<4 { #expect((0.88...0.92).contains(run.share(of: 900, ahead: 900 * ahead))) }
        #expect((0.87...0.93).contains(run.share(of: 3600)))
    }

    @Test("comes with a record only after a week")
    func record() {
        let run = Run(Self.cities[1], step: 3600, days: 25, seed: 1)
        let first = run.outlooks.first { $0.record != nil }
        let told = run.outlooks.first { $0.steps.first?.peak != nil }
        if let first, let told { #expect(first.made - told.made > .seconds(7 * 86_400 - 3600)) }
        #expect(first != nil && told != nil)
    }
}

/// A city that was heard for some days.
private struct Run {
    private(set) var outlooks: [Outlook] = []
    private var forecasts: [Forecast] = []
    private var counts: [EventTime: Double] = [:]
    private let start = EventTime.at("00:00")

    init(_ city: OutlookIntervalTests.City, step: Int, days: Int, seed: UInt64) {
        var house = House(.house(["square": ["gate-1", "gate-2"]], windows: .init(slot: step)))
        var chance = Chance(seed: seed)
        var (day, hour) = (0.0, 0.0)
        for slot in 0..<days * 86_400 / step {
            let time = start + .seconds(slot * step)
            if time.seconds.isMultiple(of: 86_400) { day = city.day * chance.normal() }
            hour = city.kept * hour + city.hour * (1 - city.kept * city.kept).squareRoot() * chance.normal()
            var told = 0.0
            for (gate, share) in [("gate-1", 0.7), ("gate-2", 0.3)] {
                let usual = share * city.people * rhythm(time) * Double(step) / 3600
                let people = usual * Statistics.exp(day + hour) * (isOut(city, &chance) ? 3 : 1)
                let count = max(0, people + people.squareRoot() * chance.normal()).rounded()
                take(house.hear(.from(gate, counting: count, at: time, lasting: step)))
                told += count
            }
            counts[time] = told
        }
    }

    private mutating func take(_ actions: [Action]) {
        outlooks += actions.outlooks
        forecasts += actions.forecasts
    }

    /// Quiet nights, and weekends with an afternoon twice as busy.
    private func rhythm(_ time: EventTime) -> Double {
        let hour = Double(time.seconds % 86_400) / 3600
        let weekend = (time.seconds / 86_400 + 3) % 7 >= 5
        let distance = (hour - 15) / 4
        return 0.05 + (weekend ? 2 : 1) * Statistics.exp(-distance * distance / 2)
    }

    private func isOut(_ city: OutlookIntervalTests.City, _ chance: inout Chance) -> Bool {
        city.outlier < .max && Int.random(in: 0..<city.outlier, using: &chance) == 0
    }

    /// How many of the forecasts held what came, of those from the sixth week on.
    func share(of seconds: Int, ahead: Int = 0) -> Double {
        let settled = start + .seconds(42 * 86_400)
        let told = forecasts.filter { forecast in
            forecast.made >= settled && forecast.window.length == .seconds(seconds)
                && forecast.window.start == forecast.made + .seconds(ahead)
        }
        let inside = told.compactMap { forecast in
            people(in: forecast.window).map { forecast.lower <= $0 && $0 <= forecast.upper }
        }
        return Double(inside.count { $0 }) / Double(max(1, inside.count))
    }

    private func people(in window: Window) -> Double? {
        let step = counts.keys.contains(window.start + .seconds(900)) ? 900 : 3600
        var sum = 0.0
        for second in stride(from: 0, to: Int(window.length.wholeSeconds), by: step) {
            guard let count = counts[window.start + .seconds(second)] else { return nil }
            sum += count
        }
        return sum
    }
}

extension Chance {
    /// Near enough: twelve even numbers less six.
    fileprivate mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
    }
}

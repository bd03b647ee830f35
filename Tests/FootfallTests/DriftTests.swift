import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct DriftTests {
    /// Worked out on paper by section 3.6; the expected hour ahead comes before its count.
    static let day: [(usual: Double, hourAhead: Double, people: Double?, drift: Double)] = [
        (100, 100, 120, 0.062824163),
        (100, 104.848705, 300, 0.387231183),  // the residual is cut off at 1
        (100, 133.867840, nil, 0.253189620),  // missing weighs as usual
        (0, 0.104560, 0, 0.253189620),  // where nobody is usual nothing is learned
        (100, 121.016486, 90, 0.129267409),
        (100, 110.231493, 50, -0.153696675),
        (200, 178.170216, 200, -0.0943),
    ]

    @Test("follows the method's hours to the digit")
    func worked() {
        var drift = Drift()
        let date = CalendarDate(daysSinceEpoch: 20_526)
        for hour in Self.day.dropLast() {
            let expected = (hour.usual + 0.5) * Statistics.exp(weight * drift.value(on: date)) - 0.5
            #expect(abs(expected - hour.hourAhead) < 1e-6)
            drift.follow(hour.people, usual: hour.usual, slotSeconds: 3600, on: date)
            #expect(abs(drift.value(on: date) - hour.drift) < 1e-9)
        }
    }

    @Test("is forgotten at midnight")
    func midnight() {
        var drift = Drift()
        let date = CalendarDate(daysSinceEpoch: 20_526)
        drift.follow(200, usual: 100, slotSeconds: 3600, on: date)
        #expect(drift.value(on: date) > 0.2)
        #expect(drift.value(on: date.advanced(byDays: 1)) == 0)
        drift.follow(nil, usual: .nan, slotSeconds: 3600, on: date.advanced(byDays: 1))
        #expect(drift.value(on: date) == 0)
    }

    @Test("four quarters that are all as far off come to what their hour would", arguments: [4.0, 25, 4000])
    func quarters(usual: Double) {
        let date = CalendarDate(daysSinceEpoch: 20_526)
        let people = usual * 1.2
        let residual = Statistics.log(people + 0.5) - Statistics.log(usual + 0.5)
        var drift = Drift()
        for _ in 0..<4 { drift.follow(people, usual: usual, slotSeconds: 900, on: date) }
        let hourly = Drift.gain(usual: 4 * usual, slotSeconds: 3600) * residual
        #expect(abs(drift.value(on: date) - hourly) < 1e-12)
    }

    @Test("fades by a quarter each hour ahead, by quarters of an hour alike")
    func weights() {
        let (hours, quarters) = (Drift.weights(slotSeconds: 3600), Drift.weights(slotSeconds: 900))
        for (hour, expected) in [0.75, 0.5625, 0.421875].enumerated() {
            #expect(abs(hours[hour] - expected) < 1e-12)
            let mean = quarters[4 * hour..<4 * hour + 4].reduce(0, +) / 4
            #expect(abs(mean - expected) < 0.003 * expected + 0.0015)
        }
        #expect(hours.count == 25 && quarters.count == 100)
    }

    private var weight: Double { Drift.weights(slotSeconds: 3600)[0] }
}

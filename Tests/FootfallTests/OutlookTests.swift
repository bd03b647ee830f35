import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite("What is to be expected") struct OutlookTests {
    @Test("is as usual on an ordinary day: the coming hour by quarters, and the rest of the day")
    func ordinary() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("10:20")))
        let outlook = try #require(actions.outlooks.last)
        #expect(outlook.made == .at("10:15"))
        #expect(outlook.validUntil == .at("10:40"))
        #expect(outlook.steps.map(\.window.end) == ["10:30", "10:45", "11:00", "11:15"].map(EventTime.at))
        #expect(zip(outlook.steps, outlook.steps.dropFirst()).allSatisfy { $0.window.end == $1.window.start })
        for step in outlook.steps {
            #expect(step.index.percent == 100)
            #expect(step.peak?.level == .veryBusy && step.peak?.busyness.percent == 100)
            #expect(step.lower.percent <= 100 && 100 <= step.upper.percent)
        }
        #expect(outlook.restOfDay?.window == Window(from: .at("10:15"), to: .at("00:00") + .seconds(86_400)))
        #expect(outlook.restOfDay?.index.percent == 100)
        #expect(outlook.reasons.isEmpty)
    }

    @Test("follows how the day goes, by section 3.6, and less the further ahead")
    func busyDay() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("10:20")) { _ in 40 })
        let forecasts = actions.forecasts.filter { $0.made == .at("10:15") }
        #expect(forecasts.map(\.window.length) == [900, 900, 900, 900, 3600].map { .seconds($0) })
        let usual = 60.0
        let drift = (1 - (1 - 0.45 * 240 / 270).squareRoot().squareRoot()) * Statistics.log(120.5 / 60.5)
        for (quarter, forecast) in forecasts.prefix(4).enumerated() {
            let weight = Statistics.exp(Statistics.log(0.75) * ((Double(quarter) + 0.5) / 4 + 0.5))
            let expected = 3 * ((usual + 0.5) * Statistics.exp(weight * drift) - 0.5)
            // The week was learned from what was counted, so usual is 60 almost to the digit.
            #expect(abs(forecast.usual - 180) < 0.01)
            #expect(abs(forecast.expected - expected) < 0.01)
        }
        let hour = try #require(forecasts.last)
        #expect(abs(hour.expected - forecasts.prefix(4).map(\.expected).reduce(0, +)) < 1e-9)
        let later = house.hear(Told.steady(from: .at("10:20"), to: .at("12:20")) { _ in 40 }).outlooks
        let percents = try #require(later.last).steps.map(\.index.percent)
        #expect(percents == percents.sorted(by: >) && (140..<155).contains(percents[0]))
        let rest = try #require(later.last?.restOfDay?.index.percent)
        #expect((105..<125).contains(rest))
    }

    @Test("ends with the local day, and the next begins as usual")
    func midnight() throws {
        var house = House.settled
        let end = EventTime.at("00:00") + .seconds(86_400)
        let told = Told.steady(from: .at("10:00"), to: end + .seconds(400)) { $0 < end ? 40 : 20 }
        let outlooks = house.hear(told).outlooks
        let late = try #require(outlooks.first { $0.made == end - .seconds(1800) })
        #expect(late.steps.map(\.window.end) == [end - .seconds(900), end])
        #expect(late.restOfDay?.window == Window(from: end - .seconds(1800), to: end))
        let next = try #require(outlooks.last)
        #expect(next.made == end)
        #expect(next.steps.map(\.index.percent) == [100, 100, 100, 100])
        #expect(next.restOfDay?.window.length == .seconds(86_400))
    }

    @Test("by the hour it is one step of an hour")
    func hourly() throws {
        var house = House(.house(windows: .init(slot: 3600)))
        let start = EventTime.at("00:00") - .seconds(22 * 86_400)
        let actions = house.hear(
            Told.steady(from: start, to: .at("12:00"), lasting: 3600) { $0 < .at("10:00") ? 240 : 300 })
        let outlook = try #require(actions.outlooks.last { $0.made == .at("11:00") })
        #expect(outlook.steps.map(\.window) == [Window(from: .at("11:00"), to: .at("12:00"))])
        let forecast = try #require(actions.forecasts.last { $0.made == .at("11:00") })
        let drift = 0.45 * 240 / 270 * Statistics.log(300.5 / 240.5)
        #expect(abs(forecast.expected - 3 * (240.5 * Statistics.exp(0.75 * drift) - 0.5)) < 0.01)
    }

    @Test("is withheld as a reading would be, with the reason")
    func withheld() {
        for (count, gates, reason) in [
            (1.0, ["gate-1", "gate-2"], Reason.tooFewPassersBy), (25, ["gate-1"], .tooFewSensors),
        ] {
            var house = House(.house(["old-market": gates]))
            let start = EventTime.at("00:00") - .seconds(8 * 86_400)
            let actions = house.hear(Told.steady(gates, from: start, to: .at("10:20")) { _ in count })
            #expect(actions.outlooks.last?.steps.isEmpty == true)
            #expect(actions.outlooks.last?.restOfDay == nil)
            #expect(actions.outlooks.last?.reasons.first == reason)
            #expect(actions.forecasts.last?.made == .at("10:15"))
        }
    }

    @Test("is withheld in cold start and of a zone that is silent")
    func unknown() throws {
        var house = House()
        let first = house.hear(Told.steady(from: .at("08:00"), to: .at("10:20")))
        #expect(first.outlooks.last?.reasons == [.coldStart])
        #expect(first.forecasts.isEmpty)
        house = House.settled
        let silent = house.hear(Told.ticks(from: "10:00", to: "12:00"))
        let last = try #require(silent.outlooks.last)
        #expect(last.steps.isEmpty && last.reasons == [.noData, .sensors(.init(0, of: 3))])
        #expect(silent.forecasts.allSatisfy { $0.made < .at("11:00") })
    }

    @Test("speaks of the sensors that are heard, and says so")
    func part() throws {
        var house = House.settled
        let actions = house.hear(Told.steady(["gate-1", "gate-2"], from: .at("10:00"), to: .at("12:20")))
        let outlook = try #require(actions.outlooks.last)
        #expect(outlook.steps.map(\.index.percent) == [100, 100, 100, 100])
        #expect(outlook.steps.allSatisfy { $0.peak?.busyness.percent == 100 })
        #expect(outlook.reasons == [.sensors(.init(2, of: 3))])
        #expect(abs((actions.forecasts.last?.usual ?? 0) - 480) < 0.1)
    }

    @Test("of a zone that is not public it is kept inside")
    func notPublic() {
        let open = Plan.house()
        let zones = open.zones.map { Plan.Zone(id: $0.id, isPublic: false) }
        var house = House(Plan(clock: open.clock, zones: zones, sensors: open.sensors))
        let start = EventTime.at("00:00") - .seconds(8 * 86_400)
        let actions = house.hear(Told.steady(from: start, to: .at("10:00")))
        #expect(actions.outlooks.isEmpty && !actions.forecasts.isEmpty)
    }

    @Test("what is withheld depends on nothing that was counted today", arguments: UInt64(0)..<5)
    func blind(seed: UInt64) {
        var chance = Chance(seed: seed)
        var (one, other) = (House.settled, House.settled)
        let outlines = [1.0, 90].map { most in
            let told = Told.steady(from: .at("10:00"), to: .at("13:00")) { _ in
                (Double.random(in: 0...most, using: &chance) + 1).rounded()
            }
            let outlooks = most == 1 ? one.hear(told).outlooks : other.hear(told).outlooks
            return outlooks.map { "\($0.made) \($0.steps.map(\.window)) \($0.reasons)" }
        }
        #expect(outlines[0] == outlines[1])
    }

    @Test("knows nothing of what comes after it was made", arguments: UInt64(0)..<5)
    func causal(seed: UInt64) {
        var chance = Chance(seed: seed)
        let told = Told.steady(from: .at("10:00"), to: .at("16:00")) { _ in
            Double(Int.random(in: 0..<60, using: &chance))
        }
        var whole = House.settled
        let forecasts = whole.hear(told).forecasts
        for _ in 0..<4 {
            var cut = House.settled
            let known = cut.hear(Array(told.prefix(Int.random(in: 0..<told.count, using: &chance)))).forecasts
            #expect(known == Array(forecasts.prefix(known.count)))
        }
    }

    @Test("the autumn night has an hour more to look ahead to, the spring night an hour less")
    func clockChange() throws {
        let clock = CityClock.brussels
        for (midnight, hours) in [("2026-10-24T22:00:00Z", 25), ("2026-03-28T23:00:00Z", 23)] {
            let made = try #require(EventTime(midnight))
            let horizon = Horizon(from: made, slotSeconds: 3600, clock)
            #expect(horizon.places.count == hours && horizon.places.last == 23)
            #expect(horizon.window(horizon.places.indices).length == .seconds(hours * 3600))
        }
    }
}

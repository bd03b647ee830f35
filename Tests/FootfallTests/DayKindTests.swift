import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct DayKindTests {
    /// The Saturday on which most stories happen.
    private static let day = EventTime.at("00:00").utcDate
    private static let place = ZoneID("old-market")

    /// Three weeks of 20 people in five minutes at each gate, then that Saturday until noon with others.
    private static func saturday(
        _ calendar: CityCalendar, counting people: Double, before: (EventTime) -> Double = { _ in 20 }
    ) -> (house: House, actions: [Action]) {
        var house = House(.house(calendar: calendar))
        let midnight = EventTime.at("00:00")
        _ = house.hear(
            Told.steady(from: midnight - .seconds(21 * 86_400), to: midnight, counting: before))
        let actions = house.hear(Told.steady(from: midnight, to: .at("12:00")) { _ in people })
        return (house, actions)
    }

    private static func marketHours(_ days: CityCalendar.Market.Days) -> CityCalendar {
        CityCalendar(markets: [.init(zone: place, days: days, hours: 8 * 3600..<13 * 3600)])
    }

    @Test("while a market is held the readings say so")
    func marketIsTold() throws {
        let (_, actions) = Self.saturday(Self.marketHours(.weekly([5], except: [])), counting: 20)
        let (early, late) = (try #require(actions.finals.first), try #require(actions.finals.last))
        #expect(!early.reasons.contains(.marketDay) && late.reasons.contains(.marketDay))
    }

    @Test(
        "an event, a break, a market on odd days and a market left out are not learned",
        arguments: [
            CityCalendar(events: [.init(zone: place, window: Window(from: .at("08:00"), to: .at("12:00")))]),
            CityCalendar(breaks: [.init(zone: place, window: Window(from: .at("08:00"), to: .at("12:00")))]),
            marketHours(.on([day])), marketHours(.weekly([5], except: [day])),
        ])
    func hidden(calendar: CityCalendar) throws {
        let sensor = try Self.learnedSaturday(calendar)
        let ordinary = try Self.learnedSaturday(CityCalendar())
        // The hours before eight are learned in both, and move the level a little.
        #expect((60..<63).contains(sensor[5 * 96 + 40]))
        #expect(ordinary[5 * 96 + 40] > 68)
    }

    /// The week as it is expected after a Saturday with three times as many people from eight to twelve.
    private static func learnedSaturday(_ calendar: CityCalendar) throws -> [Double] {
        var (house, _) = saturday(calendar, counting: 60)
        _ = house.hear(Told.steady(from: .at("12:00"), to: .at("12:00") + .seconds(86_400)))
        return try #require(house.pipeline.state.sensors[0].profile?.week())
    }

    @Test("an event before one gate hides that gate alone")
    func oneGate() throws {
        let calendar = CityCalendar(events: [
            .init(
                zone: Self.place, window: Window(from: .at("08:00"), to: .at("12:00")),
                sensors: [SensorID("gate-1")])
        ])
        var (house, _) = Self.saturday(calendar, counting: 60)
        _ = house.hear(Told.steady(from: .at("12:00"), to: .at("12:00") + .seconds(86_400)))
        let people = house.pipeline.state.sensors.map { $0.profile?.week()[5 * 96 + 40] ?? .nan }
        #expect(people[0] < 63 && people[1] > 68 && people[2] > 68)
    }

    @Test("during a declared break nothing is sure")
    func breakIsUnsure() throws {
        let window = Window(from: .at("08:00"), to: .at("20:00"))
        let (_, actions) = Self.saturday(
            CityCalendar(breaks: [.init(zone: Self.place, window: window)]), counting: 20)
        let reading = try #require(actions.finals.last)
        #expect(reading.reasons.contains(.declaredBreak) && reading.measurement?.confidence == .low)
    }

    @Test("a shopping Sunday learns what it adds to a Sunday, and leaves the Sunday as it is")
    func shoppingSunday() throws {
        let sunday = Self.day.advanced(byDays: 1)
        let later = sunday.advanced(byDays: 28)
        let calendar = CityCalendar(shoppingSundays: [sunday, later])
        var house = House(.house(calendar: calendar))
        let start = EventTime.at("00:00") - .seconds(21 * 86_400)
        let end = EventTime.at("00:00") + .seconds(29 * 86_400)
        let actions = house.hear(
            Told.steady(from: start, to: end + .seconds(40_000)) { time in
                time.utcDate == sunday ? 60 : 20
            })
        let state = try #require(house.pipeline.state.sensors.first)
        let (plain, open) = (try #require(state.profile?.week()[6 * 96 + 40]), try #require(state.day(later)))
        #expect(abs(plain - 60) < 1)
        // A third of what the first one brought: 60 · 3^(1/3).
        #expect(abs(open.people[40] - 86.5) < 2)
        #expect(actions.finals.last?.reasons.contains(.shoppingSunday) ?? false)
    }

    @Test("in school holidays the readings say so, and are compared as ever")
    func schoolHoliday() throws {
        let (_, actions) = Self.saturday(CityCalendar(schoolHolidays: [Self.day]), counting: 20)
        let reading = try #require(actions.finals.last)
        #expect(reading.reasons == [.schoolHoliday] && reading.measurement?.index.percent == 100)
    }
}

import Barometer
import Foundation
import Testing

@testable import Footfall

/// Odd events (section 11 of the method): a sensible answer, or why there is none.
@Suite struct ImpactEdgeTests {
    @Test("two events at once are both scored, and both say so; one of them alone says nothing of the kind")
    func overlap() throws {
        var city = ImpactCity()
        city.multiply(0, 12..<18, by: 1.5)
        let (fair, concert) = (city.edition(), city.edition("concert", 16..<20))
        for (edition, other) in [(fair, concert), (concert, fair)] {
            let found = city.assess(edition, beside: [other])
            let impact = try #require(found.impacts.first)
            #expect(impact.effect != nil && impact.reasons == [.overlap])
            #expect(found.details.first?.basis.hasOverlap == true)
        }
        for other in [city.edition("early", 8..<12), city.edition("elsewhere", zones: [1])] {
            #expect(city.assess(fair, beside: [other]).impacts.first?.reasons == [])
        }
        let sensors = city.edition("at-a", sensors: [.sensor(0, 0)])
        #expect(
            city.assess(sensors, beside: [city.edition("at-b", sensors: [.sensor(0, 1)])]).accounts[0]
                .hasOverlap == false)
    }

    @Test("a day with a known event in the city is no history; one in another town is")
    func history() throws {
        let city = ImpactCity(towns: [5: "b"])
        func days(_ others: [EventEdition]) -> Int? {
            city.assess(city.edition(), beside: others).accounts.first?.history.count
        }
        #expect(days([]) == 84)
        #expect(days([city.edition("last-week", day: -7)]) == 83)
        #expect(days([city.edition("next-door", zones: [3], day: -7)]) == 83)
        #expect(days([city.edition("far", zones: [5], day: -7)]) == 84)
        #expect(days([city.edition("night", 22..<26, zones: [3], day: -7)]) == 82)
    }

    @Test("over midnight the second day has its own expectation, and history crosses midnight too")
    func midnight() throws {
        var city = ImpactCity(people: 900)
        city.multiply(0, 20..<28, by: 1.5)
        let edition = city.edition("night", 20..<28)
        #expect(edition.days(city.plan.clock) == [edition])
        let found = city.assess(edition)
        let effect = try #require(found.impacts.first?.effect)
        #expect(effect.lower.percent < 50 && effect.upper.percent > 50 && effect.score.value > 2)
        let account = try #require(found.accounts.first)
        // Friday's night is compared with nights, and ends before the event's day.
        #expect(account.history.last?.date == ImpactCity.today.advanced(byDays: -1))
        #expect(account.expected > 0 && account.coverage == 1)
    }

    @Test("without its second day, a night is told as far as it is enough, and else is not")
    func halfANight() throws {
        var city = ImpactCity(people: 900)
        city.days.removeAll { $0.date > ImpactCity.today }
        let most = city.assess(city.edition("most", 18..<26)).impacts[0]
        #expect(most.effect?.grade == .b && most.completeness == Share(0.75))
        let half = city.assess(city.edition("half", 20..<28)).impacts[0]
        #expect(half.content == .withheld && half.reasons.first == .lowCoverage)
    }

    @Test(
        "over a clock change the hours that there are count, in spring and in autumn",
        arguments: [("2026-03-28", 8), ("2026-10-24", 9)])
    func clockChange(date: String, hours: Int) throws {
        let url = URL(filePath: "/usr/share/zoneinfo/Europe/Brussels")
        let clock = try #require(
            CityClock(name: "Europe/Brussels", timeZoneFile: [UInt8](try Data(contentsOf: url))))
        let saturday = try #require(CalendarDate(date))
        let window = Window(
            from: clock.time(of: saturday, second: 20 * 3600),
            to: clock.time(of: saturday.advanced(byDays: 1), second: 5 * 3600))
        #expect(window.length == .seconds((hours == 8 ? 8 : 10) * 3600))
        let local = LocalWindow(window, clock)
        #expect(local.hours == 20..<29 && local.length(clock) == hours)
        #expect(local.parts.map(\.hours) == [20..<24, 0..<5])
    }

    @Test("the hour that does not exist is not missing")
    func spring() throws {
        let url = URL(filePath: "/usr/share/zoneinfo/Europe/Brussels")
        let clock = try #require(
            CityClock(name: "Europe/Brussels", timeZoneFile: [UInt8](try Data(contentsOf: url))))
        // The day after today is 2026-03-15; the city is told that it is two weeks later.
        var city = ImpactCity(people: 900, clock: clock)
        city.days = city.days.map { $0.moved(by: 14) }
        city.change(on: 15...15) { people, expected in
            people[2] = .nan
            expected[2] = .nan
        }
        let night = city.edition("night", 22..<28, day: 14)
        let account = try #require(city.assess(night).accounts.first)
        #expect(night.window.length == .seconds(5 * 3600))
        #expect(account.coverage == 1 && account.result?.grade == .a)
    }

    @Test("with half of its sensors dead an event cannot be told; with a third it can, and says so")
    func deadSensors() throws {
        var city = ImpactCity(sensors: 2)
        city.change(0, sensor: 1) { people, _ in people = .init(repeating: .nan, count: 24) }
        let half = try #require(city.assess(city.edition()).impacts.first)
        #expect(half.content == .withheld && half.completeness == Share(0.5))
        #expect(half.reasons == [.lowCoverage, .sensors(.init(1, of: 2))])
        var larger = ImpactCity(sensors: 3)
        larger.change(0, sensor: 1) { people, _ in people = .init(repeating: .nan, count: 24) }
        larger.multiply(0, 12..<18, by: 1.5)
        let third = try #require(larger.assess(larger.edition()).impacts.first)
        #expect(third.effect?.grade == .c && third.reasons == [.sensors(.init(2, of: 3))])
        #expect((third.effect?.lower.percent ?? 99) < 50 && (third.effect?.upper.percent ?? 0) > 50)
        var dead = ImpactCity()
        dead.change(0) { people, _ in people = .init(repeating: .nan, count: 24) }
        #expect(dead.assess(dead.edition()).impacts.first?.reasons.first == .noData)
    }

    @Test("a fault is left out, unless an event explains it")
    func fault() throws {
        var city = ImpactCity()
        city.fault(0)
        let edition = city.edition()
        #expect(city.assess(edition).impacts.first?.effect != nil)
        // Nobody knew of the event, so nothing is known of the day.
        #expect(city.scorer([]).assess(edition, isFinal: true).impacts.first?.reasons.first == .noData)
    }

    @Test("on a public holiday the bounds are wider, the grade is C at most, and it is said")
    func holiday() throws {
        var city = ImpactCity()
        city.multiply(0, 12..<18, by: 1.6)
        let plain = try #require(city.assess(city.edition()).accounts.first?.result)
        var holiday = ImpactCity(calendar: .init(publicHolidays: [ImpactCity.today]))
        holiday.multiply(0, 12..<18, by: 1.6)
        let found = holiday.assess(holiday.edition())
        let result = try #require(found.accounts.first?.result)
        #expect(result.sigma > 0.3 && plain.sigma < 0.15 && result.z < plain.z)
        #expect(found.impacts.first?.effect?.grade == .c)
        #expect(found.impacts.first?.reasons == [.publicHoliday])
        // Sundays are most like it.
        #expect(
            found.accounts[0].history.allSatisfy {
                $0.weight == ($0.date.weekday == 6 ? 1 : $0.date.weekday == 5 ? 0.6 : 0.35)
            })
    }

    @Test(
        "a new installation has no score before its eighth ordinary day, and grade C before its sixth week",
        arguments: [(0, "too_little_history"), (7, "too_little_history"), (8, "C"), (41, "C"), (42, "A")])
    func newInstallation(days: Int, answer: String) throws {
        let city = ImpactCity(history: days)
        let impact = try #require(city.assess(city.edition()).impacts.first)
        #expect(impact.effect?.grade.rawValue ?? impact.reasons.first?.code == answer)
    }

    @Test("before anything is expected, that is what is said")
    func coldStart() throws {
        var city = ImpactCity(history: 14)
        city.change(0, on: -14...0) { _, expected in expected = .init(repeating: .nan, count: 24) }
        #expect(city.assess(city.edition()).impacts.first?.reasons.first == .coldStart)
    }

    @Test("with all controls at fault nothing is adjusted, and the grade is B at most")
    func noControls() throws {
        var city = ImpactCity()
        for zone in 1...5 { city.fault(zone) }
        let found = city.assess(city.edition())
        #expect(found.impacts.first?.effect?.grade == .b)
        #expect(found.impacts.first?.reasons == [])
        #expect(found.accounts.first?.controls == [])
        #expect(found.accounts.first?.result?.adjustment == 0)
    }

    @Test("a sensor that changed of late makes it a C")
    func changed() throws {
        for (back, grade) in [(13, "C"), (14, "A")] {
            var city = ImpactCity()
            city.days = city.days.map { $0.with(epoch: ImpactCity.today.advanced(byDays: -back)) }
            let impact = try #require(city.assess(city.edition()).impacts.first)
            #expect(impact.effect?.grade.rawValue == grade)
            #expect(impact.reasons.contains(.sensorChanged) == (back < 14))
        }
    }

    @Test("an event of more than a day has a score for each local day, and a total")
    func days() throws {
        var city = ImpactCity(zones: 4)
        for day in 0...2 {
            city.multiply(0, day * 24..<day * 24 + 24, by: day == 1 ? 2 : 1.5)
        }
        let edition = city.edition("fair-2026-03-14", 10..<64)
        let parts = edition.days(city.plan.clock)
        #expect(parts.map(\.id.name) == (1...3).map { "fair-2026-03-14-day-\($0)" })
        #expect(parts.map { $0.window.length.wholeSeconds / 3600 } == [14, 24, 16])
        let found = city.assess(edition)
        #expect(found.impacts.map(\.event.name) == ["fair-2026-03-14"] + parts.map(\.id.name))
        #expect(found.details.count == 4 && found.accounts.count == 3)
        let results = found.accounts.compactMap(\.result)
        let weights = found.accounts.map(\.expected)
        let mean = zip(results, weights).reduce(0) { $0 + $1.0.theta * $1.1 } / weights.reduce(0, +)
        #expect(found.impacts[0].effect?.uplift == Uplift(ratio: Statistics.exp(mean) - 1))
        // Its own days are not another event.
        #expect(!found.impacts.contains { $0.reasons.contains(.overlap) })
        city.change(0, on: 1...1) { people, _ in people = .init(repeating: .nan, count: 24) }
        let partly = city.assess(edition).impacts
        #expect(partly[0].content == .withheld && partly[0].reasons.first == .noData)
        #expect(partly[1].effect != nil && partly[2].effect == nil)
    }

    @Test("a long name stays a slug of 64 letters, and another than that of its neighbour")
    func longName() {
        let long = String(repeating: "a", count: 63)
        let days = ["1", "2"].flatMap { ImpactCity().edition(long + $0, 10..<64).days(.utc) }
        #expect(days.allSatisfy { $0.id.isSlug && $0.id.name.utf8.count == 64 })
        #expect(Set(days.map(\.id)).count == days.count && days.count == 6)
    }

    @Test(
        "a crowd too small to hide in is not told, whatever was counted",
        arguments: [
            (2, 2.0, "too_few_passers_by"), (1, 15.0, "too_few_sensors"), (2, 15.0, "C"), (1, 40.0, "C"),
        ])
    func release(sensors: Int, people: Double, answer: String) throws {
        var city = ImpactCity(sensors: sensors, history: 40, people: people)
        for factor in [Float(1), 100] {
            city.multiply(0, 12..<18, by: factor)
            let impact = try #require(city.assess(city.edition()).impacts.first)
            #expect(impact.effect?.grade.rawValue ?? impact.reasons.first?.code == answer)
        }
    }

    @Test("one zone that is withheld takes the sum of two with it, and not that of four")
    func group() throws {
        for (zones, isTold) in [([0, 1], false), ([0, 1, 2, 3], true)] {
            var city = ImpactCity()
            city.change(0, on: -100...2) { people, expected in
                people = people.map { ($0 / 150).rounded() }
                expected = expected.map { $0 / 150 }
            }
            let found = city.assess(city.edition(zones: zones))
            #expect(found.impacts[0].reasons == [.tooFewPassersBy])
            let detail = try #require(found.details.first)
            #expect((detail.whole != nil) == isTold)
            #expect(detail.reasons == (isTold ? [] : [.groupWithheld]))
            #expect(found.accounts.last?.sensors.contains(.sensor(0, 0)) == false)
        }
    }

    @Test("a zone that is not public is scored inside and not spoken of")
    func hidden() {
        let city = ImpactCity()
        let plan = Plan(
            clock: .utc, zones: city.plan.zones.map { Plan.Zone(id: $0.id, isPublic: $0.id != .zone(0)) },
            sensors: city.plan.sensors)
        var history = ImpactHistory(plan: plan)
        for day in city.days { history.add(day) }
        let found = ImpactScorer(history: history, editions: []).assess(city.edition(), isFinal: true)
        #expect(found.impacts.isEmpty && found.details.isEmpty)
        #expect(found.accounts.first?.result != nil)
    }

    @Test("an event nowhere is told as such")
    func nowhere() {
        let city = ImpactCity()
        let found = city.assess(city.edition(zones: [17]))
        #expect(found.impacts.isEmpty)
        #expect(found.details.first?.reasons == [.tooFewSensors])
    }
}

extension SensorDay {
    fileprivate func moved(by days: Int) -> SensorDay {
        SensorDay(
            sensor: sensor, zone: zone, date: date.advanced(byDays: days), isFinal: isFinal,
            people: people, expected: expected, spread: spread)
    }
}

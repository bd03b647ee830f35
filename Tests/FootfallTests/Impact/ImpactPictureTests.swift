import Barometer
import Testing

@testable import Footfall

@Suite("What is drawn of an event") struct ImpactPictureTests {
    private func picture(_ city: ImpactCity, _ edition: EventEdition? = nil) throws -> ImpactPicture {
        try #require(city.assess(edition ?? city.edition()).pictures.first)
    }

    private func gap(_ picture: ImpactPicture, hour: Int) -> Reason? {
        if case .gap(let reason) = picture.curve[hour].content { reason } else { nil }
    }

    /// A city in which everything went as expected, so that what is changed is all there is.
    private func quietCity(
        sensors: Int = 2, people: Double = 200, neighbours: [Int: Set<ZoneID>] = [:]
    ) -> ImpactCity {
        var city = ImpactCity(sensors: sensors, people: people, neighbours: neighbours)
        city.change { people, expected in people = expected }
        return city
    }

    @Test("an hour with twice the people stands twice as high, and the busiest expected hour is 100")
    func heights() throws {
        var city = quietCity()
        city.multiply(0, 12..<18, by: 2)
        let curve = try picture(city).curve
        #expect(curve.count == 24)
        let hours = curve.compactMap(\.told)
        #expect(hours.map(\.expected.percent).max() == 100)
        #expect(hours[14].expected.percent == 100 && hours[14].measured.percent == 200)
        #expect((12..<18).allSatisfy { hours[$0].index.percent == 200 })
        #expect((0..<12).allSatisfy { hours[$0].index.percent == 100 })
        #expect(hours.allSatisfy { $0.lower.percent <= $0.expected.percent })
        #expect(hours.allSatisfy { $0.expected.percent <= $0.upper.percent })
        // A spread of 0.15 for two sensors: 100 times or by exp(1.58 · 0.15 · 0.8).
        #expect(hours[14].lower.percent == 85 && hours[14].upper.percent == 120)
    }

    @Test("what was not measured is a gap, and no zero")
    func missing() throws {
        var city = quietCity()
        city.change(0) { people, _ in people[15] = .nan }
        city.change(0, sensor: 0) { people, _ in people[16] = 0 }
        city.change(0, sensor: 1) { people, _ in people[16] = 0 }
        let picture = try picture(city)
        #expect(gap(picture, hour: 15) == .noData)
        #expect(picture.curve[16].told?.measured.percent == 0)
        city.fault(0)
        city.change(0) { people, _ in people = .init(repeating: .nan, count: 24) }
        #expect(try self.picture(city).curve.isEmpty)
    }

    @Test("a silent sensor is taken to have gone as the other one, while that tells of half of the crowd")
    func silent() throws {
        var city = quietCity()
        city.multiply(0, 12..<18, by: 1.5)
        let before = try picture(city).curve[14].told
        city.change(0, sensor: 0) { people, _ in people[14] = .nan }
        #expect(try picture(city).curve[14].told?.measured == before?.measured)
        city.change(0, sensor: 1) { people, _ in people[14] = .nan }
        #expect(gap(try picture(city), hour: 14) == .noData)
    }

    @Test(
        "hours in which few people are usual are hidden, however many came",
        arguments: [(12, 2, Reason.tooFewPassersBy), (90, 1, .tooFewSensors)], [0, 7919])
    func hidden(crowd: (expected: Float, sensors: Int, reason: Reason), people: Float) throws {
        var city = quietCity(sensors: crowd.sensors, people: 2000)
        city.change(0) { counted, expected in
            expected[3] = crowd.expected
            counted[3] = people
        }
        let picture = try picture(city)
        #expect(gap(picture, hour: 3) == crowd.reason)
        #expect(picture.curve.count { $0.told == nil } == 1)
    }

    @Test("where one of two zones is hidden for an hour, the other would tell of it; of four, three are told")
    func group() throws {
        var city = quietCity()
        city.change(1) { _, expected in expected[9] = 10 }
        let two = try picture(city, city.edition(zones: [0, 1]))
        #expect(gap(two, hour: 9) == .groupWithheld && gap(two, hour: 10) == nil)
        let four = try picture(city, city.edition(zones: [0, 1, 2, 3]))
        #expect(four.curve[9].told?.index.percent == 100)
    }

    @Test(
        "an effect that is withheld for a small crowd has no picture; one for want of history has its curve")
    func withheld() throws {
        let small = try picture(quietCity(people: 1))
        #expect(small.curve.isEmpty && small.ordinary.isEmpty && small.common == nil)
        var city = ImpactCity(history: 5)
        city.change { people, expected in people = expected }
        let young = try picture(city)
        #expect(young.curve.count == 24 && young.ordinary.isEmpty && young.common == nil)
    }

    @Test("over midnight it is eight hours before to six after; else the day, which has 23 hours in spring")
    func span() throws {
        let city = quietCity()
        let edition = city.edition("night", 20..<27)
        let night = try picture(city, edition).curve
        #expect(night.count == 21)
        #expect(night.first?.start == edition.window.start - .seconds(8 * 3600))
        #expect(night.last?.start == edition.window.end + .seconds(5 * 3600))
    }

    @Test("several days have a picture each")
    func days() throws {
        let city = quietCity()
        let found = city.assess(city.edition("fest", 10..<58))
        #expect(found.pictures.map(\.event.name) == ["fest-day-1", "fest-day-2", "fest-day-3"])
        #expect(found.details.map(\.event.name) == ["fest"] + found.pictures.map(\.event.name))
    }

    @Test("ordinary days stand in steps of 10 percent, each once")
    func ordinary() throws {
        let city = ImpactCity()
        let found = city.assess(city.edition())
        let bins = try #require(found.pictures.first).ordinary
        #expect(bins.map(\.days).reduce(0, +) == found.details.first?.basis.historyDays)
        #expect(bins.allSatisfy { $0.from.percent.isMultiple(of: 10) })
        #expect(bins.map(\.from) == bins.map(\.from).sorted())
        let placed = ImpactPublisher.bins(of: [-0.01, 0.01, 0.02, 0.6, 9, -99])
        #expect(placed.map(\.from.percent) == [-100, -10, 0, 80, 1000])
        #expect(placed.map(\.days) == [1, 1, 2, 1, 1])
    }

    @Test("what moved everybody is told, where there is something to compare with")
    func common() throws {
        var city = ImpactCity()
        city.change { people, _ in people = people.map { ($0 * 0.75).rounded() } }
        let common = try #require(try picture(city).common)
        #expect((-30 ... -10).contains(common.percent), "\(common.percent)")
        let alone = ImpactCity(zones: 1, sensors: 2)
        #expect(try picture(alone).common == nil)
    }

    @Test("the noise that is told is in it, and the true count is not")
    func noise() throws {
        var city = quietCity()
        city.change(0) { people, _ in people[14] = 7919 }
        var plan = city.plan
        plan.privacy.noise = Noise { _ in .init(repeating: 0, count: 32) }
        var history = ImpactHistory(plan: plan)
        for day in city.days {
            history.add(
                SensorDay(
                    sensor: day.sensor, zone: day.zone, date: day.date, isFinal: true, people: day.people,
                    told: day.expected, expected: day.expected, spread: day.spread))
        }
        let edition = city.edition()
        let found = ImpactScorer(history: history, editions: [edition]).assess(edition, isFinal: true)
        #expect(found.pictures.first?.curve[14].told?.index.percent == 100)
    }
}

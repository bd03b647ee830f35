import Barometer
import TestKit
import Testing

@testable import Footfall

/// What must hold for events in an ordinary city; the odd ones are in `ImpactEdgeTests`.
@Suite struct ImpactScorerTests {
    @Test("finds what an event did, and nothing where there was none")
    func uplift() {
        var (quiet, loud, held) = (0, 0, 0)
        for seed in UInt64(0)..<12 {
            var city = ImpactCity(zones: 4, seed: seed)
            let before = city.assess(city.edition()).impacts.first?.effect
            city.multiply(0, 12..<18, by: 1.6)
            let after = city.assess(city.edition()).impacts.first?.effect
            #expect(after?.grade == .a && after?.confidence == .high && after?.placebo == Share.none)
            quiet += before?.size == .noEffect ? 1 : 0
            loud += (after?.score.value ?? 0) > 2 ? 1 : 0
            held += (after?.lower.percent ?? 99) <= 60 && (after?.upper.percent ?? 0) >= 60 ? 1 : 0
        }
        #expect(quiet >= 10 && loud == 12 && held >= 9, "\(quiet) quiet, \(loud) loud, \(held) held")
    }

    @Test("the rain that falls on all is not the event's")
    func commonMovement() throws {
        var city = ImpactCity()
        let dry = try #require(city.assess(city.edition()).accounts.first)
        city.change { people, _ in people = people.map { ($0 * 0.75).rounded() } }
        let wet = try #require(city.assess(city.edition()).accounts.first)
        #expect(wet.logRatio < dry.logRatio - 0.25)
        #expect(abs((wet.result?.theta ?? 9) - (dry.result?.theta ?? -9)) < 0.1)
        #expect(wet.controls.count == 10)
        #expect(!wet.controls.contains { $0.zone == .zone(0) })
    }

    @Test("each zone has its score, and all as one have a better one")
    func zones() throws {
        var city = ImpactCity()
        for zone in 0...1 { city.multiply(zone, 12..<18, by: 1.3) }
        let found = city.assess(city.edition(zones: [0, 1]))
        #expect(found.impacts.map(\.zone) == [.zone(0), .zone(1)])
        #expect(found.accounts.map(\.zone) == [.zone(0), .zone(1), nil])
        #expect(found.accounts[2].sensors.count == 4)
        #expect(found.details.count == 1)
        let whole = try #require(found.details[0].whole)
        #expect(whole.lower.percent < 30 && whole.upper.percent > 30)
    }

    @Test("the same input gives the same, in whatever order it came")
    func determinism() {
        var city = ImpactCity(neighbours: [0: [.zone(1), .zone(2)]])
        city.multiply(0, 12..<18, by: 1.6)
        let before = city.assess(city.edition())
        var chance = Chance(seed: 7)
        city.days.shuffle(using: &chance)
        #expect(city.assess(city.edition()) == before)
    }

    @Test("editions found together, some in the same hours, are what each is by itself")
    func together() {
        var city = ImpactCity(neighbours: [0: [.zone(1), .zone(2)]])
        for zone in [0, 3] { city.multiply(zone, 12..<18, by: 1.6) }
        let editions = [
            city.edition("late", 14..<20, zones: [3]), city.edition("a"), city.edition("b", zones: [3]),
            city.edition("night", 20..<28), city.edition("c", zones: [0, 3], footprint: [.zone(4)]),
            city.edition("three-days", -24..<46), city.edition("d", zones: [5]),
        ]
        let scorer = city.scorer(editions)
        func isFinal(_ edition: EventEdition) -> Bool { edition.id.name != "b" }
        let each = editions.map { scorer.assess($0, isFinal: isFinal($0)) }
        #expect(scorer.assess(editions, isFinal: isFinal) == each)
        #expect(scorer.assess(editions.reversed(), isFinal: isFinal) == each.reversed())
        #expect(each.allSatisfy { !$0.impacts.isEmpty })
    }

    @Test("hours, reach and rings: when it was felt, by whom, and at whose cost")
    func surroundings() throws {
        var city = ImpactCity(zones: 8, neighbours: [0: [.zone(1)], 1: [.zone(2)]])
        city.multiply(0, 11..<20, by: 2)
        city.multiply(1, 12..<18, by: 0.6)
        let found = city.assess(city.edition())
        let detail = try #require(found.details.first)
        #expect(detail.affected?.start == city.edition().window.start - .seconds(3600))
        #expect(detail.lead == .seconds(3600) && detail.lag == .seconds(2 * 3600))
        #expect(detail.footprint == Share.none)
        #expect(detail.rings.map(\.distance) == [1, 2])
        #expect(detail.rings.map(\.zones) == [[.zone(1)], [.zone(2)]])
        #expect(detail.rings[0].estimate?.size == .decrease)
        #expect(detail.rings[1].estimate?.size == .noEffect)
        #expect(detail.spillOver.map { $0.percent < -30 } == true)
        let displaced = try #require(detail.displaced)
        // Twice its crowd against two fifths of a crowd half as large again.
        #expect((0.45...0.75).contains(displaced.value))
        let (net, whole) = (try #require(detail.net), try #require(detail.whole))
        #expect(net.uplift < whole.uplift)
        let hours = try #require(found.accounts.first?.hours)
        #expect(hours.count == 12 && hours.count(where: \.isAffected) == 9)
    }

    @Test("sensors elsewhere that were busier too are part of the footprint")
    func footprint() throws {
        var city = ImpactCity(zones: 8)
        for zone in [0, 3] { city.multiply(zone, 12..<18, by: 2) }
        let detail = try #require(city.assess(city.edition()).details.first)
        // Two of fourteen.
        #expect(detail.footprint?.hundredths == 14)
        #expect(detail.rings.isEmpty && detail.spillOver == nil && detail.net == nil)
    }

    @Test("compares with other towns where there are three sensors of them")
    func towns() throws {
        let towns = [4: "b", 5: "b"]
        let city = ImpactCity(towns: towns)
        let controls = try #require(city.assess(city.edition()).accounts.first?.controls)
        #expect(Set(controls.map(\.zone)) == [.zone(4), .zone(5)])
        let alone = ImpactCity(sensors: 1, people: 500, towns: [4: "b", 5: "b"])
        #expect(alone.assess(alone.edition()).accounts.first?.controls.count == 5)
    }

    @Test("a zone that an event is known to touch is no control")
    func footprintDeclared() throws {
        let city = ImpactCity()
        let edition = city.edition(footprint: [.zone(5)])
        let controls = try #require(city.assess(edition).accounts.first?.controls)
        #expect(Set(controls.map(\.zone)) == [.zone(1), .zone(2), .zone(3), .zone(4)])
    }

    @Test("editions of a series are told as one, from two on")
    func series() throws {
        var city = ImpactCity()
        city.multiply(0, 12..<18, by: 1.5)
        let first = [try #require(city.assess(city.edition("fair-1")).ofSeries)]
        let second = [try #require(city.assess(city.edition("fair-2")).ofSeries)]
        #expect(SeriesPool(EventSeriesID("fairs"), first) == nil)
        #expect(SeriesPool(EventSeriesID("others"), first + second) == nil)
        let impact = try #require(SeriesPool(EventSeriesID("fairs"), second + first)?.impact)
        #expect(impact.editions.map(\.name) == ["fair-1", "fair-2"])
        #expect(impact.heterogeneity == .none)
        #expect(impact.estimate.lower.percent < 50 && impact.estimate.upper.percent > 50)
    }
}

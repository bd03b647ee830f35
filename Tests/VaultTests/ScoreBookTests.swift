import Barometer
import Footfall
import TestKit
import Testing

@testable import Vault

@Suite("The book of scores") struct ScoreBookTests {
    private let place = Place()

    private func scored(_ event: String, isFinal: Bool = false, theta: Double? = 0.4) -> ScoredEdition {
        ScoredEdition(
            event: EventID(event), terms: "here and then", lastDay: CalendarDate(daysSinceEpoch: 20_000),
            isFinal: isFinal, daysSeen: 7,
            effect: theta.map {
                EditionEffect(
                    event: EventID(event), series: EventSeriesID("fairs"), theta: $0, sigma: 0.1)
            })
    }

    private func step(
        _ event: String, _ impacts: [Impact], isFinal: Bool = false
    ) -> StateStore.ScoreStep {
        var step = StateStore.ScoreStep(now: .at("15:00"))
        step.scored = [(scored(event, isFinal: isFinal), impacts.map { .impact($0) })]
        return step
    }

    private func removal(of event: String) -> StateStore.ScoreStep {
        var step = StateStore.ScoreStep(now: .at("15:00"))
        step.gone = [EventID(event)]
        return step
    }

    @Test("publishes what is new or otherwise, and the same again never, also after a restart")
    func differences() throws {
        let (quay, market) = (Impact.sample("fair", zone: "quay"), Impact.sample("fair", zone: "market"))
        do {
            let store = try StateStore(in: place.folder())
            #expect(try store.commit(step("fair", [quay, market])).map(\.version) == [1, 1])
            #expect(try store.commit(step("fair", [quay, market])).isEmpty)
            try store.close()
        }
        let store = try StateStore(in: place.folder())
        #expect(try store.commit(step("fair", [quay, market], isFinal: true)).isEmpty)
        let other = Impact.sample("fair", zone: "quay", content: .sample(uplift: 0.5))
        let news = try store.commit(step("fair", [other, market]))
        #expect(news.map(\.content) == [.impact(other)] && news.map(\.version) == [2])
        #expect(try store.publications(after: 0, limit: 9).map(\.sequence) == [1, 2, 3])
    }

    @Test("retracts what is told no more, zone by zone or as a whole, and goes on counting when it is back")
    func retractions() throws {
        let (quay, market) = (Impact.sample("fair", zone: "quay"), Impact.sample("fair", zone: "market"))
        let store = try StateStore(in: place.folder())
        _ = try store.commit(step("fair", [quay, market]))
        let second = try store.commit(step("other", [Impact.sample("other", zone: "quay")]))
        guard case .series(let series)? = second.last?.content else {
            Issue.record("two editions are a series: \(second)")
            return
        }
        #expect(series.editions.map(\.name) == ["fair", "other"] && second.last?.version == 1)
        let one = try store.commit(step("fair", [market]))
        #expect(one.map(\.content) == [.retraction(.event(EventID("fair"), ZoneID("quay")))])
        #expect(one.map(\.version) == [2])
        let all = try store.commit(removal(of: "fair"))
        let gone: [Subject] = [.event(EventID("fair"), ZoneID("market")), .series(series.series)]
        #expect(all.map(\.content) == gone.map { .retraction($0) })
        #expect(try store.commit(removal(of: "fair")).isEmpty)
        #expect(try store.scoreState().scored.map(\.event.name) == ["other"])
        #expect(try store.commit(step("fair", [quay, market])).map(\.version) == [3, 3, 3])
    }

    @Test("remembers what editions were scored as")
    func memory() throws {
        let store = try StateStore(in: place.folder())
        for edition in [scored("a"), scored("b", isFinal: true, theta: nil)] {
            var step = StateStore.ScoreStep(now: .at("15:00"))
            step.scored = [(edition, [])]
            #expect(try store.commit(step).isEmpty)
        }
        #expect(try store.scoreState().scored == [scored("a"), scored("b", isFinal: true, theta: nil)])
        #expect(try store.scoreState().days == nil)
    }

    @Test("knows which days are over and final, from the pipeline or from the days themselves")
    func days() throws {
        func day(_ date: Int, isFinal: Bool) -> Keepsake {
            .sensorDay(
                SensorDay(
                    sensor: SensorID("gate-1"), zone: ZoneID("quay"),
                    date: CalendarDate(daysSinceEpoch: date),
                    isFinal: isFinal, people: .init(repeating: 1, count: 24),
                    expected: .init(repeating: 1, count: 24), spread: .init(repeating: 1, count: 24)))
        }
        let store = try StateStore(in: place.folder())
        func commit(_ keepsakes: [Keepsake], _ days: DayProgress?) throws {
            _ = try store.commit(
                .init(
                    position: 1, contents: [], keepsakes: keepsakes, checkpoint: nil, days: days,
                    now: .at("15:00")))
        }
        let marks = try store.scoreMarks()
        try commit([day(20_000, isFinal: true), day(20_001, isFinal: false)], nil)
        let old = try #require(try store.scoreState().days)
        #expect(old.dates == CalendarDate(daysSinceEpoch: 20_000)...CalendarDate(daysSinceEpoch: 20_001))
        #expect(old.newestFinal == CalendarDate(daysSinceEpoch: 20_000))
        #expect(try store.scoreMarks() != marks && store.scoreState().dayChanges == 2)
        try commit(
            [],
            DayProgress(
                newestOver: CalendarDate(daysSinceEpoch: 20_004),
                newestFinal: CalendarDate(daysSinceEpoch: 20_003)))
        let silent = try #require(try StateReader(dataFolder: place.path).keptDays())
        #expect(silent.dates.upperBound == CalendarDate(daysSinceEpoch: 20_004))
        #expect(silent.isFinal(CalendarDate(daysSinceEpoch: 20_003)))
        #expect(!silent.isFinal(CalendarDate(daysSinceEpoch: 20_004)))
    }
}

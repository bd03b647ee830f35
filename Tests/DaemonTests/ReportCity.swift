import Barometer
import Footfall
import TestKit

@testable import footfalld

/// A town of one square, its two neighbours and three other places, whose Saturday can be told of in a report.
struct ReportCity {
    static let saturday = CalendarDate(daysSinceEpoch: 20_526)
    static let names = ["square", "mall", "alley", "station", "park", "harbour"]
    /// People in the third hour of the fair, which no page may hold unless it is private.
    static let unmistakable: Float = 7919

    let plan: Plan
    /// Percent that the event's hours hold of what is usual; the third has its own number.
    var uplift: Float = 85
    /// People usual in the middle of the day.
    var people: Float = 4001

    init(uplift: Float = 85, people: Float = 4001) {
        (self.uplift, self.people) = (uplift, people)
        plan = Plan(
            clock: .utc,
            zones: Self.names.map { name in
                Plan.Zone(
                    id: ZoneID(name), neighbours: name == "square" ? [ZoneID("mall"), ZoneID("alley")] : [])
            },
            sensors: Self.names.indices.map { Plan.Sensor(id: SensorID("s-\($0)"), zone: $0) })
    }

    func edition(
        _ id: String = "fair-2026", name: String = "Kermis", _ hours: Range<Int> = 12..<18,
        zones: [String] = ["square"], series: String? = nil
    ) -> EventEdition {
        func time(_ hour: Int) -> EventTime { EventTime(Self.saturday) + .seconds(3600 * hour) }
        return EventEdition(
            id: EventID(id), series: series.map { EventSeriesID($0) }, name: Words(nl: name, en: name),
            kind: "fair", zones: zones.map { ZoneID($0) },
            window: Window(from: time(hours.lowerBound), to: time(hours.upperBound)))
    }

    private var days: [SensorDay] {
        (0...80).reversed().flatMap { back in
            Self.names.indices.map { day(place: $0, back: back) }
        } + (1...3).flatMap { ahead in Self.names.indices.map { day(place: $0, back: -ahead) } }
    }

    private func day(place: Int, back: Int) -> SensorDay {
        let expected = (0..<24).map { hour in people * Float(max(2, 13 - abs(hour - 14))) / 13 }
        // Days stray, each by its own, with no chance in it.
        let stray = Float((back * 37 + place * 53) % 21 - 10) / 100
        var counted = expected.map { ($0 * (1 + stray)).rounded() }
        if back == 0, place == 0 {
            for hour in 12..<18 { counted[hour] = (expected[hour] * (1 + uplift / 100)).rounded() }
            counted[14] = Self.unmistakable
        }
        if back == 0, place == 1 {
            for hour in 12..<18 { counted[hour] = (expected[hour] * 0.6).rounded() }
        }
        return SensorDay(
            sensor: SensorID("s-\(place)"), zone: ZoneID(Self.names[place]),
            date: Self.saturday.advanced(byDays: -back), isFinal: true, people: counted, expected: expected,
            spread: .init(repeating: 0.12, count: 24))
    }

    func report(
        _ editions: [EventEdition]? = nil, _ language: ReportLanguage = .nl, isPrivate: Bool = false,
        isFinal: Bool = true, missing: [EventEdition] = []
    ) -> footfalld.Report {
        let editions = editions ?? [edition()]
        var history = ImpactHistory(plan: plan)
        for day in days { history.add(day) }
        let scorer = ImpactScorer(history: history, editions: editions)
        let events = editions.map {
            ReportEvent(edition: $0, assessment: scorer.assess($0, isFinal: isFinal))
        }
        let effects = events.compactMap(\.assessment.ofSeries)
        return footfalld.Report(
            city: "Voorbeeldstad", clock: plan.clock,
            names: Dictionary(
                uniqueKeysWithValues: Self.names.map {
                    (ZoneID($0), Words(nl: "De \($0)", en: "The \($0)"))
                }),
            shapes: .none, events: events,
            missing: missing.map { ($0, .isNotOver(Self.saturday.advanced(byDays: 10))) },
            series: Set(editions.compactMap(\.series)).sorted().compactMap {
                SeriesPool($0, effects)?.impact
            },
            newest: Self.saturday.advanced(byDays: 3), hasNoise: false, language: language,
            isPrivate: isPrivate)
    }
}

public import Barometer
import Foundation

extension EventTime {
    /// The afternoon on which most stories here happen: Saturday 14 March 2026, in UTC.
    ///
    /// - Parameter clock: `15:00` or `15:00:30`.
    public static func at(_ clock: String) -> EventTime {
        guard let time = EventTime("2026-03-14T\(clock)Z") else { preconditionFailure("no clock: \(clock)") }
        return time
    }
}

extension CalendarDate {
    /// Written as `2026-03-14`.
    public static func on(_ text: String) -> CalendarDate {
        guard let date = CalendarDate(text) else { preconditionFailure("no date: \(text)") }
        return date
    }
}

extension Reading {
    /// A quarter of an hour that counts until 35 minutes after its start.
    public static func sample(
        _ zone: String = "old-market", from start: EventTime = .at("14:00"), content: Content = .sample(),
        completeness: Double = 1, reasons: [Reason] = [], validFor: Duration = .seconds(2_100)
    ) -> Reading {
        Reading(
            zone: ZoneID(zone), window: Window(from: start, to: start + .seconds(900)), content: content,
            completeness: Share(completeness), reasons: reasons, validUntil: start + validFor)
    }
}

extension Reading.Content {
    /// A final measurement. A level of `nil` is cold start.
    public static func sample(
        index: Int = 100, deviation: Deviation = .usual, busyness: Int = 85, level: Level? = .busy,
        confidence: Confidence = .high
    ) -> Reading.Content {
        .final(
            Reading.Measurement(
                index: Index(ratio: Double(index) / 100), deviation: deviation,
                peak: level.map {
                    Reading.PeakShare(busyness: Busyness(ratio: Double(busyness) / 100), level: $0)
                },
                confidence: confidence))
    }
}

extension Publication {
    /// Published one second after its window ended.
    public static func sample(
        _ sequence: Int, version: Int = 1, _ reading: Reading = .sample()
    ) -> Publication {
        Publication(
            sequence: sequence, created: reading.window.end + .seconds(1), version: version,
            content: .reading(reading))
    }

    public static func impact(_ sequence: Int, version: Int = 1, _ impact: Impact = .sample()) -> Publication
    {
        Publication(
            sequence: sequence, created: impact.window.end + .seconds(1), version: version,
            content: .impact(impact))
    }

    /// - Parameter content: a detail or a series.
    public static func summary(_ sequence: Int, version: Int = 1, _ content: Content) -> Publication {
        Publication(sequence: sequence, created: .at("16:00"), version: version, content: content)
    }

    public static func retraction(_ sequence: Int, version: Int, of subject: Subject) -> Publication {
        Publication(
            sequence: sequence, created: .at("16:00"), version: version, content: .retraction(subject))
    }
}

extension Words {
    /// One text in both languages.
    public static func both(_ text: String) -> Words {
        Words(nl: text, en: text + " (en)")
    }
}

extension Impact {
    /// The Saturday market, from 8 to 13.
    public static func sample(
        _ event: String = "zaterdagmarkt-20260314", zone: String = "old-market", content: Content = .sample(),
        completeness: Double = 1, reasons: [Reason] = []
    ) -> Impact {
        Impact(
            event: EventID(event), zone: ZoneID(zone), window: Window(from: .at("07:00"), to: .at("12:00")),
            content: content, completeness: Share(completeness), reasons: reasons)
    }
}

extension Impact.Content {
    /// A final effect.
    public static func sample(
        uplift: Double = 0.42, score: Double = 3.9, size: Impact.Size = .moderate, grade: Impact.Grade = .a
    ) -> Impact.Content {
        .final(
            Impact.Effect(
                uplift: Uplift(ratio: uplift), lower: .lower(ratio: uplift - 0.07),
                upper: .upper(ratio: uplift + 0.07), score: Score(score), size: size, grade: grade,
                placebo: Share(0.01), confidence: .high))
    }
}

extension ImpactDetail {
    /// The Saturday market, with its neighbours.
    public static func sample(
        _ event: String = "zaterdagmarkt-20260314", uplift: Double = 0.42
    ) -> ImpactDetail {
        let window = Window(from: .at("07:00"), to: .at("12:00"))
        return ImpactDetail(
            event: EventID(event), window: window, whole: .sample(uplift: uplift), affected: window,
            footprint: Share(0.25), spillOver: Uplift(ratio: 0.04),
            rings: [.init(distance: 1, zones: [ZoneID("station")], estimate: .sample(uplift: -0.03))],
            displaced: Share(0.1), net: .sample(uplift: uplift / 2),
            basis: .init(historyDays: 71, controls: 9, isHoliday: false, hasOverlap: false, coverage: .whole),
            reasons: [])
    }
}

extension ImpactDetail.Estimate {
    public static func sample(uplift: Double = 0.42) -> ImpactDetail.Estimate {
        ImpactDetail.Estimate(
            uplift: Uplift(ratio: uplift), lower: .lower(ratio: uplift - 0.07),
            upper: .upper(ratio: uplift + 0.07), score: Score(3.9), size: .moderate)
    }
}

extension SeriesImpact {
    /// Two Saturdays.
    public static func sample(_ series: String = "zaterdagmarkt", uplift: Double = 0.4) -> SeriesImpact {
        SeriesImpact(
            series: EventSeriesID(series), editions: [EventID("\(series)-1"), EventID("\(series)-2")],
            estimate: .sample(uplift: uplift), heterogeneity: Share(0.1))
    }
}

/// Publications of every kind by chance, the same for the same seed.
public struct PublicationsByChance: Sequence, IteratorProtocol {
    private var readings: ReadingsByChance

    public init(seed: UInt64) {
        readings = ReadingsByChance(seed: seed)
    }

    /// Never ends.
    public mutating func next() -> Publication? {
        guard let publication = readings.next() else { return nil }
        return switch publication.sequence % 4 {
        case 0: publication.with(.impact(impact(publication)))
        case 1: publication.with(.retraction(publication.subject))
        default: publication
        }
    }

    private func impact(_ publication: Publication) -> Impact {
        let number = publication.sequence
        func pick<Value>(_ values: [Value]) -> Value { values[number / 4 % values.count] }
        let content = Impact.Content.sample(
            uplift: Double(number % 300 - 90) / 100, score: Double(number % 90 - 40) / 10,
            size: pick(Impact.Size.allCases), grade: pick([.a, .b, .c]))
        return .sample(
            "event-\(number % 50)", zone: publication.subject.zone?.name ?? "old-market",
            content: pick([content, content, .withheld]), completeness: Double(number % 101) / 100,
            reasons: [.tooFewPassersBy])
    }
}

extension Publication {
    fileprivate func with(_ content: Content) -> Publication {
        Publication(sequence: sequence, created: created, version: version, content: content)
    }
}

/// Readings of every kind by chance, the same for the same seed.
public struct ReadingsByChance: Sequence, IteratorProtocol {
    private var chance: Chance

    public init(seed: UInt64) {
        chance = Chance(seed: seed)
    }

    /// Never ends.
    public mutating func next() -> Publication? {
        let start = EventTime(seconds: Int64(number(below: 3_000_000)) * 900)
        let end = start + .seconds(60 * (number(below: 60) + 1))
        let content = content()
        var reasons = reasons()
        if case .withheld = content, reasons.isEmpty { reasons = [.noData] }
        let isCold = content.measurement.map { $0.peak == nil } ?? false
        if isCold, !reasons.contains(.coldStart) { reasons.insert(.coldStart, at: 0) }
        return Publication(
            sequence: number(below: 1_000_000) + 1,
            created: EventTime(milliseconds: end.milliseconds + Int64(number(below: 90_000))),
            version: number(below: 5) + 1,
            content: .reading(
                Reading(
                    zone: ZoneID("zone-\(number(below: 40))"), window: Window(from: start, to: end),
                    content: content, completeness: Share(Double(number(below: 101)) / 100), reasons: reasons,
                    validUntil: end + .milliseconds(number(below: 4_000_000)))))
    }

    private mutating func content() -> Reading.Content {
        let peak = Reading.PeakShare(
            busyness: Busyness(ratio: Double(number(below: 70)) / 20), level: pick(Level.allCases))
        let measurement = Reading.Measurement(
            index: Index(ratio: Double(number(below: 70)) / 20), deviation: pick(Deviation.allCases),
            peak: number(below: 3) == 0 ? nil : peak, confidence: pick(Confidence.allCases))
        return pick([.provisional(measurement), .final(measurement), .withheld])
    }

    private mutating func reasons() -> [Reason] {
        let all: [Reason] = [
            .coldStart, .noData, .sensors(.init(number(below: 9), of: 9)), .tooFewPassersBy, .tooFewSensors,
            .publicHoliday,
        ]
        return all.filter { _ in number(below: 3) == 0 }
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[number(below: values.count)]
    }

    private mutating func number(below limit: Int) -> Int { chance.below(limit) }
}

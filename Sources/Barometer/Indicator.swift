/// The published form of a reading or an impact: its members are those of the indicator's JSON Schema.
///
/// Sequence and creation time belong to the envelope around it.
public struct Indicator: Hashable, Sendable {
    public let value: Value
    public let version: Int

    public init(_ value: Value, version: Int) {
        self.value = value
        self.version = version
    }

    public enum Value: Hashable, Sendable {
        case reading(Reading)
        case impact(Impact)
    }
}

extension Publication {
    /// `nil` of a retraction, which has no value, and of summaries.
    public var indicator: Indicator? {
        switch content {
        case .reading(let reading): Indicator(.reading(reading), version: version)
        case .impact(let impact): Indicator(.impact(impact), version: version)
        case .detail, .series, .retraction: nil
        }
    }
}

extension Indicator: Codable {
    private enum Key: String, CodingKey {
        case zone, event, indicator, from, to, value, unit, lower, upper, coverage, deviation, busyness, level
        case label, score, grade, confidence, completeness, status, version, method
        case placebo = "placebo_p"
        case size = "class"
        case validUntil = "valid_until"
        case reasons = "reason"
    }

    private typealias Writer = KeyedEncodingContainer<Key>
    private typealias Reader = KeyedDecodingContainer<Key>

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(version, forKey: .version)
        try container.encode("%", forKey: .unit)
        switch value {
        case .reading(let reading): try Self.encode(reading, into: &container)
        case .impact(let impact): try Self.encode(impact, into: &container)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        version = try container.decode(Int.self, forKey: .version)
        value =
            try container.decode(String.self, forKey: .indicator) == Impact.indicator
            ? .impact(try Self.impact(from: container)) : .reading(try Self.reading(from: container))
    }

    private static func encode(
        zone: ZoneID, _ window: Window, _ completeness: Share, _ reasons: [Reason], _ status: Status,
        into container: inout Writer
    ) throws {
        try container.encode(zone.name, forKey: .zone)
        try container.encode(window.start, forKey: .from)
        try container.encode(window.end, forKey: .to)
        try container.encode(completeness.value, forKey: .completeness)
        try container.encode(status, forKey: .status)
        if !reasons.isEmpty { try container.encode(reasons, forKey: .reasons) }
        if status == .withheld { try container.encodeNil(forKey: .value) }
    }

    private static func window(from container: Reader) throws -> Window {
        let start = try container.decode(EventTime.self, forKey: .from)
        let end = try container.decode(EventTime.self, forKey: .to)
        guard start < end else {
            throw DecodingError.dataCorruptedError(
                forKey: .to, in: container, debugDescription: "a window ends after its start")
        }
        return Window(from: start, to: end)
    }
}

// MARK: - Readings

extension Indicator {
    private static func encode(_ reading: Reading, into container: inout Writer) throws {
        try encode(
            zone: reading.zone, reading.window, reading.completeness, reading.reasons,
            reading.content.status, into: &container)
        try container.encode(Reading.indicator, forKey: .indicator)
        try container.encode(Reading.method, forKey: .method)
        try container.encode(reading.validUntil, forKey: .validUntil)
        if let measurement = reading.measurement { try encode(measurement, into: &container) }
    }

    private static func encode(_ measurement: Reading.Measurement, into container: inout Writer) throws {
        try container.encode(measurement.index.percent, forKey: .value)
        try container.encode(measurement.deviation, forKey: .deviation)
        try container.encode(measurement.confidence, forKey: .confidence)
        guard let peak = measurement.peak else { return }
        try container.encode(peak.busyness.percent, forKey: .busyness)
        try container.encode(peak.level.rawValue, forKey: .level)
        try container.encode(peak.level.label, forKey: .label)
    }

    private static func reading(from container: Reader) throws -> Reading {
        let content: Reading.Content =
            switch try container.decode(Status.self, forKey: .status) {
            case .withheld: .withheld
            case .provisional: .provisional(try measurement(from: container))
            case .final: .final(try measurement(from: container))
            }
        return Reading(
            zone: ZoneID(try container.decode(String.self, forKey: .zone)),
            window: try window(from: container),
            content: content,
            completeness: Share(try container.decode(Double.self, forKey: .completeness)),
            reasons: try container.decodeIfPresent([Reason].self, forKey: .reasons) ?? [],
            validUntil: try container.decode(EventTime.self, forKey: .validUntil))
    }

    private static func measurement(from container: Reader) throws -> Reading.Measurement {
        var peak: Reading.PeakShare?
        if let busyness = try container.decodeIfPresent(Double.self, forKey: .busyness) {
            guard let level = Level(rawValue: try container.decode(Int.self, forKey: .level)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .level, in: container, debugDescription: "a level is 1 to 4")
            }
            peak = Reading.PeakShare(busyness: Busyness(ratio: busyness / 100), level: level)
        }
        return Reading.Measurement(
            index: Index(ratio: try container.decode(Double.self, forKey: .value) / 100),
            deviation: try container.decode(Deviation.self, forKey: .deviation),
            peak: peak,
            confidence: try container.decode(Confidence.self, forKey: .confidence))
    }
}

// MARK: - Impacts

extension Indicator {
    private static func encode(_ impact: Impact, into container: inout Writer) throws {
        try encode(
            zone: impact.zone, impact.window, impact.completeness, impact.reasons, impact.content.status,
            into: &container)
        try container.encode(impact.event.name, forKey: .event)
        try container.encode(Impact.indicator, forKey: .indicator)
        try container.encode(Impact.method, forKey: .method)
        try container.encodeIfPresent(impact.grade, forKey: .grade)
        if let effect = impact.effect { try encode(effect, into: &container) }
    }

    private static func encode(_ effect: Impact.Effect, into container: inout Writer) throws {
        try container.encode(effect.uplift.percent, forKey: .value)
        try container.encode(effect.lower.percent, forKey: .lower)
        try container.encode(effect.upper.percent, forKey: .upper)
        try container.encode(0.9, forKey: .coverage)
        try container.encode(effect.score.value, forKey: .score)
        try container.encode(effect.size, forKey: .size)
        try container.encode(effect.placebo.value, forKey: .placebo)
        try container.encode(effect.confidence, forKey: .confidence)
    }

    private static func impact(from container: Reader) throws -> Impact {
        let content: Impact.Content =
            switch try container.decode(Status.self, forKey: .status) {
            case .withheld: .withheld
            case .provisional: .provisional(try effect(from: container))
            case .final: .final(try effect(from: container))
            }
        return Impact(
            event: EventID(try container.decode(String.self, forKey: .event)),
            zone: ZoneID(try container.decode(String.self, forKey: .zone)),
            window: try window(from: container),
            content: content,
            completeness: Share(try container.decode(Double.self, forKey: .completeness)),
            reasons: try container.decodeIfPresent([Reason].self, forKey: .reasons) ?? [])
    }

    private static func effect(from container: Reader) throws -> Impact.Effect {
        func uplift(_ key: Key) throws -> Uplift {
            Uplift(ratio: try container.decode(Double.self, forKey: key) / 100)
        }
        return Impact.Effect(
            uplift: try uplift(.value), lower: try uplift(.lower), upper: try uplift(.upper),
            score: Score(try container.decode(Double.self, forKey: .score)),
            size: try container.decode(Impact.Size.self, forKey: .size),
            grade: try container.decode(Impact.Grade.self, forKey: .grade),
            placebo: Share(try container.decode(Double.self, forKey: .placebo)),
            confidence: try container.decode(Confidence.self, forKey: .confidence))
    }
}

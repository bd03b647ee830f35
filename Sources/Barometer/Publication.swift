/// A reading as it left the house: numbered, dated, and never edited afterwards.
public struct Publication: Hashable, Sendable {
    /// Above zero, rises by publication, never used twice.
    public let sequence: Int
    /// When it was published; never before the one with a lower sequence.
    public let created: EventTime
    /// Counts from 1 for each zone and window; the highest is the newest.
    public let version: Int
    public let reading: Reading

    public init(sequence: Int, created: EventTime, version: Int, reading: Reading) {
        self.sequence = sequence
        self.created = created
        self.version = version
        self.reading = reading
    }
}

/// The published form: a reading with its version, in the members of the indicator's JSON Schema.
///
/// Sequence and creation time belong to the envelope around it.
public struct Indicator: Hashable, Sendable {
    public let reading: Reading
    public let version: Int

    public init(reading: Reading, version: Int) {
        self.reading = reading
        self.version = version
    }
}

extension Publication {
    public var indicator: Indicator { Indicator(reading: reading, version: version) }
}

extension Indicator: Codable {
    private enum Key: String, CodingKey {
        case zone, indicator, from, to, value, unit, deviation, busyness, level, label, confidence
        case completeness, status, version, method
        case validUntil = "valid_until"
        case reasons = "reason"
    }

    private enum Status: String, Codable {
        case provisional, final, withheld
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(reading.zone.name, forKey: .zone)
        try container.encode(Reading.indicator, forKey: .indicator)
        try container.encode(reading.window.start, forKey: .from)
        try container.encode(reading.window.end, forKey: .to)
        try container.encode("%", forKey: .unit)
        try container.encode(reading.completeness.value, forKey: .completeness)
        try container.encode(reading.validUntil, forKey: .validUntil)
        try container.encode(Reading.method, forKey: .method)
        try container.encode(version, forKey: .version)
        if !reading.reasons.isEmpty { try container.encode(reading.reasons, forKey: .reasons) }
        switch reading.content {
        case .withheld:
            try container.encode(Status.withheld, forKey: .status)
            try container.encodeNil(forKey: .value)
        case .provisional(let measurement):
            try container.encode(Status.provisional, forKey: .status)
            try encode(measurement, into: &container)
        case .final(let measurement):
            try container.encode(Status.final, forKey: .status)
            try encode(measurement, into: &container)
        }
    }

    private func encode(
        _ measurement: Reading.Measurement, into container: inout KeyedEncodingContainer<Key>
    ) throws {
        try container.encode(measurement.index.percent, forKey: .value)
        try container.encode(measurement.deviation, forKey: .deviation)
        try container.encode(measurement.confidence, forKey: .confidence)
        guard let peak = measurement.peak else { return }
        try container.encode(peak.busyness.percent, forKey: .busyness)
        try container.encode(peak.level.rawValue, forKey: .level)
        try container.encode(peak.level.label, forKey: .label)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let start = try container.decode(EventTime.self, forKey: .from)
        let end = try container.decode(EventTime.self, forKey: .to)
        guard start < end else {
            throw DecodingError.dataCorruptedError(
                forKey: .to, in: container, debugDescription: "a window ends after its start")
        }
        let content: Reading.Content =
            switch try container.decode(Status.self, forKey: .status) {
            case .withheld: .withheld
            case .provisional: .provisional(try Self.measurement(from: container))
            case .final: .final(try Self.measurement(from: container))
            }
        version = try container.decode(Int.self, forKey: .version)
        reading = Reading(
            zone: ZoneID(try container.decode(String.self, forKey: .zone)),
            window: Window(from: start, to: end),
            content: content,
            completeness: Share(try container.decode(Double.self, forKey: .completeness)),
            reasons: try container.decodeIfPresent([Reason].self, forKey: .reasons) ?? [],
            validUntil: try container.decode(EventTime.self, forKey: .validUntil))
    }

    private static func measurement(
        from container: KeyedDecodingContainer<Key>
    ) throws -> Reading.Measurement {
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

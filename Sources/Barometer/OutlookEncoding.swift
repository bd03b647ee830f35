/// The published form of an outlook, in the manner of an indicator's.
extension Outlook: Encodable {
    private enum Key: String, CodingKey {
        case zone, made, steps, unit, status, record, method
        case validUntil = "valid_until"
        case restOfDay = "rest_of_day"
        case reasons = "reason"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(zone.name, forKey: .zone)
        try container.encode(made, forKey: .made)
        try container.encode(validUntil, forKey: .validUntil)
        try container.encode(steps.isEmpty ? "withheld" : "expected", forKey: .status)
        try container.encode("%", forKey: .unit)
        try container.encode(steps, forKey: .steps)
        try container.encodeIfPresent(restOfDay, forKey: .restOfDay)
        try container.encodeIfPresent(record, forKey: .record)
        if !reasons.isEmpty { try container.encode(reasons, forKey: .reasons) }
        try container.encode(Reading.method, forKey: .method)
    }
}

extension Outlook.Step: Encodable {
    private enum Key: String, CodingKey {
        case from, to, value, lower, upper, busyness, level, label
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(window.start, forKey: .from)
        try container.encode(window.end, forKey: .to)
        try container.encode(index.percent, forKey: .value)
        try container.encode(lower.percent, forKey: .lower)
        try container.encode(upper.percent, forKey: .upper)
        guard let peak else { return }
        try container.encode(peak.busyness.percent, forKey: .busyness)
        try container.encode(peak.level.rawValue, forKey: .level)
        try container.encode(peak.level.label, forKey: .label)
    }
}

extension Outlook.Record: Encodable {
    private enum Key: String, CodingKey {
        case levelHit = "level_hit"
        case inInterval = "in_interval"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(levelHit.value, forKey: .levelHit)
        try container.encode(inInterval.value, forKey: .inInterval)
    }
}

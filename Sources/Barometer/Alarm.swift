/// Something an operator asked to be called for: a limit passed in one zone, or a zone that is blind.
public struct Alarm: Hashable, Sendable {
    public let zone: ZoneID
    public let rule: AlarmRuleID
    public let cause: Cause
    public let state: State
    /// From when on the limit was passed.
    public let since: EventTime
    /// When it was raised, seen, cleared, or the zone lost from sight; not before `since`.
    public let changed: EventTime
    /// Nothing can be said of the zone at present: the alarm stands until something can.
    public let isBlind: Bool

    public init(
        zone: ZoneID, rule: AlarmRuleID, cause: Cause, state: State, since: EventTime, changed: EventTime,
        isBlind: Bool = false
    ) {
        self.zone = zone
        self.rule = rule
        self.cause = cause
        self.state = state
        self.since = since
        self.changed = changed
        self.isBlind = isBlind
    }

    /// The same as over, such as when its rule was taken away.
    public func cleared(at time: EventTime) -> Alarm {
        Alarm(
            zone: zone, rule: rule, cause: cause, state: .cleared, since: since,
            changed: Swift.max(time, since))
    }

    /// What the rule looks at.
    public enum Cause: String, CaseIterable, Codable, Sendable {
        /// Busyness in four levels.
        case level
        /// Percent of usual.
        case index
        /// Percent of what the zone can take in an hour.
        case density
        /// Points of index gained in an hour.
        case rise
        /// Nothing is heard of the zone.
        case silence
    }

    public enum State: String, CaseIterable, Codable, Sendable {
        case raised
        /// Still raised, and a person has seen it.
        case acknowledged
        case cleared
    }
}

/// A rule of the operator's.
public enum AlarmRule {}

public typealias AlarmRuleID = ID<AlarmRule>

extension Alarm: Codable {
    private enum Key: String, CodingKey {
        case zone, rule, cause, state, since, changed, blind
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(zone.name, forKey: .zone)
        try container.encode(rule.name, forKey: .rule)
        try container.encode(cause, forKey: .cause)
        try container.encode(state, forKey: .state)
        try container.encode(since, forKey: .since)
        try container.encode(changed, forKey: .changed)
        try container.encode(isBlind, forKey: .blind)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            zone: ZoneID(try container.decode(String.self, forKey: .zone)),
            rule: AlarmRuleID(try container.decode(String.self, forKey: .rule)),
            cause: try container.decode(Cause.self, forKey: .cause),
            state: try container.decode(State.self, forKey: .state),
            since: try container.decode(EventTime.self, forKey: .since),
            changed: try container.decode(EventTime.self, forKey: .changed),
            isBlind: try container.decode(Bool.self, forKey: .blind))
    }
}

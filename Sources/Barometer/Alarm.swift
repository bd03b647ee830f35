/// Something an operator asked to be called for: a limit passed in one zone, or a zone that fell silent.
public struct Alarm: Hashable, Sendable {
    public let zone: ZoneID
    public let rule: AlarmRuleID
    public let cause: Cause
    public let state: State
    /// When the limit was passed, or passed back.
    public let since: EventTime

    public init(zone: ZoneID, rule: AlarmRuleID, cause: Cause, state: State, since: EventTime) {
        self.zone = zone
        self.rule = rule
        self.cause = cause
        self.state = state
        self.since = since
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

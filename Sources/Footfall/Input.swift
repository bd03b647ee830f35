public import Barometer

/// What happens to the pipeline. The journal keeps every input in order, so that all can be heard again.
public enum Input: Hashable, Sendable {
    /// The clock stands at this time; it never runs back.
    case tick(EventTime)
    case observation(Observation)
    /// A sensor sent so many reports again that were known: above 0.
    case repeats(sensor: Roster.Number, count: Int)
    /// A sensor sent so many reports that spoke of the future and were refused: above 0.
    case ahead(sensor: Roster.Number, count: Int)
    /// An operator has seen an alarm.
    case acknowledge(zone: ZoneID, rule: AlarmRuleID)

    /// Who it speaks of, as a number of the roster; `nil`: of no sensor.
    public var sensor: Roster.Number? {
        switch self {
        case .observation(let observation): observation.sensor
        case .repeats(let sensor, _), .ahead(let sensor, _): sensor
        case .tick, .acknowledge: nil
        }
    }
}

/// What the pipeline asks of the world, in this order.
public enum Action: Hashable, Sendable {
    /// To everybody outside.
    case publish(Reading)
    /// To whom it concerns, now.
    case tell(Notice)
    /// Into the vault, for the owner alone.
    case keep(Keepsake)
    case reject(Rejection)
}

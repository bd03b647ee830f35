public import Barometer

/// What happens to the pipeline. The journal keeps every input in order, so that all can be heard again.
public enum Input: Hashable, Sendable {
    /// The clock stands at this time; it never runs back.
    case tick(EventTime)
    case observation(Observation)
}

/// What the pipeline asks of the world, in this order.
public enum Action: Hashable, Sendable {
    /// To everybody outside.
    case publish(Reading)
    /// Into the vault: people counted, for the owner alone.
    case keep(Tally)
    case reject(Rejection)
}

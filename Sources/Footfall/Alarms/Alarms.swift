public import Barometer

/// What operators are called for, and what is raised now.
public struct Alarms: Sendable, Equatable {
    /// When to call, and when all is well again.
    public struct Rule: Hashable, Sendable {
        public let id: AlarmRuleID
        /// Places in the plan's zones.
        public let zones: [Int]
        public let cause: Alarm.Cause
        /// A level 1...4, percent, or points; of no use for silence.
        public let raise: Double
        /// Below `raise`.
        public let clear: Double
        /// So long the limit has to be passed, both ways.
        public let hold: Duration

        public init(
            id: AlarmRuleID, zones: [Int], cause: Alarm.Cause, raise: Double, clear: Double, hold: Duration
        ) {
            self.id = id
            self.zones = zones
            self.cause = cause
            self.raise = raise
            self.clear = clear
            self.hold = hold
        }
    }
}

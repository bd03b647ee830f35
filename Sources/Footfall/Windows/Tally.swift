public import Barometer

/// All people counted in one zone and window. Private: only the vault and the owner see it.
public struct Tally: Hashable, Sendable {
    public let zone: ZoneID
    public let window: Window
    /// People; where something is expected, of just those sensors that `expected` is about. `nil` when missing.
    public let count: Double?
    /// `nil` while nothing is expected yet, or for windows finer than the baseline.
    public let expectation: Expectation?
    /// How much of what should have been heard was heard: 0...1.
    public let completeness: Double
    public let state: State

    public init(
        zone: ZoneID, window: Window, count: Double?, expectation: Expectation?, completeness: Double,
        state: State
    ) {
        self.zone = zone
        self.window = window
        self.count = count
        self.expectation = expectation
        self.completeness = completeness
        self.state = state
    }

    /// What was expected, fixed at local midnight, with the bounds that hold nine in ten.
    public struct Expectation: Hashable, Sendable {
        public let expected: Double
        public let lower: Double
        public let upper: Double

        public init(expected: Double, lower: Double, upper: Double) {
            self.expected = expected
            self.lower = lower
            self.upper = upper
        }
    }

    public enum State: String, Sendable {
        /// Every sensor was heard all the time; zero is a measurement.
        case measured
        /// Some sensors are missing.
        case estimated
        /// Nothing was heard: no number, which is not zero.
        case missing
    }
}

public import Barometer

/// How one reading came about: every number that went into it, as they stood then. Private: it holds counts.
///
/// It is made where the reading is made, of the same numbers, and kept beside the version that went out.
public struct Account: Hashable, Sendable {
    public let reading: Reading
    public let isProvisional: Bool
    /// The sensors that serve the zone, with the slots of the window.
    public let sensors: [Part]
    public let sums: Sums
    /// What the sums came to; `nil` where too little was heard to compare.
    public let judgement: Judgement?
    /// What kept the confidence from being higher; `nil` when it is high or nothing is told.
    public let limit: Limit?
    /// Of the noise in `sums.observed`; `nil` when it has none. What the noise was is not kept.
    public let epsilon: Noise.Epsilon?
    /// A window must be usual for so many people to be told of, with one sensor alone for so many.
    public let smallestCrowd: Double
    public let smallestCrowdOfOneSensor: Double

    /// What keeps a reading from being leaned on more.
    public enum Limit: UInt8, Sendable {
        /// The hours of the week compared with were not seen often enough.
        case learned
        /// Not enough of what is usual was heard.
        case heard
        /// Too few people are usual.
        case crowd
        case publicHoliday, declaredBreak, sensorChanged
        /// One of the hours was never seen before.
        case newSlot
    }

    /// One sensor's part.
    public struct Part: Hashable, Sendable {
        public let sensor: SensorID
        public let slots: [Slot]

        public struct Slot: Hashable, Sendable {
            public let start: EventTime
            /// People counted, without noise; `nil` when not all of the slot was heard.
            public let counted: Double?
            /// People expected, as fixed at midnight; `nil` when nothing is.
            public let expected: Double?
            /// How often this slot of the week was learned.
            public let learned: Double
            /// Natural logarithms that the expectation is made of: the sensor's level, and what a special day adds.
            public let level: Double
            public let offset: Double
        }
    }

    /// The zone's sums over all that is compared.
    public struct Sums: Hashable, Sendable {
        /// With noise, where there is any.
        public let observed: Double
        public let expected: Double
        public let expectedOfAll: Double
        public let expectedOfWindow: Double
        public let sensorsHeard: Int
        public let sensorsCompared: Int
        public let sensors: Int
        /// Median of how often the compared slots were learned.
        public let learned: Double
    }

    /// From sums to words.
    public struct Judgement: Hashable, Sendable {
        /// Natural logarithm of observed over expected, five added to both.
        public let logRatio: Double
        /// What that usually is here and now: a standard deviation.
        public let spread: Double
        /// In standard deviations of the normal distribution.
        public let score: Double
        public let deviation: Class
        /// Beside the usual peak; `nil` in cold start.
        public let peak: Peak?
        /// Exact: 1 is as usual.
        public let ratio: Double

        /// The normal quantile of `score`: 0...1.
        public var percentile: Double { Statistics.normalShare(below: score) }
    }

    /// A class that changes only when a value is clearly over a cut.
    public struct Class: Hashable, Sendable {
        public let cuts: [Double]
        public let margin: Double
        /// So many clear values in a row make a change.
        public let dwell: Int
        /// From 0; `nil` before the first value.
        public let before: Int?
        /// What the value alone would make it.
        public let raw: Int
        public let shown: Int
    }

    public struct Peak: Hashable, Sendable {
        /// People at the usual peak, for as much of the zone and window as was heard.
        public let people: Double
        /// Exact: 1 is the usual peak.
        public let ratio: Double
        public let level: Class
    }
}

extension Account {
    init(
        _ reading: Reading, isFinal: Bool, _ comparison: Comparison, _ judgement: Judgement?,
        _ limit: Limit?, parts: [Part], privacy: Plan.Privacy
    ) {
        self.reading = reading
        isProvisional = !isFinal
        sensors = parts
        sums = Sums(comparison)
        self.judgement = judgement
        self.limit = limit
        epsilon = privacy.noise?.epsilon
        smallestCrowd = privacy.smallestCrowd
        smallestCrowdOfOneSensor = privacy.smallestCrowdOfOneSensor
    }
}

extension Account.Sums {
    init(_ comparison: Comparison) {
        observed = comparison.observed
        expected = comparison.expected
        expectedOfAll = comparison.expectedOfAll
        expectedOfWindow = comparison.expectedOfWindow
        sensorsHeard = comparison.sensorsHeard
        sensorsCompared = comparison.sensorsCompared
        sensors = comparison.sensors
        learned = Statistics.median(comparison.learned) ?? 0
    }
}

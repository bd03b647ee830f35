/// What is to be expected of one zone next: the coming hour in steps, and the rest of its local day.
///
/// A guess with its interval, made of what is usual and of how the day goes so far; never a reading.
public struct Outlook: Hashable, Sendable {
    public let zone: ZoneID
    /// Up to when people were heard; the first step starts here.
    public let made: EventTime
    /// From then on a newer outlook is due and this one must not be shown.
    public let validUntil: EventTime
    /// In order of time; empty when withheld.
    public let steps: [Step]
    /// `nil` when withheld, or when the day has no whole step left.
    public let restOfDay: Step?
    /// How well earlier outlooks of this zone came true; `nil` until enough of them are judged.
    public let record: Record?
    /// At least one when withheld.
    public let reasons: [Reason]

    public init(
        zone: ZoneID, made: EventTime, validUntil: EventTime, steps: [Step], restOfDay: Step?,
        record: Record?, reasons: [Reason] = []
    ) {
        self.zone = zone
        self.made = made
        self.validUntil = validUntil
        self.steps = steps
        self.restOfDay = restOfDay
        self.record = record
        self.reasons = reasons
    }

    /// One stretch of time ahead, as percent of what is usual then.
    public struct Step: Hashable, Sendable {
        public let window: Window
        public let index: Index
        /// Nine in ten should come to lie within.
        public let lower: Index
        public let upper: Index
        /// `nil` in cold start.
        public let peak: Reading.PeakShare?

        public init(window: Window, index: Index, lower: Index, upper: Index, peak: Reading.PeakShare?) {
            self.window = window
            self.index = index
            self.lower = lower
            self.upper = upper
            self.peak = peak
        }
    }

    /// What became of earlier outlooks: shares of them, over some weeks, the newest weighing most.
    public struct Record: Hashable, Sendable {
        /// The level that was foretold for the hour ahead came.
        public let levelHit: Share
        /// What came lay in the interval; should be near 0.9.
        public let inInterval: Share

        public init(levelHit: Share, inInterval: Share) {
            self.levelHit = levelHit
            self.inInterval = inInterval
        }
    }
}

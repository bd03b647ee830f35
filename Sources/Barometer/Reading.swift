/// What the city may see of one zone and window: index and busyness with confidence and reasons, or withheld.
public struct Reading: Hashable, Sendable {
    public let zone: ZoneID
    public let window: Window
    public let content: Content
    /// How much of what is usual here and now was measured.
    public let completeness: Share
    /// At least one when withheld.
    public let reasons: [Reason]
    /// From then on this reading is stale and must not be shown as live.
    public let validUntil: EventTime

    public init(
        zone: ZoneID, window: Window, content: Content, completeness: Share, reasons: [Reason],
        validUntil: EventTime
    ) {
        self.zone = zone
        self.window = window
        self.content = content
        self.completeness = completeness
        self.reasons = reasons
        self.validUntil = validUntil
    }

    /// The definition that the numbers follow, with its semantic version.
    public static let method = "barometer/1.0.0"
    /// What is measured, as the code of a concept.
    public static let indicator = "relatieve-drukte-index"

    public enum Content: Hashable, Sendable {
        /// The window is still open; a newer reading of it follows.
        case provisional(Measurement)
        /// The window is closed. Late data may still bring a newer version.
        case final(Measurement)
        /// No number, no word: the reasons say why.
        case withheld

        /// `nil` when withheld.
        public var measurement: Measurement? {
            switch self {
            case .provisional(let measurement), .final(let measurement): measurement
            case .withheld: nil
            }
        }
    }

    public struct Measurement: Hashable, Sendable {
        public let index: Index
        public let deviation: Deviation
        /// `nil` in cold start, while the zone has no usual peak yet.
        public let peak: PeakShare?
        public let confidence: Confidence

        public init(index: Index, deviation: Deviation, peak: PeakShare?, confidence: Confidence) {
            self.index = index
            self.deviation = deviation
            self.peak = peak
            self.confidence = confidence
        }
    }

    /// Busyness beside the usual peak, and its class.
    public struct PeakShare: Hashable, Sendable {
        public let busyness: Busyness
        public let level: Level

        public init(busyness: Busyness, level: Level) {
            self.busyness = busyness
            self.level = level
        }
    }

    /// `nil` when withheld.
    public var measurement: Measurement? { content.measurement }

    /// Whether the window was closed: then only late data can change it.
    public var isProvisional: Bool {
        if case .provisional = content { true } else { false }
    }
}

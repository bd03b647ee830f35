/// What one edition of an event did to the crowd of one zone: an effect beside its usual noise, or withheld.
public struct Impact: Hashable, Sendable {
    public let event: EventID
    public let zone: ZoneID
    /// When the event is on.
    public let window: Window
    public let content: Content
    /// How much of the window was measured.
    public let completeness: Share
    /// At least one when withheld.
    public let reasons: [Reason]

    public init(
        event: EventID, zone: ZoneID, window: Window, content: Content, completeness: Share,
        reasons: [Reason] = []
    ) {
        self.event = event
        self.zone = zone
        self.window = window
        self.content = content
        self.completeness = completeness
        self.reasons = reasons
    }

    /// The definition that the numbers follow, with its semantic version.
    public static let method = "event-impact/1.0.0"
    /// What is measured, as the code of a concept.
    public static let indicator = "bezoekersimpact"

    public enum Content: Hashable, Sendable {
        /// The day may still be corrected; the final effect follows.
        case provisional(Effect)
        /// Late data may still bring a newer version.
        case final(Effect)
        /// No number, no word: the reasons say why.
        case withheld
    }

    /// A standardised effect; it has no unit and no scale of the sensors.
    public struct Effect: Hashable, Sendable {
        /// Above or below what was expected.
        public let uplift: Uplift
        /// Nine in ten lie within, rounded outwards.
        public let lower: Uplift
        public let upper: Uplift
        /// Standard normal where there is no effect.
        public let score: Score
        public let size: Size
        /// Never `.d`: that is withheld.
        public let grade: Grade
        /// Share of days without event that strayed at least as far.
        public let placebo: Share
        public let confidence: Confidence

        public init(
            uplift: Uplift, lower: Uplift, upper: Uplift, score: Score, size: Size, grade: Grade,
            placebo: Share, confidence: Confidence
        ) {
            self.uplift = uplift
            self.lower = lower
            self.upper = upper
            self.score = score
            self.size = size
            self.grade = grade
            self.placebo = placebo
            self.confidence = confidence
        }
    }

    /// The effect in words.
    public enum Size: String, CaseIterable, Codable, Sendable {
        case noEffect = "no-effect"
        case decrease
        case verySmall = "very-small"
        case small, moderate, large
        case veryLarge = "very-large"

        /// The words on a page.
        public var label: Words {
            switch self {
            case .noEffect: Words(nl: "geen aantoonbaar effect", en: "no effect shown")
            case .decrease: Words(nl: "afname", en: "decrease")
            case .verySmall: Words(nl: "zeer klein", en: "very small")
            case .small: Words(nl: "klein", en: "small")
            case .moderate: Words(nl: "matig", en: "moderate")
            case .large: Words(nl: "groot", en: "large")
            case .veryLarge: Words(nl: "zeer groot", en: "very large")
            }
        }
    }

    /// How much the effect can be leaned on; D is not computable.
    public enum Grade: String, CaseIterable, Codable, Sendable {
        case a = "A"
        case b = "B"
        case c = "C"
        case d = "D"
    }

    /// `nil` when withheld.
    public var effect: Effect? {
        switch content {
        case .provisional(let effect), .final(let effect): effect
        case .withheld: nil
        }
    }

    /// D is not computable; `nil` where it is withheld to protect a small crowd.
    public var grade: Grade? {
        if let effect { return effect.grade }
        return reasons.contains(.tooFewPassersBy) || reasons.contains(.tooFewSensors) ? nil : .d
    }
}

/// One edition of an event.
public enum Event {}

public typealias EventID = ID<Event>

/// An event that comes back: all its editions.
public enum EventSeries {}

public typealias EventSeriesID = ID<EventSeries>

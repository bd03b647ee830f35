/// What is drawn of an event on one of its days: how the day went, and how far days without event stray.
///
/// Relative and rounded; no count of people has a way in.
public struct ImpactPicture: Hashable, Sendable {
    public let event: EventID
    /// Of all zones of the event that are spoken of, as one, in order of time; empty when they are withheld.
    public let curve: [Hour]
    /// Days without event, rising; empty where no effect is told.
    public let ordinary: [Bin]
    /// What moved the rest of the city on that day, such as the weather, and is taken out of the effect; `nil` where no
    /// effect is told or nothing is compared with.
    public let common: Uplift?

    public init(event: EventID, curve: [Hour], ordinary: [Bin], common: Uplift?) {
        self.event = event
        self.curve = curve
        self.ordinary = ordinary
        self.common = common
    }

    /// One hour of the clock; of an hour that comes twice, the first.
    public struct Hour: Hashable, Sendable {
        public let start: EventTime
        public let content: Content

        public init(start: EventTime, content: Content) {
            self.start = start
            self.content = content
        }

        /// `nil` where there is a gap.
        public var told: Told? {
            if case .told(let told) = content { told } else { nil }
        }
    }

    /// An hour is told, or it says why not; it is never filled in.
    public enum Content: Hashable, Sendable {
        case told(Told)
        case gap(Reason)
    }

    /// Heights are beside the busiest hour that was expected in the picture, which has 100.
    public struct Told: Hashable, Sendable {
        /// Beside what was expected of this hour.
        public let index: Index
        public let measured: Height
        public let expected: Height
        /// Nine in ten such hours without event lie between the two.
        public let lower: Height
        public let upper: Height

        public init(index: Index, measured: Height, expected: Height, lower: Height, upper: Height) {
            self.index = index
            self.measured = measured
            self.expected = expected
            self.lower = lower
            self.upper = upper
        }
    }

    /// Days without event that strayed about as far.
    public struct Bin: Hashable, Sendable {
        /// A multiple of 10 percent; the bin ends 10 percent above it.
        public let from: Uplift
        /// How many such days: 1...84. Days, never people.
        public let days: Int

        public init(from: Uplift, days: Int) {
            self.from = from
            self.days = min(max(days, 1), 84)
        }
    }
}

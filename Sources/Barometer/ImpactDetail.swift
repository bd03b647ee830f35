/// What is to be told of an event beside its impacts: its shape, its surroundings, and what all that rests on.
///
/// Relative and rounded; no count of people has a way in.
public struct ImpactDetail: Hashable, Sendable {
    public let event: EventID
    /// When the event is on.
    public let window: Window
    /// Of all zones of the event that are spoken of, as one; `nil` when withheld.
    public let whole: Estimate?
    /// When people came in other numbers than usual; `nil` where no effect is shown.
    public let affected: Window?
    /// Share of the city's other sensors that were busier than usual too; `nil` where no effect is shown or fewer than
    /// three could be tested.
    public let footprint: Share?
    /// What the neighbouring zones had of it; `nil` when unknown or withheld.
    public let spillOver: Uplift?
    /// Nearest first; empty where nobody has said which zones are neighbours, or no effect is shown.
    public let rings: [Ring]
    /// The part of the effect that the rings show the other way round, as people that only came from next door; `nil`
    /// where no effect or no ring is told.
    public let displaced: Share?
    /// Of the event's zones and its rings as one: what the neighbourhood had of it all; `nil` when unknown.
    public let net: Estimate?
    public let basis: Basis
    /// At least one when `whole` is withheld.
    public let reasons: [Reason]

    public init(
        event: EventID, window: Window, whole: Estimate?, affected: Window?, footprint: Share?,
        spillOver: Uplift?, rings: [Ring], displaced: Share?, net: Estimate?, basis: Basis, reasons: [Reason]
    ) {
        self.event = event
        self.window = window
        self.whole = whole
        self.affected = affected
        self.footprint = footprint
        self.spillOver = spillOver
        self.rings = rings
        self.displaced = displaced
        self.net = net
        self.basis = basis
        self.reasons = reasons
    }

    /// An effect with the bounds that hold nine in ten.
    public struct Estimate: Hashable, Sendable {
        public let uplift: Uplift
        public let lower: Uplift
        public let upper: Uplift
        /// Standard normal where there is no effect.
        public let score: Score
        public let size: Impact.Size

        public init(uplift: Uplift, lower: Uplift, upper: Uplift, score: Score, size: Impact.Size) {
            self.uplift = uplift
            self.lower = lower
            self.upper = upper
            self.score = score
            self.size = size
        }
    }

    /// Zones as many steps from neighbour to neighbour away from the event.
    public struct Ring: Hashable, Sendable {
        /// Steps from the event's zones: 1...9.
        public let distance: Int
        /// The zones of the ring that are spoken of, in order of name.
        public let zones: [ZoneID]
        /// `nil` when withheld or not computable.
        public let estimate: Estimate?

        public init(distance: Int, zones: [ZoneID], estimate: Estimate?) {
            self.distance = min(max(distance, 1), 9)
            self.zones = zones
            self.estimate = estimate
        }
    }

    /// What the effect rests on.
    public struct Basis: Hashable, Sendable {
        /// Days without event that it was compared with: 0...84.
        public let historyDays: Int
        /// Devices elsewhere that tell what moved the whole city, and not the event: 0...99.
        public let controls: Int
        public let isHoliday: Bool
        /// Another event was on at the same sensors.
        public let hasOverlap: Bool
        /// How much of the window was measured.
        public let coverage: Share

        public init(historyDays: Int, controls: Int, isHoliday: Bool, hasOverlap: Bool, coverage: Share) {
            self.historyDays = min(max(historyDays, 0), 84)
            self.controls = min(max(controls, 0), 99)
            self.isHoliday = isHoliday
            self.hasOverlap = hasOverlap
            self.coverage = coverage
        }
    }

    /// How long before its start the event was felt; negative when it began to be felt later.
    public var lead: Duration? { affected.map { window.start - $0.start } }

    /// How long after its end the event was felt; negative when it was over before.
    public var lag: Duration? { affected.map { $0.end - window.end } }
}

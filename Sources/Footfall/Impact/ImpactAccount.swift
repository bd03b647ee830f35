public import Barometer

/// How one score came about: every number that went into it. Private: it holds counts.
public struct ImpactAccount: Hashable, Sendable {
    public let event: EventID
    public let series: EventSeriesID?
    /// `nil`: all zones of the event that are spoken of, as one.
    public let zone: ZoneID?
    public let window: Window
    /// The sensors that were to be scored, in the plan's order.
    public let sensors: [SensorID]
    /// People counted and expected in the hours that have both.
    public let observed: Double
    public let expected: Double
    /// The part of the sensors' hours that have both: 0...1.
    public let coverage: Double
    /// Logarithm of counted by expected; `nan` when nothing was compared.
    public let logRatio: Double
    public let history: [HistoryDay]
    public let controls: [Control]
    /// `nil` when it cannot be computed.
    public let result: Result?
    /// Why it cannot be computed or must not be told; `nil` when it is told.
    public let obstacle: Reason?
    /// Whether it is of a zone that is spoken of at all.
    public let isPublic: Bool
    public let hasOverlap: Bool
    public let isHoliday: Bool
    /// Hour by hour; empty where no effect is shown.
    public let hours: [Hour]

    /// A day without event that it was compared with.
    public struct HistoryDay: Hashable, Sendable {
        public let date: CalendarDate
        /// 1, 0.6 or 0.35: how alike the day is.
        public let weight: Double
        /// Logarithm of counted by expected.
        public let logRatio: Double
        /// The common movement that is taken from it.
        public let adjustment: Double
        /// What is left: how far such a day strays.
        public var effect: Double { logRatio - adjustment }
    }

    /// A sensor elsewhere.
    public struct Control: Hashable, Sendable {
        public let sensor: SensorID
        public let zone: ZoneID
        /// Logarithm of counted by expected on the event's day, clipped to -1...1.
        public let logRatio: Double
        /// Its part in the common movement.
        public let beta: Double
    }

    public struct Result: Hashable, Sendable {
        /// The common movement of the event's day.
        public let adjustment: Double
        /// Logarithm of what the event multiplied people by.
        public let theta: Double
        /// Its spread without effect.
        public let sigma: Double
        /// Standard normal without effect.
        public let z: Double
        /// Share of the days without event that strayed as far: 0...1.
        public let placebo: Double
        public let grade: Impact.Grade
        /// People more than there would have been, or less.
        public let excess: Double

        public var t: Double { theta / sigma }
    }

    /// One hour of all sensors together.
    public struct Hour: Hashable, Sendable {
        public let start: EventTime
        public let observed: Double
        public let expected: Double
        /// How many spreads the hour strayed in the direction of the effect; `nil` when unknown.
        public let score: Double?
        public let isAffected: Bool
    }
}

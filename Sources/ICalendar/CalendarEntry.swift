/// An event of a calendar as it was written: what it is, and on which days it comes. Nothing is resolved yet.
public struct CalendarEntry: Hashable, Sendable {
    public let uid: String
    /// The highest of one `uid` and `replaces` counts.
    public let sequence: Int
    /// The start of the one occurrence that this entry takes the place of; `nil`: it speaks of all.
    public let replaces: CalendarMoment?
    public let summary: String?
    public let location: String?
    public let categories: [String]
    /// Properties whose names begin with `X-`, by that name.
    public let others: [String: String]
    public let isCancelled: Bool
    /// Whether it comes more than once by a rule or a list of days.
    public let isRecurring: Bool
    /// Starts, by the clock's face, in order; without those that are left out.
    public let starts: [CalendarMoment]
    /// Up to when its rule reaches, where that is told by another clock than the starts: some of the day after are
    /// among them that come too late.
    public let until: CalendarMoment?
    public let length: Length

    public enum Length: Hashable, Sendable {
        /// From the first start to the first end, as the clock on the wall shows it.
        case clock(days: Int, seconds: Int)
        /// As time passes.
        case seconds(Int)
    }
}

/// Why an event cannot be taken.
public struct CalendarProblem: Error, Hashable, Sendable {
    /// `nil` when not even that is known.
    public let uid: String?
    public let problem: String

    public init(uid: String?, problem: String) {
        self.uid = uid
        self.problem = problem
    }
}

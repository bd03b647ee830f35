public import Barometer

/// Which local days the pipeline has left behind.
public struct DayProgress: Hashable, Sendable {
    /// The newest that is over.
    public let newestOver: CalendarDate
    /// The newest that can no longer be corrected; with it all before it.
    public let newestFinal: CalendarDate

    public init(newestOver: CalendarDate, newestFinal: CalendarDate) {
        self.newestOver = newestOver
        self.newestFinal = newestFinal
    }
}

extension Pipeline {
    /// `nil` before the first observation.
    public var dayProgress: DayProgress? {
        state.today.map { today in
            DayProgress(
                newestOver: today.advanced(byDays: -1),
                newestFinal: (state.unlearned ?? today).advanced(byDays: -1))
        }
    }
}

/// A half-open stretch of event time: `start` is inside, `end` is not.
public struct Window: Hashable, Sendable, CustomStringConvertible {
    public let start: EventTime
    public let end: EventTime

    /// - Precondition: `start` comes before `end`.
    public init(from start: EventTime, to end: EventTime) {
        precondition(start < end, "a window has a length")
        self.start = start
        self.end = end
    }

    /// Above zero.
    public var length: Duration { end - start }

    public func contains(_ time: EventTime) -> Bool { start <= time && time < end }

    public var description: String { "\(start)/\(end)" }
}

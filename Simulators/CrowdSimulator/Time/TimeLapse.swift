/// A clock that runs faster than the one on the wall: `120@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z`.
///
/// Two programs that are given the same text agree on what time it is.
public struct TimeLapse: Hashable, Sendable {
    /// Simulated seconds in a second on the wall; above zero.
    public let rate: Double
    /// When the wall clock shows this, …
    public let wall: Moment
    /// … it is this time in the simulation.
    public let event: Moment

    public init(rate: Double, wall: Moment, event: Moment) {
        precondition(rate > 0, "time goes forwards")
        self.rate = rate
        self.wall = wall
        self.event = event
    }

    /// What the simulated clock shows when the wall clock shows `wall`.
    public func event(atWall wall: Moment) -> Moment {
        event.later(milliseconds: scaled(wall.milliseconds - self.wall.milliseconds, by: rate))
    }

    /// What the wall clock shows when the simulated clock shows `event`.
    public func wall(atEvent event: Moment) -> Moment {
        wall.later(milliseconds: scaled(event.milliseconds - self.event.milliseconds, by: 1 / rate))
    }

    private func scaled(_ milliseconds: Int64, by factor: Double) -> Int64 {
        Int64((Double(milliseconds) * factor).rounded())
    }
}

extension TimeLapse: LosslessStringConvertible {
    /// Reads `RATE@WALL=EVENT`, both times as RFC 3339.
    ///
    /// - Returns: `nil` for anything else and for a rate that is not above zero.
    public init?(_ text: String) {
        let halves = text.split(separator: "=", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let front = halves[0].split(separator: "@", omittingEmptySubsequences: false)
        guard front.count == 2, let rate = Double(front[0]), rate > 0, rate.isFinite,
            let wall = Moment(String(front[1])), let event = Moment(String(halves[1]))
        else { return nil }
        self.init(rate: rate, wall: wall, event: event)
    }

    public var description: String {
        let whole = Int(exactly: rate)
        return "\(whole.map(String.init) ?? String(rate))@\(wall)=\(event)"
    }
}

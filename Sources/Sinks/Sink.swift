public import Barometer

/// A place that readings go to. No count is in reach of this module, so none can leak.
public protocol Sink: Sendable {
    /// One word for logs and metrics, such as `sqlite`.
    var name: String { get }

    /// Writes all publications or none. Safe to repeat: zone, window and version are the key.
    ///
    /// A version never takes the place of a higher one, in whatever order they come. Call it again only when the
    /// call before has returned.
    func write(_ publications: [Publication]) async throws(SinkError)
}

/// Why a sink could not do what it was asked, and the way out.
public struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which sink, by its name.
    public let sink: String
    /// What went wrong, without any payload.
    public let problem: String
    /// What a person can do about it.
    public let remedy: String
    /// Whether the same call may succeed later without anyone's help. If not, only the remedy helps.
    public let retryHelps: Bool
    /// How long the other side asks us to wait; `nil` when it does not say.
    public let retryAfter: Duration?

    public init(
        sink: String, problem: String, remedy: String, retryHelps: Bool, retryAfter: Duration? = nil
    ) {
        self.sink = sink
        self.problem = problem
        self.remedy = remedy
        self.retryHelps = retryHelps
        self.retryAfter = retryAfter
    }

    public var description: String { "\(sink): \(problem); \(remedy)" }
}

/// A sink whose writes cost more than what is written, so that much is gathered for each.
public protocol GatheringSink: Sink {
    /// How long after one write the next may wait.
    var interval: Duration { get }
}

public import Barometer

/// A place that says what holds now: what is to be expected, or an alarm. No count is in reach of this module.
public protocol NoticeSink: Sendable {
    /// One word for logs and metrics, such as `mqtt`.
    var name: String { get }

    /// Tells notices, in order; passes over kinds that have no place here.
    ///
    /// There is no history: of each subject only the newest comes, and none that is over. Safe to repeat: after a
    /// crash or a failure the same notices come again. Call it again only when the call before has returned.
    func tell(_ notices: [Notice]) async throws(SinkError)
}

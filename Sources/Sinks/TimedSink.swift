public import Barometer

/// A sink to which it matters that time goes by, even when nothing is published.
public protocol TimedSink: Sink {
    /// Whether `pass` would do something.
    func isDue(at time: EventTime) async throws(SinkError) -> Bool

    /// Takes note of the time. What is written afterwards was never created before it.
    func pass(_ time: EventTime) async throws(SinkError)
}

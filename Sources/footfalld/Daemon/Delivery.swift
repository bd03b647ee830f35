import Barometer
import Logging
import ServiceLifecycle
import Sinks
import Vault

/// Carries publications from the outbox to one sink, in order, and remembers how far it came.
///
/// Each sink has its own, so that one that is slow or dead holds up no other and catches up by itself.
struct Delivery: Service {
    let sink: any Sink
    let outbox: StateStore
    let bell: Bell
    let clock: HouseClock
    let metrics: Metrics
    let logger: Logger
    /// Where to begin when the sink was never served; `nil` is the beginning.
    var startAfter: Int?

    /// After a failure; longer with each that follows.
    private static let shortestWait = Duration.seconds(1)

    /// As far as it is gathered, the fewer writes the better; still it has to fit into memory.
    private var batch: Int { sink is any GatheringSink ? 10_000 : 1000 }

    func run() async throws {
        var cursor = try startAfter ?? outbox.cursor(of: sink.name)
        var wait = Self.shortestWait
        var due = ContinuousClock.now
        for await _ in bell.rings.cancelOnGracefulShutdown() where due <= .now {
            while try await deliver(from: &cursor, wait: &wait) {}
            try await tellTime(after: cursor)
            if wait == Self.shortestWait, let sink = sink as? any GatheringSink { due = .now + sink.interval }
        }
        _ = try await deliver(from: &cursor, wait: &wait)
    }

    /// Tells a sink that wants to know how late it is, once it has all that was published before.
    private func tellTime(after cursor: Int) async throws {
        guard let sink = sink as? any TimedSink else { return }
        let now = clock.now
        do {
            guard try await sink.isDue(at: now) else { return }
            try outbox.publishNothing(before: now)
            guard try outbox.publications(after: cursor, limit: 1).isEmpty else { return }
            try await sink.pass(now)
        } catch let error as SinkError {
            logger.warning(
                "sink does not take the time", metadata: ["sink": "\(sink.name)", "problem": "\(error)"])
        }
    }

    /// Delivers a batch. `false` when there is nothing left or the sink does not take it.
    private func deliver(from cursor: inout Int, wait: inout Duration) async throws -> Bool {
        let publications = try outbox.publications(after: cursor, limit: batch)
        guard let last = publications.last else { return false }
        do {
            try await sink.write(publications)
        } catch {
            metrics.count(
                "footfall_sink_failures_total", "Failed writes.", labels: "sink=\"\(sink.name)\"")
            let pause = max(wait, error.retryAfter ?? .zero)
            logger.warning(
                "sink does not take readings",
                metadata: ["sink": "\(sink.name)", "problem": "\(error)", "again in": "\(pause)"])
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            wait = min(wait * 2, .seconds(60))
            bell.ring()
            return false
        }
        wait = Self.shortestWait
        cursor = last.sequence
        if startAfter == nil { try outbox.setCursor(cursor, of: sink.name) }
        metrics.set(
            "footfall_sink_sequence", "Newest publication delivered.", to: Double(cursor),
            labels: "sink=\"\(sink.name)\"")
        return publications.count == batch
    }
}

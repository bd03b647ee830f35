import Barometer
import Logging
import ServiceLifecycle
import Sinks
import Synchronization

/// Carries notices to one sink, in order. Of each subject only the newest waits, so that a sink that is slow or
/// dead costs no memory and is told, when it is back, what holds then.
final class NoticeDelivery: Service {
    private let sink: any NoticeSink
    private let clock: HouseClock
    private let metrics: Metrics
    private let logger: Logger
    private let bell = Bell()
    private let waiting = Mutex<[Notice]>([])

    init(to sink: any NoticeSink, clock: HouseClock, metrics: Metrics, logger: Logger) {
        self.sink = sink
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
    }

    /// Returns at once.
    func post(_ notices: [Notice]) {
        guard !notices.isEmpty else { return }
        waiting.withLock { $0.put(notices) }
        bell.ring()
    }

    func run() async throws {
        var wait = Duration.seconds(1)
        for await _ in bell.rings.cancelOnGracefulShutdown() { await deliver(&wait) }
        await deliver(&wait)
    }

    private func deliver(_ wait: inout Duration) async {
        let now = clock.now
        let notices = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting.filter { !$0.isOver(at: now) }
        }
        guard !notices.isEmpty else { return }
        do {
            try await sink.tell(notices)
            wait = .seconds(1)
        } catch {
            waiting.withLock { waiting in
                let newer = waiting
                waiting = notices
                waiting.put(newer)
            }
            await pause(after: error, &wait)
        }
    }

    private func pause(after error: SinkError, _ wait: inout Duration) async {
        metrics.count(
            "footfall_notice_failures_total", "Notices not taken, and told again.",
            labels: "sink=\"\(sink.name)\"")
        logger.warning(
            "sink does not take notices",
            metadata: ["sink": "\(sink.name)", "problem": "\(error)", "again in": "\(wait)"])
        try? await cancelWhenGracefulShutdown { [wait] in try await Task.sleep(for: wait) }
        wait = min(wait * 2, .seconds(60))
        bell.ring()
    }
}

import Barometer
import Logging
import ServiceLifecycle
import Sinks
import Vault

/// Once an hour, lets go what is kept no longer.
struct Housekeeping: Service {
    let journal: Journal
    let store: StateStore
    let readings: ReadingStore
    let stream: StreamStore?
    let dayFiles: DayFiles?
    /// By name, those whose place in the outbox is kept.
    let sinks: [String]
    let clock: HouseClock
    /// Of the journal, and of accounts.
    let retention: Duration
    let metrics: Metrics
    let logger: Logger

    func run() async throws {
        for await _ in AsyncStream.beats(every: .seconds(3600)).cancelOnGracefulShutdown() {
            await tidy(asOf: clock.now)
        }
    }

    /// What fails in one place keeps nothing in another.
    private func tidy(asOf now: EventTime) async {
        await attempt("outbox") { try trimOutbox() }
        await attempt("journal and state") { try pruneHouse(asOf: now) }
        await attempt("readings") { _ = try await readings.prune(asOf: now) }
        await attempt("stream") { _ = try await stream?.prune(asOf: now) }
        await attempt("day files") { _ = try await dayFiles?.prune(asOf: now) }
    }

    private func attempt(_ place: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            logger.error("housekeeping failed", metadata: ["place": "\(place)", "why": "\(error)"])
        }
    }

    private func trimOutbox() throws {
        let served = try sinks.map { try store.cursor(of: $0) }.min() ?? 0
        let lost = try store.trimOutbox(keepingAfter: served)
        if lost > 0 {
            metrics.count("footfall_outbox_lost_total", "Readings that a dead sink never took.", by: lost)
        }
    }

    private func pruneHouse(asOf now: EventTime) throws {
        let checkpoints = try store.checkpoints().map(\.position)
        _ = try journal.prune(olderThan: now - retention, consumed: checkpoints.min() ?? 0)
        let days = Int(retention.wholeSeconds / 86_400)
        _ = try store.prune(asOf: now, retentionDays: 800, accountDays: days)
    }
}

import Barometer
import Logging
import ServiceLifecycle
import Sinks
import Vault

/// Keeps the operator's board true: after each round of the pipeline, and every half minute.
///
/// The board follows what the store holds, so nothing is lost while a broker or the daemon is away.
struct AlarmBoardService: Service {
    /// `nil` when only the metrics are kept.
    let board: AlarmBoard?
    let store: StateStore
    let zones: @Sendable () -> [ZoneID]
    let bell: Bell
    let clock: HouseClock
    let metrics: Metrics
    let logger: Logger

    func run() async throws {
        var isUp = true
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await cancelWhenGracefulShutdown { await bell.ring(every: .seconds(30)) } }
            for await _ in bell.rings.cancelOnGracefulShutdown() { await show(&isUp) }
            await show(&isUp)
            await board?.close()
        }
    }

    private func show(_ isUp: inout Bool) async {
        do {
            let raised = try store.alarms()
            measure(raised)
            try await board?.show(raised, in: zones(), at: clock.now)
            if !isUp { logger.info("alarms are shown again") }
            isUp = true
        } catch {
            metrics.count("footfall_alarm_failures_total", "Alarms not shown, and tried again.")
            if isUp { logger.warning("alarms are not shown", metadata: ["problem": "\(error)"]) }
            isUp = false
        }
    }

    private func measure(_ raised: [Alarm]) {
        for cause in Alarm.Cause.allCases {
            let count = raised.count { $0.cause == cause }
            metrics.set(
                "footfall_alarms_raised", "Alarms that are raised now.", to: Double(count),
                labels: "cause=\"\(cause.rawValue)\"")
        }
    }
}

/// Calls the webhook for each change, one after the other, so that the order is kept.
struct WebhookService: Service {
    let webhook: Webhook
    let store: StateStore
    let bell: Bell
    let metrics: Metrics
    let logger: Logger

    private static let batch = 100

    func run() async throws {
        var wait = Duration.seconds(1)
        for await _ in bell.rings.cancelOnGracefulShutdown() {
            while try await deliver(&wait) {}
        }
    }

    /// `false` when nothing waits, or the server does not take it now.
    private func deliver(_ wait: inout Duration) async throws -> Bool {
        let changes = try store.alarmChanges(limit: Self.batch)
        let lost = try store.lostAlarmChanges()
        metrics.set("footfall_webhook_lost", "Changes dropped from a full queue.", to: Double(lost))
        for change in changes {
            guard await isTaken(change.alarm, number: change.sequence, &wait) else { return false }
            try store.takeAlarmChanges(upTo: change.sequence)
        }
        return !changes.isEmpty
    }

    private func isTaken(_ alarm: Alarm, number: Int, _ wait: inout Duration) async -> Bool {
        do {
            try await webhook.deliver(alarm, number: number)
            wait = .seconds(1)
            return true
        } catch {
            metrics.count("footfall_webhook_failures_total", "Calls of the webhook that failed.")
            let told: Logger.Metadata = ["problem": "\(error)", "alarm": "\(alarm.zone)/\(alarm.rule)"]
            if !error.retryHelps {
                logger.error("webhook refuses an alarm, which is let go", metadata: told)
                return true
            }
            logger.warning("webhook takes no alarm, and is called again", metadata: told)
            try? await cancelWhenGracefulShutdown { [wait] in try await Task.sleep(for: wait) }
            wait = min(wait * 2, .seconds(60))
            bell.ring()
            return false
        }
    }
}

import Foundation
import Logging
import Mosquitto
import ServiceLifecycle
import Synchronization

/// One broker: a thread that receives, and what is known of its connection.
final class SubscriberService: Service {
    private let subscriber: Subscriber
    private let name: String
    private let ended = Bell()
    private let connection: Connection

    /// What the readiness check and the metrics see.
    final class Connection: Sendable {
        private let problem = Mutex<String?>("not connected yet")

        /// `nil` while messages can come in.
        var trouble: String? { problem.withLock { $0 } }

        fileprivate func set(_ trouble: String?) { problem.withLock { $0 = trouble } }
    }

    init(
        _ settings: Subscriber.Settings, door: FrontDoor, connection: Connection, metrics: Metrics,
        logger: Logger, onGranted: @escaping @Sendable () -> Void
    ) {
        let name = "\(settings.endpoint.host):\(settings.endpoint.port)"
        self.name = name
        self.connection = connection
        subscriber = Subscriber(settings) { batch in
            try door.commit(batch)
        } onEvent: { event in
            Self.hear(event, name, connection, metrics, logger)
            if case .granted = event { onGranted() }
        }
    }

    func run() async throws {
        let (subscriber, ended) = (subscriber, ended)
        let thread = Thread {
            subscriber.run()
            ended.ring()
        }
        thread.name = "broker"
        thread.start()
        await withGracefulShutdownHandler {
            for await _ in ended.rings { break }
        } onGracefulShutdown: {
            subscriber.stop()
            // A thread that still looks for its broker has nothing to lose.
            Task {
                try? await Task.sleep(for: .seconds(5))
                ended.ring()
            }
        }
    }

    private static func hear(
        _ event: Subscriber.Event, _ name: String, _ connection: Connection, _ metrics: Metrics,
        _ logger: Logger
    ) {
        let label = "broker=\"\(name)\""
        func warn(_ message: Logger.Message, _ why: String) {
            logger.warning(message, metadata: ["broker": "\(name)", "why": "\(why)"])
        }
        switch event {
        case .connected: break
        case .granted:
            connection.set(nil)
            logger.info("subscriptions granted", metadata: ["broker": "\(name)"])
        case .refused(let filter, let why):
            connection.set("subscription to \(filter) refused: \(why)")
            warn("subscription refused", "\(filter): \(why)")
        case .rejected(let why):
            connection.set("broker refused the connection: \(why)")
            warn("broker refused the connection", why)
        case .lost(let why):
            connection.set("connection lost: \(why)")
            metrics.count("footfall_connection_losses_total", "Connections lost.", labels: label)
            warn("connection lost", why)
        case .sessionLost:
            metrics.count("footfall_sessions_lost_total", "Sessions the broker forgot.", labels: label)
            warn("the broker forgot our session", "messages may be lost; see that it persists sessions")
        case .commitFailed(let why):
            connection.set("journal does not take messages: \(why)")
            metrics.count("footfall_journal_failures_total", "Batches not stored, and asked for again.")
            logger.error("journal does not take messages", metadata: ["why": "\(why)"])
        case .oversized, .waiting: break
        }
        let isUp = connection.trouble == nil
        metrics.set(
            "footfall_broker_up", "Whether subscriptions are granted.", to: isUp ? 1 : 0, labels: label)
    }
}

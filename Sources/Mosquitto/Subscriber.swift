import Synchronization

/// Receives from a broker so that acknowledged means committed: the broker hears of a message only after the
/// `commit` closure has returned for it, and sends it again if that did not happen.
///
/// Duplicates are certain, so `commit` must be able to meet a message twice. A message that cannot be understood
/// must be committed all the same, or it comes again for ever.
public final class Subscriber: Sendable {
    private let settings: Settings
    private let commit: @Sendable (Batch) throws -> Void
    private let onEvent: @Sendable (Event) -> Void
    private let bell = Bell()

    /// - Parameters:
    ///   - commit: Makes a batch durable, on the thread of `run`. If it throws, the connection is dropped and all
    ///     messages of the batch come again.
    ///   - onEvent: Hears what happens, on the thread of `run`; it should return soon.
    public init(
        _ settings: Settings, commit: @escaping @Sendable (Batch) throws -> Void,
        onEvent: @escaping @Sendable (Event) -> Void
    ) {
        self.settings = settings
        self.commit = commit
        self.onEvent = onEvent
    }

    /// Connects, receives and reconnects until `stop` is called. Give it a thread of its own, once.
    ///
    /// After `stop` it commits and acknowledges what it has, says goodbye and returns. While it looks for a broker
    /// the system may hold it for minutes; then its thread can be abandoned, for it has nothing to lose.
    public func run() {
        Reception(settings, commit: commit, onEvent: onEvent, bell: bell).run()
    }

    /// Asks `run` to end. Returns at once.
    public func stop() {
        bell.ring()
    }
}

extension Subscriber {
    /// What to receive, and how much of it at a time.
    public struct Settings: Sendable {
        public var endpoint: Endpoint
        /// Topic filters, with wildcards if wanted. All must be granted with QoS 1.
        public var filters: [String]
        /// How long the broker keeps our messages after the connection ended. MQTT 5 only; older brokers have a
        /// setting of their own.
        public var sessionExpiry: Duration
        /// Published once all filters are granted. At a good end the endpoint's will is published in its stead.
        public var birth: OutgoingMessage?
        /// A batch is committed when it has this many messages, 1...65535. Also told to the broker as the most
        /// that may be unacknowledged.
        public var batchMessages: Int
        /// A batch is committed when it has this many bytes, 1...1 GiB, which it may exceed by one message, or by
        /// one TLS record.
        public var batchBytes: Int
        /// A larger payload is dropped, marked in the batch and acknowledged.
        public var payloadBytes: Int
        /// How long the first message of a batch may wait for more while more keep coming. Zero commits at once.
        public var linger: Duration
        /// The wait before the second attempt to connect; it doubles up to 64 times as long.
        public var backoff: Duration

        public init(
            endpoint: Endpoint, filters: [String], sessionExpiry: Duration = .seconds(7 * 86_400),
            birth: OutgoingMessage? = nil, batchMessages: Int = 1000, batchBytes: Int = 4 << 20,
            payloadBytes: Int = 256 << 10, linger: Duration = .milliseconds(10),
            backoff: Duration = .seconds(1)
        ) {
            self.endpoint = endpoint
            self.filters = filters
            self.sessionExpiry = sessionExpiry
            self.birth = birth
            self.batchMessages = min(max(batchMessages, 1), 65_535)
            self.batchBytes = min(max(batchBytes, 1), 1 << 30)
            self.payloadBytes = payloadBytes
            self.linger = linger
            self.backoff = backoff
        }
    }

    /// What happens to a subscriber, for logs, metrics and alarms.
    public enum Event: Hashable, Sendable {
        /// The broker took us; whether it still knew us.
        case connected(sessionPresent: Bool)
        /// All filters are granted.
        case granted
        /// The broker will not give us this filter with QoS 1. We disconnect and ask again later.
        case refused(filter: String, why: String)
        /// The broker did not let us in.
        case rejected(why: String)
        /// No connection came about, or it ended.
        case lost(why: String)
        /// The broker has forgotten us since the last connection: messages may be lost.
        case sessionLost
        /// Nothing of the batch was acknowledged; all of it will come again.
        case commitFailed(String)
        /// Payloads above the limit were dropped and acknowledged.
        case oversized(messages: Int)
        /// Until the next attempt to connect.
        case waiting(Duration)
    }
}

import Foundation
import Mosquitto
import Synchronization
import TestKit

/// A message as the tests like to see it.
struct Heard: Hashable, Sendable {
    var topic: String
    var payload: [UInt8]
    var retained = false
    var contentType: String?
    var oversizedBytes: Int?
    var userProperties: [String] = []
}

/// What a subscriber committed and said.
final class Witness: Sendable {
    struct State {
        var heard: [Heard] = []
        var batches: [Int] = []
        var events: [Subscriber.Event] = []
        var hasEnded = false
    }

    let state = Mutex(State())

    var heard: [Heard] { state.withLock(\.heard) }
    var texts: [String] { heard.map { String(decoding: $0.payload, as: UTF8.self) } }
    var batches: [Int] { state.withLock(\.batches) }
    var events: [Subscriber.Event] { state.withLock(\.events) }

    func take(_ batch: Batch) {
        let heard = batch.records.map { record in
            Heard(
                topic: String(decoding: batch.bytes[record.topic], as: UTF8.self),
                payload: Array(batch.bytes[record.payload]), retained: record.retained,
                contentType: record.contentType.map { String(decoding: batch.bytes[$0], as: UTF8.self) },
                oversizedBytes: record.oversizedBytes,
                userProperties: batch.userProperties[record.userProperties].map { property in
                    String(decoding: batch.bytes[property.name], as: UTF8.self) + "="
                        + String(decoding: batch.bytes[property.value], as: UTF8.self)
                })
        }
        state.withLock { state in
            state.heard += heard
            state.batches.append(batch.count)
        }
    }
}

/// A subscriber on a thread of its own. It stops with this object.
final class Receiver: Sendable {
    let witness = Witness()
    private let subscriber: Subscriber

    /// - Parameter commit: comes before the messages of a batch count as heard.
    init(_ settings: Subscriber.Settings, commit: @escaping @Sendable (Batch) throws -> Void = { _ in }) {
        subscriber = Subscriber(settings) { [witness] batch in
            try commit(batch)
            witness.take(batch)
        } onEvent: { [witness] event in
            witness.state.withLock { $0.events.append(event) }
        }
        Thread.detachNewThread { [subscriber, witness] in
            subscriber.run()
            witness.state.withLock { $0.hasEnded = true }
        }
    }

    deinit { subscriber.stop() }

    /// Returns when the thread has ended.
    func stop() async throws {
        subscriber.stop()
        try await eventually("the subscriber ends") { witness.state.withLock(\.hasEnded) }
    }

    func granted() async throws {
        try await eventually("all filters are granted") { witness.events.contains(.granted) }
    }

    func hears(_ count: Int) async throws {
        try await eventually("\(count) messages are heard") { witness.heard.count >= count }
    }
}

struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Waits until it is so, for at most 20 seconds.
func eventually(_ what: String, _ isSo: () throws -> Bool) async throws {
    for _ in 0..<4000 {
        if try isSo() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverHappened(description: "never happened: \(what)")
}

extension Broker {
    func endpoint(
        _ clientID: String, version: Endpoint.ProtocolVersion = .v5, will: OutgoingMessage? = nil
    ) -> Endpoint {
        Endpoint(
            host: "127.0.0.1", port: port, clientID: clientID, protocolVersion: version, will: will)
    }
}

extension Subscriber.Settings {
    /// Quick to come back.
    init(_ endpoint: Endpoint, _ filters: String..., birth: OutgoingMessage? = nil) {
        self.init(endpoint: endpoint, filters: filters, birth: birth, backoff: .milliseconds(50))
    }
}

extension OutgoingMessage {
    init(_ topic: String, _ text: String, retain: Bool = false) {
        self.init(topic: topic, payload: Array(text.utf8), retain: retain)
    }

    static func numbered(_ range: Range<Int>) -> [OutgoingMessage] {
        range.map { OutgoingMessage("n", "\($0)") }
    }
}

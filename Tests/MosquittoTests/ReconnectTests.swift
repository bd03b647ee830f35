import Mosquitto
import Synchronization
import TestKit
import Testing

@Suite("When the connection does not last")
struct ReconnectTests {
    @Test("the session outlives a restart of the broker")
    func restart() async throws {
        let broker = try await Broker()
        let receiver = Receiver(Subscriber.Settings(broker.endpoint("s"), "n"))
        try await receiver.granted()
        let publisher = Publisher(broker.endpoint("p"))
        try await publisher.publish(OutgoingMessage.numbered(0..<10))
        try await receiver.hears(10)
        try await broker.stop()
        await #expect(throws: MosquittoError.self) {
            try await publisher.publish(OutgoingMessage.numbered(10..<11))
        }
        try await broker.start()
        try await publisher.publish(OutgoingMessage.numbered(10..<20))
        try await eventually("all are heard") { Set(receiver.witness.texts).count == 20 }
        let events = receiver.witness.events
        #expect(events.contains(.connected(sessionPresent: true)))
        #expect(events.contains { if case .waiting = $0 { true } else { false } })
        #expect(!events.contains(.sessionLost))
    }

    @Test("what came while we were away is delivered")
    func away() async throws {
        let broker = try await Broker()
        let first = Receiver(Subscriber.Settings(broker.endpoint("s"), "n"))
        try await first.granted()
        try await first.stop()
        try await Publisher(broker.endpoint("p")).publish(OutgoingMessage.numbered(0..<500))
        let second = Receiver(Subscriber.Settings(broker.endpoint("s"), "n"))
        try await second.hears(500)
        #expect(second.witness.texts == (0..<500).map(String.init))
    }

    @Test("a broker that forgot us is an event")
    func forgotten() async throws {
        let broker = try await Broker()
        let receiver = Receiver(Subscriber.Settings(broker.endpoint("s"), "n"))
        try await receiver.granted()
        try await broker.kill()
        try await broker.start()
        try await eventually("the loss of the session is told") {
            receiver.witness.events.contains(.sessionLost)
        }
    }

    @Test("a commit that throws loses nothing")
    func commitFails() async throws {
        struct DiskFull: Error {}
        let broker = try await Broker()
        let calls = Atomic(0)
        let receiver = Receiver(Subscriber.Settings(broker.endpoint("s"), "n")) { _ in
            if calls.add(1, ordering: .relaxed).newValue <= 3 { throw DiskFull() }
        }
        try await receiver.granted()
        try await Publisher(broker.endpoint("p")).publish(OutgoingMessage.numbered(0..<300))
        try await eventually("all are heard") { Set(receiver.witness.texts).count == 300 }
        #expect(receiver.witness.events.count { $0 == .commitFailed("DiskFull()") } == 3)
    }

    @Test("a backlog comes in batches of the size we chose")
    func backlog() async throws {
        let broker = try await Broker()
        var settings = Subscriber.Settings(broker.endpoint("s"), "n")
        let before = Receiver(settings)
        try await before.granted()
        try await before.stop()
        try await Publisher(broker.endpoint("p")).publish(OutgoingMessage.numbered(0..<5000))
        settings.batchMessages = 64
        let after = Receiver(settings)
        try await after.hears(5000)
        #expect(after.witness.texts == (0..<5000).map(String.init))
        #expect(after.witness.batches.allSatisfy { $0 <= 64 })
    }

    @Test("a batch is bounded in bytes too")
    func bytes() async throws {
        let broker = try await Broker()
        var settings = Subscriber.Settings(broker.endpoint("s"), "big")
        settings.batchBytes = 20_000
        let receiver = Receiver(settings)
        try await receiver.granted()
        let big = OutgoingMessage(topic: "big", payload: [UInt8](repeating: 1, count: 5000))
        try await Publisher(broker.endpoint("p")).publish(Array(repeating: big, count: 100))
        try await receiver.hears(100)
        #expect(receiver.witness.batches.allSatisfy { $0 <= 4 })
    }

    @Test("stop ends a subscriber that finds no broker")
    func stop() async throws {
        let port = try Broker.freePort()
        let receiver = Receiver(
            Subscriber.Settings(
                endpoint: Endpoint(host: "127.0.0.1", port: port, clientID: "s"), filters: ["n"],
                backoff: .seconds(3600)))
        try await eventually("it waits") {
            receiver.witness.events.contains { if case .waiting = $0 { true } else { false } }
        }
        try await receiver.stop()
    }
}

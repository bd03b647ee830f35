import Foundation
import Mosquitto
import Synchronization
import TestKit
import Testing

@Suite("Acknowledged means committed")
struct AcknowledgementTests {
    let fake: FakeBroker
    let settings: Subscriber.Settings

    init() throws {
        fake = try FakeBroker()
        settings = Subscriber.Settings(
            Endpoint(host: "127.0.0.1", port: fake.port, clientID: "c"), "#")
    }

    @Test("no PUBACK leaves before commit has returned")
    func order() async throws {
        let isCommitting = Atomic(false)
        let mayReturn = DispatchSemaphore(value: 0)
        let receiver = Receiver(settings) { _ in
            isCommitting.store(true, ordering: .releasing)
            mayReturn.wait()
        }
        try await fake.welcome()
        try await fake.grant(1)
        fake.publish(1, topic: "t", "one")
        fake.publish(2, topic: "t", "two")
        try await eventually("commit is called") { isCommitting.load(ordering: .acquiring) }
        #expect(try await fake.next(within: .milliseconds(300)) == nil)
        for _ in 0..<10 { mayReturn.signal() }
        #expect(try await [fake.expect(4), fake.expect(4)].map(\.body) == [[0, 1], [0, 2]])
        #expect(receiver.witness.texts == ["one", "two"])
    }

    @Test("a commit that throws acknowledges nothing and ends the connection")
    func failure() async throws {
        struct DiskFull: Error {}
        let isFull = Atomic(true)
        let receiver = Receiver(settings) { _ in
            if isFull.load(ordering: .acquiring) { throw DiskFull() }
        }
        try await fake.welcome()
        try await fake.grant(1)
        fake.publish(1, topic: "t", "one")
        #expect(try await fake.next(within: .seconds(10)) == nil)
        isFull.store(false, ordering: .releasing)
        fake.hangUp()
        try await fake.welcome()
        try await fake.grant(1)
        fake.publish(1, topic: "t", "one")
        #expect(try await fake.expect(4).body == [0, 1])
        #expect(receiver.witness.texts == ["one"])
        #expect(receiver.witness.events.contains(.commitFailed("DiskFull()")))
    }

    @Test("a filter that is not granted with QoS 1 is refused", arguments: [0, 0x87, 0x80] as [UInt8])
    func grants(code: UInt8) async throws {
        let receiver = Receiver(settings)
        try await fake.welcome()
        try await fake.grant(code)
        try await eventually("the refusal is told") {
            receiver.witness.events.contains { if case .refused("#", _) = $0 { true } else { false } }
        }
        #expect(!receiver.witness.events.contains(.granted))
        fake.hangUp()
        try await fake.welcome()
        try await fake.grant(1)
        try await receiver.granted()
    }

    @Test("an oversized payload is dropped, marked and acknowledged")
    func oversized() async throws {
        var settings = settings
        settings.payloadBytes = 3
        let receiver = Receiver(settings)
        try await fake.welcome()
        try await fake.grant(1)
        fake.publish(1, topic: "t", "four")
        fake.publish(2, topic: "t", "abc")
        try await fake.expect(4)
        try await fake.expect(4)
        #expect(
            receiver.witness.heard == [
                Heard(topic: "t", payload: [], oversizedBytes: 4),
                Heard(topic: "t", payload: Array("abc".utf8)),
            ])
        #expect(receiver.witness.events.contains(.oversized(messages: 1)))
    }

    @Test("properties of MQTT 5 are copied")
    func properties() async throws {
        let receiver = Receiver(settings)
        try await fake.welcome()
        try await fake.grant(1)
        let pairs: [UInt8] = [38, 0, 1, 97, 0, 1, 98, 38, 0, 1, 99, 0, 0]
        fake.publish(1, topic: "t", "x", properties: pairs + [3, 0, 1, 106])
        fake.publish(2, topic: "t", "y")
        try await fake.expect(4)
        try await fake.expect(4)
        #expect(
            receiver.witness.heard == [
                Heard(topic: "t", payload: [120], contentType: "j", userProperties: ["a=b", "c="]),
                Heard(topic: "t", payload: [121]),
            ])
    }

    @Test("a publisher gives up in time and sends nothing of it later")
    func timeout() async throws {
        let publisher = Publisher(Endpoint(host: "127.0.0.1", port: fake.port, clientID: "p"))
        async let first = Self.failure {
            try await publisher.publish([OutgoingMessage("t", "one")], within: .milliseconds(400))
        }
        try await fake.welcome()
        try await fake.expect(3)
        #expect(await first == .timedOut(after: .milliseconds(400)))
        fake.hangUp()
        async let second: Void = publisher.publish([OutgoingMessage("t", "two")])
        try await fake.welcome()
        let sent = try await fake.expect(3).body
        #expect(sent.suffix(3) == Array("two".utf8))
        fake.send(0x40, [sent[3], sent[4]])
        try await second
    }

    @Test("a publisher tells what the broker did not accept")
    func notAccepted() async throws {
        let publisher = Publisher(Endpoint(host: "127.0.0.1", port: fake.port, clientID: "p"))
        async let call = Self.failure { try await publisher.publish([OutgoingMessage("t", "one")]) }
        try await fake.welcome()
        let sent = try await fake.expect(3).body
        fake.send(0x40, [sent[3], sent[4], 0x87])
        #expect(await call == .notAccepted(messages: 1, why: "Not authorized"))
    }

    private static func failure(_ call: () async throws -> Void) async -> MosquittoError? {
        do {
            try await call()
            return nil
        } catch {
            return error as? MosquittoError
        }
    }
}

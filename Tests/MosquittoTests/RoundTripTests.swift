import Mosquitto
import Synchronization
import TestKit
import Testing

@Suite("From publisher to subscriber over a real broker")
struct RoundTripTests {
    @Test("bytes, retained flag and content type arrive", arguments: [Endpoint.ProtocolVersion.v5, .v311])
    func roundTrip(version: Endpoint.ProtocolVersion) async throws {
        let broker = try await Broker()
        let publisher = Publisher(broker.endpoint("p", version: version))
        let bytes = (0...255).map { UInt8($0) }
        try await publisher.publish([
            OutgoingMessage(topic: "a/old", payload: [1], retain: true, contentType: "text/csv")
        ])
        let receiver = Receiver(Subscriber.Settings(broker.endpoint("s", version: version), "a/#", "b/+"))
        try await receiver.granted()
        try await receiver.hears(1)
        try await publisher.publish([
            OutgoingMessage(topic: "b/bytes", payload: bytes, expiry: .seconds(60)),
            OutgoingMessage(topic: "a/none", payload: [], contentType: "text/plain", isText: true),
        ])
        try await receiver.hears(3)
        let hasTypes = version == .v5
        #expect(
            receiver.witness.heard == [
                Heard(topic: "a/old", payload: [1], retained: true, contentType: hasTypes ? "text/csv" : nil),
                Heard(topic: "b/bytes", payload: bytes),
                Heard(topic: "a/none", payload: [], contentType: hasTypes ? "text/plain" : nil),
            ])
        try await receiver.stop()
        await publisher.close()
    }

    @Test("TLS works with the right authority and is refused with a wrong one")
    func tls() async throws {
        let broker = try await Broker(Broker.Options(tls: true))
        var endpoint = broker.endpoint("p")
        endpoint.host = "localhost"
        endpoint.tls = Endpoint.TLS(caFile: broker.caFile)
        let publisher = Publisher(endpoint)
        endpoint.clientID = "s"
        let receiver = Receiver(Subscriber.Settings(endpoint, "n"))
        try await receiver.granted()
        try await publisher.publish(OutgoingMessage.numbered(0..<2000))
        try await receiver.hears(2000)
        #expect(receiver.witness.texts == (0..<2000).map(String.init))

        endpoint.clientID = "w"
        endpoint.tls = Endpoint.TLS(caFile: broker.folder + "other-ca.crt")
        let stranger = Receiver(Subscriber.Settings(endpoint, "n"))
        try await eventually("the certificate is not believed") {
            stranger.witness.events.contains {
                if case .lost(let why) = $0 { why.contains("certificate verify failed") } else { false }
            }
        }
        #expect(!stranger.witness.events.contains(.connected(sessionPresent: false)))
        try await receiver.stop()
        try await stranger.stop()
    }

    @Test("a wrong password is told", arguments: [Endpoint.ProtocolVersion.v5, .v311])
    func password(version: Endpoint.ProtocolVersion) async throws {
        let broker = try await Broker(Broker.Options(users: ["ann": "right"]))
        var endpoint = broker.endpoint("s", version: version)
        endpoint.credentials = Endpoint.Credentials(username: "ann", password: "wrong")
        let receiver = Receiver(Subscriber.Settings(endpoint, "n"))
        try await eventually("the rejection is told") {
            receiver.witness.events.contains { if case .rejected = $0 { true } else { false } }
        }
        await #expect {
            try await Publisher(endpoint).connect()
        } throws: {
            if case MosquittoError.refused = $0 { true } else { false }
        }
        endpoint.credentials?.password = "right"
        try await Publisher(endpoint).connect()
    }

    @Test("birth, last will and goodbye are seen by others")
    func presence() async throws {
        struct Hiccup: Error {}
        let broker = try await Broker()
        let watch = Receiver(Subscriber.Settings(broker.endpoint("watch"), "status"))
        try await watch.granted()
        let endpoint = broker.endpoint("s", will: OutgoingMessage("status", "offline", retain: true))
        let birth = OutgoingMessage("status", "online", retain: true)
        let isFirst = Atomic(true)
        let receiver = Receiver(Subscriber.Settings(endpoint, "n", birth: birth)) { _ in
            if isFirst.exchange(false, ordering: .relaxed) { throw Hiccup() }
        }
        try await watch.hears(1)
        try await Publisher(broker.endpoint("p")).publish(OutgoingMessage.numbered(0..<1))
        try await watch.hears(3)
        try await receiver.hears(1)
        try await receiver.stop()
        try await watch.hears(4)
        #expect(watch.witness.texts == ["online", "offline", "online", "offline"])
    }

    @Test("a thousand at a time, many times")
    func many() async throws {
        let broker = try await Broker()
        let receiver = Receiver(Subscriber.Settings(broker.endpoint("s"), "n"))
        try await receiver.granted()
        let publisher = Publisher(broker.endpoint("p"))
        for start in stride(from: 0, to: 10_000, by: 1000) {
            try await publisher.publish(OutgoingMessage.numbered(start..<start + 1000))
        }
        try await receiver.hears(10_000)
        #expect(receiver.witness.texts == (0..<10_000).map(String.init))
    }

    @Test("settings that cannot work are told with a way out")
    func unusable() async throws {
        let broker = try await Broker()
        let publisher = Publisher(broker.endpoint("p"))
        await #expect {
            try await publisher.publish([OutgoingMessage("n", "1"), OutgoingMessage("with/#", "2")])
        } throws: {
            "\($0)".contains("with/#")
        }
        try await publisher.publish([OutgoingMessage("n", "3")])
        await publisher.close()
        await #expect(throws: MosquittoError.closed) { try await publisher.connect() }

        var endpoint = broker.endpoint("q")
        endpoint.tls = Endpoint.TLS(caFile: "/nowhere/ca.crt")
        let lost = Publisher(endpoint)
        await #expect {
            try await lost.connect()
        } throws: {
            "\($0)".contains("/nowhere/ca.crt")
        }
    }
}

import Glibc
import TestKit

/// Just enough of a broker to see what a client sends and when: one connection, MQTT 5, packets below 128 bytes.
final class FakeBroker {
    let port: Int
    private let listener: Int32
    private var client: Int32 = -1

    struct Packet: Hashable {
        var type: UInt8
        var body: [UInt8]
    }

    init() throws {
        port = try Broker.freePort()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: in_port_t(port).bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(listener, raw, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0, listen(listener, 8) == 0 else { throw NeverHappened(description: "bind") }
    }

    deinit {
        hangUp()
        close(listener)
    }

    func hangUp() {
        if client >= 0 { close(client) }
        client = -1
    }

    /// Takes a client and says welcome.
    func welcome() async throws {
        guard try await isReadable(listener, within: .seconds(40)) else {
            throw NeverHappened(description: "nobody connects")
        }
        client = accept(listener, nil, nil)
        try await expect(1)
        send(0x20, [0, 0, 0])
    }

    /// Answers one SUBSCRIBE with this code.
    func grant(_ code: UInt8) async throws {
        let subscribe = try await expect(8)
        send(0x90, [subscribe.body[0], subscribe.body[1], 0, code])
    }

    func publish(_ id: UInt8, topic: String, _ payload: String, properties: [UInt8] = []) {
        let head = [0, UInt8(topic.utf8.count)] + Array(topic.utf8) + [0, id]
        send(0x32, head + [UInt8(properties.count)] + properties + Array(payload.utf8))
    }

    @discardableResult
    func expect(_ type: UInt8) async throws -> Packet {
        guard let packet = try await next(within: .seconds(40)), packet.type == type else {
            throw NeverHappened(description: "packet \(type)")
        }
        return packet
    }

    /// `nil` if nothing comes in time.
    func next(within time: Duration) async throws -> Packet? {
        guard try await isReadable(client, within: time), let head = receive(1).first else { return nil }
        var length = 0
        for shift in stride(from: 0, through: 21, by: 7) {
            guard let byte = receive(1).first else { return nil }
            length |= Int(byte & 127) << shift
            if byte < 128 { break }
        }
        return Packet(type: head >> 4, body: receive(length))
    }

    func send(_ head: UInt8, _ body: [UInt8]) {
        let bytes = [head, UInt8(body.count)] + body
        _ = unsafe Glibc.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func receive(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe recv(client, &bytes, count, Int32(MSG_WAITALL))
        return got == count ? bytes : []
    }

    private func isReadable(_ descriptor: Int32, within time: Duration) async throws -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let end = ContinuousClock.now + time
        while unsafe poll(&watched, 1, 0) == 0 {
            if .now > end { return false }
            try await Task.sleep(for: .milliseconds(2))
        }
        return true
    }
}

import Foundation
import Glibc

/// A client of the live stream on a bare socket, which can stop reading or leave without a word.
///
/// Sendable since a test hands it on and does not use it in two places at once.
final class Listener: @unchecked Sendable {
    private let descriptor: Int32
    private var received = ""

    struct Event: Equatable {
        var id: String?
        var name: String?
        var data = ""
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter smallBuffers: so that a listener that does not read is noticed soon.
    init(port: Int, path: String = "/live", lastEventID: String? = nil, smallBuffers: Bool = false) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if smallBuffers {
            var size: Int32 = 4_096
            unsafe setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: in_port_t(port).bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe connect(descriptor, raw, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(description: "cannot connect to port \(port)") }
        let resume = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(resume)\r\n".utf8)
        let sent = unsafe request.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, 0) }
        guard sent == request.count else { throw Failure(description: "cannot send") }
    }

    deinit { Glibc.close(descriptor) }

    /// Reads until as many readings as wanted have come; everything else on the way is passed over.
    func readings(_ count: Int, within time: Duration = .seconds(10)) async throws -> [Event] {
        let end = ContinuousClock.now + time
        while events.count < count {
            guard ContinuousClock.now < end else {
                throw Failure(description: "\(events.count) of \(count) readings came: \(received)")
            }
            guard try await read() else { throw Failure(description: "the stream ended early: \(received)") }
        }
        return Array(events.prefix(count))
    }

    /// Reads until a text has come.
    func wait(for text: String, within time: Duration = .seconds(10)) async throws {
        let end = ContinuousClock.now + time
        while !received.contains(text) {
            guard ContinuousClock.now < end, try await read() else {
                throw Failure(description: "'\(text)' did not come: \(received)")
            }
        }
    }

    /// Whether the server ends the stream in time.
    func ends(within time: Duration) async throws -> Bool {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            if try await !read() { return true }
        }
        return false
    }

    /// How many readings came so far.
    var count: Int { events.count }

    /// Everything that came so far, with the headers.
    var text: String { received }

    private var events: [Event] {
        received.split(separator: "\n\n").compactMap { block in
            var event = Event()
            for line in block.split(whereSeparator: \.isNewline) {
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
            }
            return event.name == "reading" ? event : nil
        }
    }

    /// - Returns: whether the stream goes on. Never blocks a thread, since the server shares them.
    private func read() async throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        if count < 0, errno == EAGAIN {
            try await Task.sleep(for: .milliseconds(5))
            return true
        }
        guard count > 0 else { return false }
        received += String(decoding: bytes[..<count], as: UTF8.self)
        return true
    }
}

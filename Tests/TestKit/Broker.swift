import Foundation
import Glibc
import Synchronization

/// A real mosquitto on a loopback port of its own, with its files in a folder of its own. It ends with this object.
public final class Broker: Sendable {
    public let port: Int
    /// Ends with a slash. Holds the configuration, the store, the log and, with TLS, the certificates.
    public let folder: String
    private let process = Mutex<Process?>(nil)

    public struct Options: Sendable {
        /// Listens with TLS only. The certificate is for `localhost`; see `caFile`.
        public var tls = false
        /// Names and passwords; empty lets everyone in.
        public var users: [String: String] = [:]
        /// More lines for the configuration.
        public var lines: [String] = []

        public init(tls: Bool = false, users: [String: String] = [:], lines: [String] = []) {
            self.tls = tls
            self.users = users
            self.lines = lines
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Returns when the broker answers.
    public init(_ options: Options = Options()) async throws {
        port = try Broker.freePort()
        folder = NSTemporaryDirectory() + "broker-\(UUID().uuidString)/"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if options.tls { try await Certificates.make(for: "broker", in: folder) }
        for (name, password) in options.users {
            let file = folder + "passwords"
            if !FileManager.default.fileExists(atPath: file) {
                _ = FileManager.default.createFile(atPath: file, contents: nil)
            }
            try await Program.run("/usr/bin/mosquitto_passwd", ["-b", file, name, password])
        }
        try configuration(options).write(toFile: configFile, atomically: true, encoding: .utf8)
        try await start()
    }

    deinit {
        _ = process.withLock { $0.map { Glibc.kill($0.processIdentifier, SIGKILL) } }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Who vouches for this broker.
    public var caFile: String { folder + "ca.crt" }

    /// Starts it on the same port with the same store.
    public func start() async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/sbin/mosquitto")
        process.arguments = ["-c", configFile]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runOpenToSignals()
        self.process.withLock { $0 = process }
        for _ in 0..<500 {
            if Broker.isListening(on: port) { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Failure(description: "mosquitto did not start; see \(folder)broker.log")
    }

    /// Ends it in good order: it saves its sessions.
    public func stop() async throws { try await end(SIGTERM) }

    /// Ends it at once: it forgets its sessions.
    public func kill() async throws { try await end(SIGKILL) }

    private func end(_ signal: Int32) async throws {
        guard let process = process.withLock({ $0.take() }) else { return }
        _ = Glibc.kill(process.processIdentifier, signal)
        while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    }

    private var configFile: String { folder + "mosquitto.conf" }

    private func configuration(_ options: Options) -> String {
        var lines = [
            "listener \(port) 127.0.0.1",
            "persistence true",
            "persistence_location \(folder)",
            "log_dest file \(folder)broker.log",
            "max_inflight_messages 1000",
            "max_queued_messages 1000000",
            "allow_anonymous \(options.users.isEmpty)",
        ]
        if geteuid() == 0 { lines.append("user root") }
        if !options.users.isEmpty { lines.append("password_file \(folder)passwords") }
        if options.tls {
            lines += ["certfile \(folder)broker.crt", "keyfile \(folder)broker.key"]
        }
        return (lines + options.lines).joined(separator: "\n") + "\n"
    }
}

extension Broker {
    /// A port that nobody listens on; somebody else may take it before we do, but is not likely to.
    public static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var address = loopback(0)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                let code = unsafe bind(descriptor, raw, size)
                return unsafe code == 0 && getsockname(descriptor, raw, &size) == 0
            }
        }
        guard isBound else { throw Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func isListening(on port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe connect(descriptor, raw, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: in_port_t(port).bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
    }
}

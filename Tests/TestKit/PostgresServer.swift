import Foundation
import Glibc
import Synchronization

/// A real PostgreSQL on a loopback port of its own, with its files in a folder of its own. It ends with this object.
///
/// It has a database `footfall` of the user `footfall`, who comes over TCP with a password. Over the socket in its
/// folder everyone is let in as whom they like.
public final class PostgresServer: Sendable {
    public var port: Int { chosenPort.withLock { $0 } }
    /// Ends with a slash. Holds the data, the socket, the log and, with TLS, the certificates.
    public let folder: String
    public static let password = "pass word's \\ end"
    private let chosenPort = Mutex(0)
    private let process = Mutex<Process?>(nil)

    public struct Options: Sendable {
        /// Lets nobody in over TCP without TLS. The certificate is for `localhost`; see `caFile`.
        public var tls = false
        /// More lines for `postgresql.conf`.
        public var lines: [String] = []

        public init(tls: Bool = false, lines: [String] = []) {
            self.tls = tls
            self.lines = lines
        }
    }

    /// Returns when the server answers.
    public init(_ options: Options = Options()) async throws {
        folder = NSTemporaryDirectory() + "pg-\(UUID().uuidString)/"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if options.tls { try await Certificates.make(for: "server", in: folder) }
        try await own()
        let call = Self.asServer([
            Self.programs + "initdb", "--pgdata", data, "--auth", "trust", "--username", "postgres",
            "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ])
        try await Program.run(call[0], Array(call.dropFirst()))
        try append("postgresql.conf", configuration(options))
        try write("pg_hba.conf", admission(options))
        try await startSomewhere()
        let password = Self.password.replacing("'", with: "''")
        try await query("CREATE ROLE footfall LOGIN PASSWORD '\(password)'", in: "postgres")
        try await query("CREATE DATABASE footfall OWNER footfall", in: "postgres")
    }

    deinit {
        Self.signal(SIGKILL, to: processes)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Who vouches for this server, and who does not.
    public var caFile: String { folder + "ca.crt" }
    public var otherCAFile: String { folder + "other-ca.crt" }

    /// A port that was free may be somebody else's by now.
    private func startSomewhere() async throws {
        for _ in 0..<10 {
            let port = try Broker.freePort()
            chosenPort.withLock { $0 = port }
            if try await launch() { return }
        }
        throw Program.Failure(description: "postgres did not start: \(log)")
    }

    /// Starts it on the same port with the same data. Who has taken the port meanwhile is waited for.
    public func start() async throws {
        for _ in 0..<50 {
            if try await launch() { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Program.Failure(description: "postgres did not start: \(log)")
    }

    /// Returns when it answers, or `false` when it ended.
    private func launch() async throws -> Bool {
        let process = Process()
        let call = Self.asServer([Self.programs + "postgres", "-D", data, "-p", "\(port)"])
        process.executableURL = URL(filePath: call[0])
        process.arguments = Array(call.dropFirst())
        let log = URL(filePath: folder + "log")
        if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        process.standardOutput = handle
        process.standardError = handle
        try process.runOpenToSignals()
        self.process.withLock { $0 = process }
        while process.isRunning {
            if (try? await query("SELECT 1", in: "postgres")) != nil { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// What it wrote to its log.
    public var log: String { (try? String(contentsOfFile: folder + "log", encoding: .utf8)) ?? "" }

    /// Ends it in good order, without waiting for its clients.
    public func stop() async throws { try await end(SIGINT) { Array($0.prefix(1)) } }

    /// Ends all of its processes at once, as if the power went.
    public func kill() async throws {
        freeze()
        try await end(SIGKILL) { $0 }
    }

    /// Stops all of its processes where they are: it takes connections and says nothing.
    public func freeze() { Self.signal(SIGSTOP, to: haltedProcesses) }

    public func thaw() { Self.signal(SIGCONT, to: processes) }

    /// Cuts all connections over TCP.
    public func cut() async throws {
        try await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE client_addr IS NOT NULL")
    }

    /// Runs statements over the socket.
    ///
    /// - Returns: a line for each row, with `|` between the columns; NULL is empty.
    @discardableResult
    public func query(
        _ sql: String, in database: String = "footfall", as user: String = "postgres"
    ) async throws -> String {
        let output = try await Program.run(
            "/usr/bin/psql",
            [
                "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set", "ON_ERROR_STOP=1",
                "--host", folder, "--port", "\(port)", "--username", user, database,
            ], input: sql)
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }

    private func end(_ signal: Int32, _ who: ([Int32]) -> [Int32]) async throws {
        guard let process = process.withLock({ $0.take() }) else { return }
        let all = Self.family(of: process.processIdentifier)
        Self.signal(signal, to: who(all))
        while process.isRunning || all.contains(where: Self.isAlive) {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

extension PostgresServer {
    private static let programs = "/usr/lib/postgresql/15/bin/"
    private var data: String { folder + "data" }

    /// The server refuses to run as root.
    private static func asServer(_ call: [String]) -> [String] {
        guard geteuid() == 0 else { return call }
        return [
            "/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--",
        ] + call
    }

    /// Gives the folder to who runs the server.
    private func own() async throws {
        guard geteuid() == 0 else { return }
        try await Program.run("/usr/bin/chown", ["--recursive", "postgres:", folder])
    }

    private func configuration(_ options: Options) -> String {
        var lines = [
            "listen_addresses = '127.0.0.1'", "unix_socket_directories = '\(folder)'",
            "max_connections = 20", "shared_buffers = 32MB",
        ]
        if options.tls {
            lines += [
                "ssl = on", "ssl_cert_file = '\(folder)server.crt'", "ssl_key_file = '\(folder)server.key'",
            ]
        }
        return (lines + options.lines).joined(separator: "\n") + "\n"
    }

    private func admission(_ options: Options) -> String {
        """
        local all all trust
        \(options.tls ? "hostssl" : "host") all all 127.0.0.1/32 scram-sha-256

        """
    }

    private func write(_ name: String, _ text: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: "\(data)/\(name)"))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    private func append(_ name: String, _ text: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: "\(data)/\(name)"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    /// The postmaster first.
    private var processes: [Int32] {
        process.withLock { $0 }.map { Self.family(of: $0.processIdentifier) } ?? []
    }

    /// As `processes`, when no new one can come.
    private var haltedProcesses: [Int32] {
        Self.signal(SIGSTOP, to: Array(processes.prefix(1)))
        return processes
    }

    private static func family(of parent: Int32) -> [Int32] {
        let children = try? String(
            contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        return [parent] + (children ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    private static func signal(_ signal: Int32, to processes: [Int32]) {
        for process in processes { _ = Glibc.kill(process, signal) }
    }

    /// One that has ended and was not asked how is not alive.
    private static func isAlive(_ process: Int32) -> Bool {
        let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return state.map { !$0.contains(") Z ") } ?? false
    }
}

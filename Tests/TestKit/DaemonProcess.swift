import Foundation
import FoundationNetworking
import Glibc
import Synchronization

/// A configuration and a data folder of their own for `footfalld`. They go with this object.
public final class Town: Sendable {
    /// Without a slash at its end; holds `config`, `data` and what the daemons said.
    public let folder: String
    public var config: String { folder + "/config" }
    public var data: String { folder + "/data" }
    public let sensors: [String]

    /// - Parameters:
    ///   - zones: zone and the number of its sensors; sensors are named `ZONE-1` and so on.
    ///   - windows: settings below `windows` on one line.
    public init(
        zones: KeyValuePairs<String, Int> = ["old-market": 3], broker port: Int = 1,
        client: String = "daemon",
        windows: String = "{}", more: String = ""
    ) throws {
        folder = NSTemporaryDirectory() + "town-\(UUID().uuidString)"
        sensors = zones.flatMap { zone, count in (1...count).map { "\(zone)-\($0)" } }
        let features = zones.map { #"{"properties": {"id": "\#($0.key)"}}"# }.joined(separator: ", ")
        let posts = zones.flatMap { zone, count in (1...count).map { "\(zone)-\($0),\(zone)\n" } }.joined()
        try write("zones.geojson", #"{"features": [\#(features)]}"#)
        try write("sensors.csv", "sensor,zone\n" + posts)
        try write(
            "footfall.yaml",
            """
            city: {name: Test}
            broker: {host: 127.0.0.1, port: \(port), client_id: \(client), topics: ["kill/#"]}
            http: {port: 0}
            windows: \(windows)
            \(more)
            """)
        try write(
            "mappings/kill.yaml",
            """
            name: kill
            match: { topic: "kill/{sensor}" }
            fields: { sensor: "{sensor}", count: $.n, kind: delta }
            time: { end: $.ts, duration: 60s }
            dedup: [sensor, time, direction]
            """)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file of the configuration.
    public func write(_ name: String, _ text: String) throws {
        let file = URL(filePath: "\(config)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Writes a file beside the configuration.
    public func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        return "\(folder)/\(name)"
    }

    /// Starts `footfalld run` here.
    public func daemon(environment: [String: String] = [:]) throws -> DaemonProcess {
        try DaemonProcess(["run", "--config", config, "--data", data], environment: environment)
    }
}

/// The built `footfalld` as a child. It ends with this object.
public final class DaemonProcess: Sendable {
    private let process: Process
    private let stem: String

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Beside the program that runs the tests.
    private static func program() throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "footfalld")
    }

    /// - Parameter environment: added to ours, without its notification socket.
    public init(_ arguments: [String], environment: [String: String] = [:]) throws {
        stem = NSTemporaryDirectory() + "footfalld-\(UUID().uuidString)"
        process = Process()
        process.executableURL = try Self.program()
        process.arguments = arguments
        var ours = ProcessInfo.processInfo.environment
        ours["NOTIFY_SOCKET"] = nil
        process.environment = ours.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.handle(stem + ".out")
        process.standardError = try Self.handle(stem + ".err")
        try process.runOpenToSignals()
    }

    private static func handle(_ path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return try FileHandle(forWritingTo: URL(filePath: path))
    }

    deinit {
        if process.isRunning { send(SIGKILL) }
        for ending in [".out", ".err"] { try? FileManager.default.removeItem(atPath: stem + ending) }
    }

    public var output: String { text(".out") }
    public var errors: String { text(".err") }

    private func text(_ ending: String) -> String {
        (try? String(contentsOfFile: stem + ending, encoding: .utf8)) ?? ""
    }

    public var isRunning: Bool { process.isRunning }

    public func send(_ signal: Int32) { _ = Glibc.kill(process.processIdentifier, signal) }

    /// Waits until its log has the text.
    public func says(_ text: String, times: Int = 1, within time: Duration = .seconds(20)) async throws {
        let end = ContinuousClock.now + time
        while errors.ranges(of: text).count < times {
            guard process.isRunning, ContinuousClock.now < end else {
                throw Failure(description: "never said \(text): \(errors)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    public func ready() async throws { try await says("subscriptions granted") }

    /// Waits for its end, after all that is in hand. A signal's number counts from 1000.
    public func ended(within time: Duration = .seconds(120)) async throws -> Int32 {
        let end = ContinuousClock.now + time
        while process.isRunning {
            guard ContinuousClock.now < end else { throw Failure(description: "did not end: \(errors)") }
            try await Task.sleep(for: .milliseconds(5))
        }
        return process.terminationReason == .exit
            ? process.terminationStatus : 1000 + process.terminationStatus
    }

    /// Ends it in good order; its exit code.
    public func stop() async throws -> Int32 {
        send(SIGTERM)
        return try await ended()
    }

    /// Of its public site, without a slash at its end.
    public func address() async throws -> String {
        try await says("site is open")
        let log = errors
        guard let mark = log.firstRange(of: "port="),
            let port = Int(log[mark.upperBound...].prefix(while: \.isNumber))
        else { throw Failure(description: "no port: \(log)") }
        return "http://127.0.0.1:\(port)"
    }

    /// The answer of its public site.
    ///
    /// - Parameter accept: types that are wanted; `nil` for no wish.
    public func get(
        _ path: String, accept: String? = nil
    ) async throws -> (status: Int, body: String) {
        guard let url = URL(string: try await address() + path) else { throw URLError(.badURL) }
        let session = URLSession(configuration: .ephemeral)
        defer { session.invalidateAndCancel() }
        var request = URLRequest(url: url)
        if let accept { request.setValue(accept, forHTTPHeaderField: "Accept") }
        let (data, response) = try await session.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}

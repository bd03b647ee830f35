import Foundation

/// Mosquitto's own subscriber, which writes down all that a broker passes on. It ends with this object.
public final class Overheard: Sendable {
    /// A message a line, as JSON.
    public let file: String
    private let process: Process

    /// - Parameter filters: at least one.
    public init(_ broker: Broker, _ filters: [String]) throws {
        file = NSTemporaryDirectory() + "overheard-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/mosquitto_sub")
        process.arguments =
            ["-V", "mqttv5", "-p", "\(broker.port)", "-q", "1", "--retain-as-published", "-F", "%j"]
            + filters.flatMap { ["-t", $0] }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: file))
        process.standardError = FileHandle.nullDevice
        try process.runOpenToSignals()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: file)
    }

    public var text: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

    /// Waits until something was said.
    public func hears(_ text: String, within time: Duration = .seconds(30)) async throws {
        let end = ContinuousClock.now + time
        while !self.text.contains(text) {
            guard ContinuousClock.now < end else { throw Broker.Failure(description: "\(text) was not said") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    public func stop() {
        if process.isRunning { process.terminate() }
    }
}

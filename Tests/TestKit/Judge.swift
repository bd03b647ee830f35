import Foundation

/// A program of `Tests/judges` that says whether what we wrote is what others read.
public enum Judge {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "judges")

    /// The path of a file below `Tests/judges`.
    public static func file(_ name: String) -> String { folder.appending(path: name).path }

    private static var python: String {
        folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".build-judges/bin/python").path
    }

    /// A judge at work.
    public final class Sitting: Sendable {
        private let process: Process
        private let output: String

        /// - Parameter program: below `Tests/judges`.
        public init(_ program: String, _ arguments: [String]) throws {
            output = NSTemporaryDirectory() + "judge-\(UUID().uuidString)"
            _ = FileManager.default.createFile(atPath: output, contents: nil)
            process = Process()
            process.executableURL = URL(filePath: Judge.python)
            process.arguments = [Judge.folder.appending(path: program).path] + arguments
            process.standardInput = FileHandle.nullDevice
            let handle = try FileHandle(forWritingTo: URL(filePath: output))
            process.standardOutput = handle
            process.standardError = handle
            try process.runOpenToSignals()
        }

        deinit {
            if process.isRunning { process.terminate() }
            try? FileManager.default.removeItem(atPath: output)
        }

        /// What it said and its exit code, once it is done.
        public func verdict() async throws -> (text: String, code: Int32) {
            while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
            let text = try String(contentsOfFile: output, encoding: .utf8)
            return (text, process.terminationStatus)
        }
    }
}

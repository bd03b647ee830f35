import Foundation

/// Debian's chromium without a window, with a profile of its own for each look.
public enum Browser {
    private static let program = "/usr/bin/chromium"

    public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// What stands on a page once its scripts have run for a while, as HTML.
    public static func look(at address: String, after time: Duration = .seconds(3)) async throws -> String {
        let profile = NSTemporaryDirectory() + "browser-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: profile) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--user-data-dir=\(profile)", "--virtual-time-budget=\(time.components.seconds * 1000)",
            "--timeout=20000", "--dump-dom", address,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.runOpenToSignals()
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let bytes = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}

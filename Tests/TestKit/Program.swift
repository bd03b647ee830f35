import Foundation

/// A program of the system, run to its end.
enum Program {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter input: what it reads.
    /// - Returns: what it wrote to its standard output.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], input: String = "") async throws -> String {
        let stem = NSTemporaryDirectory() + "program-\(UUID().uuidString)"
        let files = [".in", ".out", ".err"].map { URL(filePath: stem + $0) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        try Data(input.utf8).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.runOpenToSignals() } catch { continuation.resume(throwing: error) }
        }
        let said = try files[1...].map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        guard status == 0 else { throw Failure(description: "\(program) ended with \(status): \(said[1])") }
        return said[0]
    }
}

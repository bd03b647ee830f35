import Foundation

/// Writes lines to a file, packed by `gzip` when its name ends in `.gz`, or to standard output for `-`.
public final class TextOutput {
    private let handle: FileHandle
    private var gzip: Process?
    private var buffer = Data()

    /// Replaces a file that is there.
    public init(path: String) throws {
        if path == "-" {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CompressedText.Failure(description: "\(path): cannot be written") }
        guard path.hasSuffix(".gz") else {
            handle = file
            return
        }
        let gzip = Process()
        let input = Pipe()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Without name and time, so that the same text gives the same file.
        gzip.arguments = ["gzip", "-nc"]
        gzip.standardInput = input
        gzip.standardOutput = file
        try gzip.run()
        self.gzip = gzip
        handle = input.fileHandleForWriting
    }

    /// Adds the end of the line.
    public func write(line: String) throws {
        buffer.append(contentsOf: line.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 16 { try flush() }
    }

    /// Has to be called at the end, or the last lines are missing.
    public func close() throws {
        try flush()
        guard handle !== FileHandle.standardOutput else { return }
        try handle.close()
        guard let gzip else { return }
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            throw CompressedText.Failure(description: "gzip could not pack the output")
        }
    }

    private func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

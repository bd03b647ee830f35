import Foundation

/// Text files that may be compressed, by `gzip` itself, when their name ends in `.gz`.
public enum CompressedText {
    /// A file that cannot be read or written, or a `gzip` that failed.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The whole file as UTF-8.
    public static func read(_ path: String) throws -> String {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Failure(description: "\(path): cannot be read; is the path right?")
        }
        let url = URL(fileURLWithPath: path)
        let data = path.hasSuffix(".gz") ? try gunzip(url) : try Data(contentsOf: url)
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure(description: "\(path): expected text in UTF-8")
        }
        return text
    }

    private static func gunzip(_ url: URL) throws -> Data {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", url.path]
        let output = Pipe()
        gzip.standardOutput = output
        try gzip.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            throw Failure(description: "\(url.path): gzip could not unpack it")
        }
        return data
    }
}

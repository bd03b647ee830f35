import Footfall
import Foundation

/// The folder that a configuration is read from. Files are named by their path inside it.
struct ConfigurationFolder {
    let path: String
    let findings: Findings
    /// Larger files are refused, in bytes.
    private static let limit = 64 << 20

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: absolute(name))
    }

    /// A path as the configuration writes it: absolute, or inside the folder.
    func absolute(_ name: String) -> String {
        name.hasPrefix("/") ? name : path + "/" + name
    }

    /// Whether a folder is there and does not say what is in it.
    func hides(_ name: String) -> Bool {
        has(name) && (try? FileManager.default.contentsOfDirectory(atPath: absolute(name))) == nil
    }

    /// Names of the files in a folder with one of these endings, sorted.
    func files(in name: String, endings: [String]) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: absolute(name))) ?? []
        return all.filter { file in !file.hasPrefix(".") && endings.contains { file.hasSuffix("." + $0) } }
            .sorted().map { "\(name)/\($0)" }
    }

    /// The text of a file in UTF-8; `nil` when it cannot be had, which is told.
    func text(of name: String) -> String? {
        let place = Problem.Place(file: name)
        guard has(name) else {
            findings.tell(
                "the file is not there", at: place, key: "file", remedy: "Write it, or take the example's")
            return nil
        }
        guard let bytes = Self.bytes(of: absolute(name), upTo: Self.limit + 1) else {
            findings.tell(
                "the file cannot be read", at: place, key: "file",
                remedy: "Let the user of footfalld read it")
            return nil
        }
        guard bytes.count <= Self.limit else {
            findings.tell("the file has more than 64 MiB", at: place, key: "file", remedy: "Make it smaller")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.tell("the file is not in UTF-8", at: place, key: "file", remedy: "Save it as UTF-8")
            return nil
        }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// - Returns: `nil` when there is no such file, it is a folder or it may not be read.
    static func bytes(of path: String, upTo count: Int) -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        do {
            return Array(try handle.read(upToCount: count) ?? Data())
        } catch {
            return nil
        }
    }
}

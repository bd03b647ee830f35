import Barometer
import Footfall
import Foundation
import Testing

@testable import footfalld

/// Each worked example of `docs/mapping.md` does what stands beside it.
@Suite("The manual of mappings")
struct ManualTests {
    @Test("keeps its word", arguments: ManualExample.all)
    func example(_ example: ManualExample) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "manual-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "\(example.name).yaml")
        try Data(example.mapping.utf8).write(to: file)
        let (compiled, problems) = MappingFile.read(file.path, environment: [:])
        #expect(problems.map(\.description) == [])
        var test = MappingTest(try #require(compiled))
        let received = try #require(EventTime("2026-03-14T10:00:00Z"))
        for (index, message) in example.messages.enumerated() {
            let sample = try SampleMessage(Array(message.utf8), line: index + 1)
            let isExpectant = sample.expected.passed != nil || sample.expected.error != nil
            #expect(isExpectant, "message \(index + 1) says nothing")
            test.check(sample, fallback: received)
        }
        #expect(test.differences == [])
        #expect(!example.messages.isEmpty)
    }

    @Test("has an example for everything that a mapping can do", arguments: ManualExample.capabilities)
    func capability(_ capability: ManualExample.Capability) {
        let names = Set(ManualExample.all.map(\.name))
        #expect(!capability.examples.isEmpty)
        #expect(Set(capability.examples).subtracting(names) == [])
    }

    @Test("shows each way to decode, each code and each function")
    func words() throws {
        let text = try ManualExample.text()
        let codes = [
            "malformed", "missing_field", "bad_type", "bad_time", "out_of_range", "unsupported",
            "length_mismatch",
        ]
        for code in codes { #expect(text.contains("\"expect_error\":\"\(code)\""), "\(code)") }
        for function in ManualExample.functions { #expect(text.contains("\(function)("), "\(function)") }
        #expect(ManualExample.all.count >= 40)
        #expect(ManualExample.all.count == text.components(separatedBy: "# example:").count - 1)
        #expect(Set(ManualExample.all.map(\.name)).count == ManualExample.all.count)
    }
}

/// A mapping of the manual, and messages with what is expected of them.
struct ManualExample: Sendable, CustomTestStringConvertible {
    let name: String
    let mapping: String
    let messages: [String]

    var testDescription: String { name }

    static let all = (try? text()).map { read($0) } ?? []

    static func text() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/mapping.md"), encoding: .utf8)
    }

    /// A block of YAML that begins with `# example:`, and the block of JSON behind it.
    static func read(_ text: String) -> [ManualExample] {
        let sign = "```yaml\n# example: "
        return text.components(separatedBy: sign).dropFirst().compactMap { part in
            let blocks = part.components(separatedBy: "```")
            guard let end = blocks[0].firstIndex(of: "\n"), blocks.count > 2, blocks[2].hasPrefix("json\n")
            else { return nil }
            return ManualExample(
                name: String(blocks[0][..<end]), mapping: String(blocks[0][blocks[0].index(after: end)...]),
                messages: messages(blocks[2].dropFirst(5)))
        }
    }

    /// A line that begins with a space continues the one before.
    private static func messages(_ block: Substring) -> [String] {
        block.split(separator: "\n").reduce(into: []) { messages, line in
            if line.hasPrefix(" "), let last = messages.popLast() {
                messages.append(last + line)
            } else {
                messages.append(String(line))
            }
        }
    }
}

extension ManualExample {
    struct Capability: Sendable, CustomTestStringConvertible {
        let words: String
        let examples: [String]

        var testDescription: String { words }
    }

    static let capabilities: [Capability] = table.map { Capability(words: $0.0, examples: $0.1) }

    static let functions = [
        "size", "int", "uint", "double", "string", "bool", "bytes", "timestamp", "duration", "matches",
        "startsWith", "endsWith", "contains", "getHours", "capture", "lookup", "parseTime", "bits", "sum",
        "min",
        "max", "seconds", "slice", "upper", "lower", "trim", "split", "replace", "hex", "number", "round",
        "floor",
        "ceil", "abs", "has", "exists", "all", "exists_one", "filter", "map",
    ]

    private static let table: [(String, [String])] = [
        ("topic filter, captures of a level and inside a level", ["simple", "topic-captures"]),
        ("captures over several levels, rules that ignore", ["topic-levels"]),
        ("content type, user properties, retain flag, empty payload", ["envelope"]),
        ("several shapes on one topic", ["cases", "wrapper"]),
        ("JSON with a byte order mark, a scalar in JSON", ["scalar"]),
        ("plain text, charsets", ["text", "envelope", "lines"]),
        ("CSV: delimiter, header, ragged rows, line ends", ["csv", "time-local"]),
        ("delimited text with groups and with assignments", ["pairs", "pairs-assigned"]),
        ("XML: prefixes, one or several elements, no document type", ["xml"]),
        ("base64 inside a field, or plain", ["layout", "data-or-base64", "json-in-json"]),
        ("gzip by its first bytes", ["gzip"]),
        ("SenML", ["senml"]),
        ("CBOR and protocol buffers", ["cbor", "protobuf"]),
        ("fixed places, both byte orders, signed, bits, bit fields, optional tail", ["layout"]),
        ("lengths and lists in binary", ["layout-lists"]),
        ("tag lists and type-length-value", ["tags", "tlv"]),
        ("choice by prefix, port or length", ["choose"]),
        ("quoted keys, fallbacks, defaults, null, empty text and nan", ["values", "csv"]),
        ("optional wrapper, root list or object", ["wrapper", "root", "history"]),
        ("nested lists with their parents", ["nested"]),
        ("members by key and by pattern, columns by pattern", ["keys", "members", "csv"]),
        ("parallel lists", ["zip-and-records"]),
        ("lists of names and values", ["name-value"]),
        ("a pair of records for each element", ["keys"]),
        ("the n-th bin", ["bins"]),
        ("arithmetic, units, rounding, sums, texts, captures, defaults of maps", ["compute"]),
        ("text to number, boolean to number", ["values", "topic-levels", "scalar"]),
        ("lookup tables with default", ["lookup"]),
        ("numeric ranges, bit tests", ["ranges"]),
        ("filters of message, element and row; refusal with a code; quality flags", ["decide", "csv"]),
        ("kind and direction by condition, constants, swapped directions", ["swapped", "ranges"]),
        ("RFC 3339 and epochs", ["simple", "history", "ranges"]),
        ("custom patterns, local times, summer and winter", ["time-local", "time-composed", "hours"]),
        ("offset in a field, summer flag, ISO durations and intervals, fallbacks, skew", ["time-offset"]),
        ("time of receipt, relative times", ["time-composed", "senml"]),
        ("inclusive end, duration of the message or constant", ["time-local", "time-offset"]),
        ("dedup key", ["dedup", "history"]),
        ("counters: rollover and reset", ["counter"]),
        ("counters: daily reset", ["counter-daily"]),
        ("declared lengths", ["declared-length"]),
        ("privacy", ["privacy"]),
    ]
}

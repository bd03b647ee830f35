import Barometer
import Footfall
import Foundation

/// Recorded observations, as CSV with named columns or as JSON lines: `sensor`, `time` (start, RFC 3339),
/// `duration_s`, `direction`, `count`, `kind`, and where they are known `received_at`, `source` (the mapping's name, whose
/// rule for counters then holds) and `flags`: words with spaces between them, in JSON also a list.
final class RecordTable {
    struct Record {
        /// `nil`: the record does not say it.
        let source: String?
        let sensor: String
        let start: EventTime
        let seconds: Int
        let direction: Observation.Direction
        let count: Double
        let kind: Observation.Kind
        let flags: Observation.Flags
        /// When it came in; the end of its interval where nothing is said.
        let received: EventTime
    }

    /// A line that is no record, with the reason.
    struct BadLine {
        let line: Int
        let code: Rejection.Code
        let detail: String
    }

    enum Item {
        case record(Record)
        case bad(BadLine)
    }

    private let lines: TextLines
    private var columns: [String: Int]?
    private let isJSON: Bool
    private var first: [UInt8]?

    init(path: String) throws {
        lines = try TextLines(path: path)
        first = lines.next()
        isJSON = first?.first == UInt8(ascii: "{")
        if !isJSON {
            let names = Self.cells(first ?? []).map { $0.trimmingCharacters(in: .whitespaces) }
            let required = ["sensor", "time", "count"]
            guard required.allSatisfy(names.contains) else {
                throw FileProblem(
                    path: path, problem: "expected a header with \(required.joined(separator: ", "))")
            }
            columns = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
            first = nil
        }
    }

    /// The next record or bad line; `nil` after the last.
    func next() -> Item? {
        while let line = takeLine() {
            if line.isEmpty { continue }
            do {
                return .record(try isJSON ? json(line) : row(line))
            } catch {
                return .bad(BadLine(line: lines.lineNumber, code: error.code, detail: error.detail))
            }
        }
        return nil
    }

    private func takeLine() -> [UInt8]? {
        defer { first = nil }
        return first ?? lines.next()
    }

    private struct Refused: Error {
        let code: Rejection.Code
        let detail: String
    }

    private func row(_ line: [UInt8]) throws(Refused) -> Record {
        let cells = Self.cells(line)
        return try record { name in
            guard let index = columns?[name], index < cells.count, !cells[index].isEmpty else { return nil }
            return cells[index]
        }
    }

    private func json(_ line: [UInt8]) throws(Refused) -> Record {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
            throw Refused(code: .malformed, detail: "not a JSON object")
        }
        return try record { name in
            switch object[name] {
            case let text as String: text
            case let number as NSNumber: number.stringValue
            case let words as [String]: words.joined(separator: " ")
            default: nil
            }
        }
    }

    private func record(_ value: (String) -> String?) throws(Refused) -> Record {
        func required(_ name: String) throws(Refused) -> String {
            guard let text = value(name) else { throw Refused(code: .missingField, detail: "no \(name)") }
            return text
        }
        let sensor = try required("sensor")
        guard let start = EventTime(try required("time")) else {
            throw Refused(code: .badTime, detail: "time is no RFC 3339 time")
        }
        guard let count = Double(try required("count")), count.isFinite else {
            throw Refused(code: .badType, detail: "count is no number")
        }
        guard let seconds = Int(value("duration_s") ?? "3600"), (0...86_400).contains(seconds), count >= 0
        else { throw Refused(code: .outOfRange, detail: "a count is at least 0, a duration 0 to 86400 s") }
        guard let direction = Observation.Direction(name: value("direction") ?? "both"),
            let kind = Observation.Kind(name: value("kind") ?? "delta")
        else { throw Refused(code: .unsupported, detail: "unknown direction or kind") }
        guard let flags = Observation.Flags(names: value("flags") ?? "") else {
            throw Refused(code: .unsupported, detail: "an unknown flag")
        }
        let end = start + .seconds(seconds)
        return Record(
            source: value("source"), sensor: sensor, start: start, seconds: seconds, direction: direction,
            count: count, kind: kind, flags: flags,
            received: value("received_at").flatMap { EventTime($0) } ?? end)
    }

    /// The cells of a row (RFC 4180, without line ends inside quotes).
    private static func cells(_ line: [UInt8]) -> [String] {
        guard line.contains(UInt8(ascii: "\"")) else {
            return line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        var (cells, cell, isQuoted): ([String], [UInt8], Bool) = ([], [], false)
        var previous: UInt8 = 0
        for byte in line {
            switch byte {
            case UInt8(ascii: "\""):
                if !isQuoted, previous == byte { cell.append(byte) }
                isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                cells.append(String(decoding: cell, as: UTF8.self))
                cell = []
            default: cell.append(byte)
            }
            previous = byte
        }
        return cells + [String(decoding: cell, as: UTF8.self)]
    }
}

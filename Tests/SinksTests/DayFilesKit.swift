import Barometer
import Foundation
import Sinks
import TestKit

/// A folder of day files as anyone may read it.
struct DayShelf {
    /// Ends with a slash.
    let folder: String

    /// Names of what is there, without what is hidden.
    var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
        }
    }

    func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: folder + name) }

    /// What is in all of the files, by name.
    func all() throws -> [String: Data] {
        Dictionary(uniqueKeysWithValues: try names.map { ($0, bytes($0) ?? Data()) })
    }

    /// The lines of a file below its header, with their ends.
    func rows(_ name: String) -> [String] {
        let text = bytes(name).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\r\n").dropFirst().map { $0 + "\r\n" }
    }

    /// The lines of all tables.
    func rows() throws -> [String] {
        try names.filter { $0.hasSuffix(".csv") }.flatMap(rows)
    }
}

/// Day files that know which publication a row was, since a row alone does not say all of it.
final class RememberedDayFiles: Sink {
    let name = "day_files"
    private let files: DayFiles
    private let shelf: DayShelf
    private let known = Memory()

    private actor Memory {
        var rows: [String: Publication] = [:]
        func add(_ publications: [Publication]) {
            for publication in publications { rows[IndicatorTable([publication]).rows] = publication }
        }
    }

    init(_ folder: String) {
        shelf = DayShelf(folder: folder)
        files = DayFiles(.init(folder: folder)) { .mechelen }
    }

    func write(_ publications: [Publication]) async throws(SinkError) {
        await known.add(publications)
        try await files.write(publications)
    }

    /// What stands in the tables, by window end.
    func publications() async throws -> [Publication] {
        let rows = await known.rows
        return try shelf.rows().map { row in
            guard let publication = rows[row] else { throw StrangeRow(row: row) }
            return publication
        }.sorted { ($0.reading?.window.end ?? .at("00:00")) < ($1.reading?.window.end ?? .at("00:00")) }
    }

    struct StrangeRow: Error {
        let row: String
    }
}

extension CityDescription {
    static let mechelen = CityDescription(
        name: "Mechelen", timeZone: "Europe/Brussels", attribution: "Stad Mechelen", zones: [])
}

/// A row of a table taken apart by a reader of its own, after RFC 4180.
struct TableRow {
    let cells: [String: String]

    init(_ line: String, header: String = IndicatorTable.header) {
        let names = Self.cells(header)
        cells = Dictionary(zip(names, Self.cells(line))) { first, _ in first }
    }

    subscript(name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }

    private static func cells(_ line: String) -> [String] {
        var (cells, cell, isQuoted, previous): ([String], String, Bool, Unicode.Scalar?) = (
            [], "", false, nil
        )
        for sign in line.dropLast(1).unicodeScalars {
            if sign == "\"" {
                if !isQuoted, previous == "\"" { cell.append("\"") }
                isQuoted.toggle()
            } else if sign == ",", !isQuoted {
                cells.append(cell)
                cell = ""
            } else {
                cell.unicodeScalars.append(sign)
            }
            previous = sign
        }
        return cells + [cell]
    }
}

extension TableRow {
    private func percent(_ name: String) -> Double { (self[name].flatMap(Double.init) ?? .nan) / 100 }

    private func word<Value: RawRepresentable<String>>(_ name: String) throws -> Value {
        guard let value = self[name].flatMap(Value.init) else { throw Missing(name: name) }
        return value
    }

    private struct Missing: Error {
        let name: String
    }

    private var window: Window? {
        guard let start = self["from"].flatMap({ EventTime($0) }),
            let end = self["to"].flatMap({ EventTime($0) })
        else { return nil }
        return Window(from: start, to: end)
    }

    /// The value behind the row; what a row does not tell is as in `original`.
    func content(like original: Publication.Content) throws -> Publication.Content {
        switch original {
        case .reading(let reading): .reading(try self.reading(like: reading))
        case .impact(let impact): .impact(try self.impact(like: impact))
        case .detail, .series, .retraction: original
        }
    }

    private func reasons(like original: [Reason]) -> [Reason] {
        let codes = self["reason"]?.split(separator: " ").map(String.init) ?? []
        return zip(codes, original).compactMap { code, original in
            if case .sensors(let present) = original { return Reason(code: code, present: present) }
            return Reason(code: code, present: .init(0, of: 0))
        }
    }

    private func reading(like original: Reading) throws -> Reading {
        var content = Reading.Content.withheld
        let status: Status = try word("status")
        if status != .withheld {
            let level = self["level"].flatMap(Int.init).flatMap(Level.init)
            let measurement = Reading.Measurement(
                index: Index(ratio: percent("value")), deviation: try word("deviation"),
                peak: level.map {
                    Reading.PeakShare(busyness: Busyness(ratio: percent("busyness")), level: $0)
                },
                confidence: try word("confidence"))
            content = status == .final ? .final(measurement) : .provisional(measurement)
        }
        return Reading(
            zone: ZoneID(self["zone"] ?? ""), window: window ?? original.window, content: content,
            completeness: Share(percent("completeness") * 100), reasons: reasons(like: original.reasons),
            validUntil: original.validUntil)
    }

    private func impact(like original: Impact) throws -> Impact {
        var content = Impact.Content.withheld
        let status: Status = try word("status")
        if status != .withheld, let placebo = original.effect?.placebo {
            let effect = Impact.Effect(
                uplift: Uplift(ratio: percent("value")), lower: Uplift(ratio: percent("lower")),
                upper: Uplift(ratio: percent("upper")), score: Score(percent("score") * 100),
                size: try word("class"), grade: try word("grade"), placebo: placebo,
                confidence: try word("confidence"))
            content = status == .final ? .final(effect) : .provisional(effect)
        }
        return Impact(
            event: EventID(self["event"] ?? ""), zone: ZoneID(self["zone"] ?? ""),
            window: window ?? original.window, content: content,
            completeness: Share(percent("completeness") * 100), reasons: reasons(like: original.reasons))
    }
}

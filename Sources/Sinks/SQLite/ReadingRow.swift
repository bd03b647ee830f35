import Barometer
import Foundation
import GRDB

/// A publication as columns, and back. Both are pure functions of the value.
extension Publication {
    /// In the order of `ReadingSchema.upsert`.
    func columns() throws -> StatementArguments {
        let measurement = reading.measurement
        return [
            reading.zone.name, reading.window.start.milliseconds, reading.window.end.milliseconds,
            measurement?.index.percent, measurement?.deviation.rawValue,
            measurement?.peak?.busyness.percent, measurement?.peak?.level.rawValue,
            measurement?.confidence.rawValue,
            reading.completeness.value, reading.content.status,
            reading.reasons.isEmpty ? nil : try JSON.text(reading.reasons),
            reading.validUntil.milliseconds, Reading.method, version, sequence, created.milliseconds,
        ]
    }

    init(row: Row) throws {
        let (start, end): (Int64, Int64) = (row["window_start"], row["window_end"])
        guard start < end else { throw BrokenRow("window_end") }
        var reasons: [Reason] = []
        if let text = row["reasons"] as String? {
            reasons = try JSONDecoder().decode([Reason].self, from: Data(text.utf8))
        }
        self.init(
            sequence: row["sequence"],
            created: EventTime(milliseconds: row["created"]),
            version: row["version"],
            reading: Reading(
                zone: ZoneID(row["zone"]),
                window: Window(from: EventTime(milliseconds: start), to: EventTime(milliseconds: end)),
                content: try Reading.Content(row: row),
                completeness: Share(row["completeness"]),
                reasons: reasons,
                validUntil: EventTime(milliseconds: row["valid_until"])))
    }
}

extension Reading.Content {
    /// The word in JSON and tables.
    var status: String {
        switch self {
        case .provisional: "provisional"
        case .final: "final"
        case .withheld: "withheld"
        }
    }

    fileprivate init(row: Row) throws {
        switch row["status"] as String {
        case "provisional": self = .provisional(try Reading.Measurement(row: row))
        case "final": self = .final(try Reading.Measurement(row: row))
        case "withheld": self = .withheld
        default: throw BrokenRow("status")
        }
    }
}

extension Reading.Measurement {
    fileprivate init(row: Row) throws {
        guard let value = row["value"] as Double? else { throw BrokenRow("value") }
        guard let deviation = (row["deviation"] as String?).flatMap(Deviation.init) else {
            throw BrokenRow("deviation")
        }
        guard let confidence = (row["confidence"] as String?).flatMap(Confidence.init) else {
            throw BrokenRow("confidence")
        }
        var peak: Reading.PeakShare?
        if let busyness = row["busyness"] as Double? {
            guard let level = (row["level"] as Int?).flatMap(Level.init) else { throw BrokenRow("level") }
            peak = Reading.PeakShare(busyness: Busyness(ratio: busyness / 100), level: level)
        }
        self.init(
            index: Index(ratio: value / 100), deviation: deviation, peak: peak, confidence: confidence)
    }
}

/// A row that no release of ours has written.
private struct BrokenRow: Error, CustomStringConvertible {
    let column: String
    init(_ column: String) { self.column = column }
    var description: String { "column '\(column)' of a row in 'readings' holds no value of ours" }
}

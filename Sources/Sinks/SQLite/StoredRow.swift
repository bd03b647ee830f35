import Barometer
import Foundation
import GRDB

/// A publication as columns, with the statement that takes them.
struct StoredRow {
    let upsert: String
    let columns: StatementArguments

    init(_ publication: Publication) throws {
        let own: StatementArguments
        switch publication.content {
        case .reading(let reading):
            upsert = ReadingSchema.upsertReading
            own = try Self.columns(reading)
        case .impact(let impact):
            upsert = ReadingSchema.upsertImpact
            own = try Self.columns(impact)
        case .detail, .series:
            upsert = ReadingSchema.upsertSummary
            own = Self.summary(publication.subject) + ["told", try JSON.text(publication.summary)]
        case .retraction(.detail), .retraction(.series):
            upsert = ReadingSchema.upsertSummary
            own = Self.summary(publication.subject) + [Self.retracted, nil]
        case .retraction(.window(let zone, let window)):
            upsert = ReadingSchema.upsertReading
            own = [
                zone.name, window.start.milliseconds, window.end.milliseconds, nil, nil, nil, nil, nil, 0,
                Self.retracted, nil, 0, Reading.method,
            ]
        case .retraction(.event(let event, let zone)):
            upsert = ReadingSchema.upsertImpact
            own = [
                event.name, zone.name, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, Self.retracted,
                nil, nil,
            ]
        }
        columns = own + [publication.version, publication.sequence, publication.created.milliseconds]
    }

    static let retracted = "retracted"

    /// The key of a summary's row.
    static func summary(_ subject: Subject) -> StatementArguments {
        switch subject {
        case .detail(let event): ["detail", event.name]
        case .series(let series): ["series", series.name]
        case .window, .event: preconditionFailure("these have tables of their own")
        }
    }

    private static func columns(_ reading: Reading) throws -> StatementArguments {
        let measurement = reading.measurement
        return [
            reading.zone.name, reading.window.start.milliseconds, reading.window.end.milliseconds,
            measurement?.index.percent, measurement?.deviation.rawValue,
            measurement?.peak?.busyness.percent, measurement?.peak?.level.rawValue,
            measurement?.confidence.rawValue, reading.completeness.value, reading.content.status.rawValue,
            try text(reading.reasons), reading.validUntil.milliseconds, Reading.method,
        ]
    }

    private static func columns(_ impact: Impact) throws -> StatementArguments {
        let effect = impact.effect
        return [
            impact.event.name, impact.zone.name, impact.window.start.milliseconds,
            impact.window.end.milliseconds, effect?.uplift.percent, effect?.lower.percent,
            effect?.upper.percent, effect?.score.value, effect?.size.rawValue, impact.grade?.rawValue,
            effect?.placebo.value, effect?.confidence.rawValue, impact.completeness.value,
            impact.content.status.rawValue, try text(impact.reasons), Impact.method,
        ]
    }

    private static func text(_ reasons: [Reason]) throws -> String? {
        reasons.isEmpty ? nil : try JSON.text(reasons)
    }
}

/// The way back.
extension Publication {
    init(reading row: Row) throws {
        let zone = ZoneID(row["zone"])
        let window = try Window(row: row)
        try self.init(row: row, status: row["status"], subject: .window(zone, window)) {
            .reading(
                Reading(
                    zone: zone, window: window, content: try Reading.Content(row: row),
                    completeness: Share(row["completeness"]), reasons: try Reason.list(row: row),
                    validUntil: EventTime(milliseconds: row["valid_until"])))
        }
    }

    init(impact row: Row) throws {
        let (event, zone) = (EventID(row["event"]), ZoneID(row["zone"]))
        try self.init(row: row, status: row["status"], subject: .event(event, zone)) {
            .impact(
                Impact(
                    event: event, zone: zone, window: try Window(row: row),
                    content: try Impact.Content(row: row), completeness: Share(row["completeness"]),
                    reasons: try Reason.list(row: row)))
        }
    }

    init(summary row: Row) throws {
        let name: String = row["name"]
        let isSeries = row["kind"] == "series"
        let subject: Subject = isSeries ? .series(EventSeriesID(name)) : .detail(EventID(name))
        try self.init(row: row, status: row["status"], subject: subject) {
            let body = Data((row["body"] as String).utf8)
            return isSeries
                ? .series(try JSONDecoder().decode(SeriesImpact.self, from: body))
                : .detail(try JSONDecoder().decode(ImpactDetail.self, from: body))
        }
    }

    private init(row: Row, status: String, subject: Subject, _ content: () throws -> Content) throws {
        self.init(
            sequence: row["sequence"], created: EventTime(milliseconds: row["created"]),
            version: row["version"],
            content: status == StoredRow.retracted ? .retraction(subject) : try content())
    }
}

extension Window {
    fileprivate init(row: Row) throws {
        guard let start = row["window_start"] as Int64?, let end = row["window_end"] as Int64?, start < end
        else { throw BrokenRow("window_end") }
        self.init(from: EventTime(milliseconds: start), to: EventTime(milliseconds: end))
    }
}

extension Reason {
    fileprivate static func list(row: Row) throws -> [Reason] {
        guard let text = row["reasons"] as String? else { return [] }
        return try JSONDecoder().decode([Reason].self, from: Data(text.utf8))
    }
}

extension Row {
    fileprivate func word<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        guard let value = (self[column] as String?).flatMap(Value.init) else { throw BrokenRow(column) }
        return value
    }

    fileprivate func ratio(_ column: String) throws -> Double {
        guard let percent = self[column] as Double? else { throw BrokenRow(column) }
        return percent / 100
    }
}

extension Reading.Content {
    fileprivate init(row: Row) throws {
        switch try row.word("status") as Status {
        case .provisional: self = .provisional(try Reading.Measurement(row: row))
        case .final: self = .final(try Reading.Measurement(row: row))
        case .withheld: self = .withheld
        }
    }
}

extension Reading.Measurement {
    fileprivate init(row: Row) throws {
        var peak: Reading.PeakShare?
        if row["busyness"] as Int? != nil {
            guard let level = (row["level"] as Int?).flatMap(Level.init) else { throw BrokenRow("level") }
            peak = Reading.PeakShare(busyness: Busyness(ratio: try row.ratio("busyness")), level: level)
        }
        self.init(
            index: Index(ratio: try row.ratio("value")), deviation: try row.word("deviation"), peak: peak,
            confidence: try row.word("confidence"))
    }
}

extension Impact.Content {
    fileprivate init(row: Row) throws {
        switch try row.word("status") as Status {
        case .provisional: self = .provisional(try Impact.Effect(row: row))
        case .final: self = .final(try Impact.Effect(row: row))
        case .withheld: self = .withheld
        }
    }
}

extension Impact.Effect {
    fileprivate init(row: Row) throws {
        guard let score = row["score"] as Double? else { throw BrokenRow("score") }
        guard let placebo = row["placebo"] as Double? else { throw BrokenRow("placebo") }
        self.init(
            uplift: Uplift(ratio: try row.ratio("value")), lower: Uplift(ratio: try row.ratio("lower")),
            upper: Uplift(ratio: try row.ratio("upper")), score: Score(score), size: try row.word("class"),
            grade: try row.word("grade"), placebo: Share(placebo), confidence: try row.word("confidence"))
    }
}

/// A row that no release of ours has written.
private struct BrokenRow: Error, CustomStringConvertible {
    let column: String
    init(_ column: String) { self.column = column }
    var description: String { "column '\(column)' of a row holds no value of ours" }
}

public import Barometer

/// Readings as comma-separated values (RFC 4180), a row each, in the columns that event impacts use too.
public struct ReadingTable {
    static let columns = [
        "zone", "event", "indicator", "from", "to", "value", "unit", "lower", "upper", "coverage",
        "deviation",
        "busyness", "level", "score", "class", "grade", "confidence", "completeness", "status", "reason",
        "method",
        "version",
    ]

    private let publications: [Publication]

    public init(_ publications: [Publication]) {
        self.publications = publications
    }

    /// The row of names, with its line end.
    public static var header: String { columns.joined(separator: ",") + "\r\n" }

    /// A row for each publication, without the header.
    public var rows: String {
        publications.map { row($0).map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private func row(_ publication: Publication) -> [String] {
        let reading = publication.reading
        let measurement = reading.measurement
        let peak = measurement?.peak
        let cells: [String: String] = [
            "zone": reading.zone.name,
            "indicator": Reading.indicator,
            "from": "\(reading.window.start)",
            "to": "\(reading.window.end)",
            "value": measurement.map { "\($0.index.percent)" } ?? "",
            "unit": "%",
            "deviation": measurement?.deviation.rawValue ?? "",
            "busyness": peak.map { "\($0.busyness.percent)" } ?? "",
            "level": peak.map { "\($0.level.rawValue)" } ?? "",
            "confidence": measurement?.confidence.rawValue ?? "",
            "completeness": decimal(reading.completeness),
            "status": reading.content.status,
            "reason": reading.reasons.map(\.code).joined(separator: " "),
            "method": Reading.method,
            "version": "\(publication.version)",
        ]
        return Self.columns.map { cells[$0] ?? "" }
    }

    /// `1`, `0.67`, `0.5`, `0`: as JSON writes the same value.
    private func decimal(_ share: Share) -> String {
        let text = "\(share.value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

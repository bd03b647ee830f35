public import Barometer

/// Readings and impacts as comma-separated values (RFC 4180), a row each. What was retracted has none.
public struct IndicatorTable {
    private let publications: [Publication]

    public init(_ publications: [Publication]) {
        self.publications = publications
    }

    /// The row of names, with its line end.
    public static var header: String { IndicatorColumn.all.map(\.name).joined(separator: ",") + "\r\n" }

    /// The first cells of a row, which tell it from all others of its table, as they are written.
    static func key(zone: ZoneID, event: EventID?, window: Window) -> String {
        let indicator = event == nil ? Reading.indicator : Impact.indicator
        return [zone.name, event?.name ?? "", indicator, "\(window.start)", "\(window.end)"]
            .map(quoted).joined(separator: ",")
    }

    /// A row for each publication, without the header.
    public var rows: String {
        publications.compactMap { publication in
            cells(publication).map { cells in
                IndicatorColumn.all.map { Self.quoted(cells[$0.name] ?? "") }.joined(separator: ",") + "\r\n"
            }
        }.joined()
    }

    private func cells(_ publication: Publication) -> [String: String]? {
        var cells: [String: String]
        switch publication.content {
        case .reading(let reading): cells = self.cells(reading)
        case .impact(let impact): cells = self.cells(impact)
        case .detail, .series, .retraction: return nil
        }
        cells["unit"] = "%"
        cells["version"] = "\(publication.version)"
        return cells
    }

    private func cells(_ reading: Reading) -> [String: String] {
        let measurement = reading.measurement
        let peak = measurement?.peak
        return [
            "zone": reading.zone.name,
            "indicator": Reading.indicator,
            "from": "\(reading.window.start)",
            "to": "\(reading.window.end)",
            "value": measurement.map { "\($0.index.percent)" } ?? "",
            "deviation": measurement?.deviation.rawValue ?? "",
            "busyness": peak.map { "\($0.busyness.percent)" } ?? "",
            "level": peak.map { "\($0.level.rawValue)" } ?? "",
            "confidence": measurement?.confidence.rawValue ?? "",
            "completeness": decimal(reading.completeness),
            "status": reading.content.status.rawValue,
            "reason": reading.reasons.map(\.code).joined(separator: " "),
            "method": Reading.method,
        ]
    }

    private func cells(_ impact: Impact) -> [String: String] {
        var cells = [
            "zone": impact.zone.name,
            "event": impact.event.name,
            "indicator": Impact.indicator,
            "from": "\(impact.window.start)",
            "to": "\(impact.window.end)",
            "grade": impact.grade?.rawValue ?? "",
            "completeness": decimal(impact.completeness),
            "status": impact.content.status.rawValue,
            "reason": impact.reasons.map(\.code).joined(separator: " "),
            "method": Impact.method,
        ]
        guard let effect = impact.effect else { return cells }
        cells["value"] = "\(effect.uplift.percent)"
        cells["lower"] = "\(effect.lower.percent)"
        cells["upper"] = "\(effect.upper.percent)"
        cells["coverage"] = "0.9"
        cells["score"] = "\(effect.score.value)"
        cells["class"] = effect.size.rawValue
        cells["confidence"] = effect.confidence.rawValue
        return cells
    }

    /// `1`, `0.67`, `0.5`, `0`: as JSON writes the same value.
    private func decimal(_ share: Share) -> String {
        let text = "\(share.value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

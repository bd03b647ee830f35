import Barometer
import Footfall
import Foundation

/// Scores for programs: impacts as the API has them, details and series beside them.
struct ScoreDocument: Encodable {
    private let impacts: [Indicator]
    private let details: [ImpactDetail]
    private let series: [SeriesImpact]
    private let missing: [Missing]

    private struct Missing: Encodable {
        let event: String
        let why: String
    }

    /// - Parameter version: of what was published of an event in a zone.
    init(_ sheet: ScoreSheet, version: (EventID, ZoneID) throws -> Int) rethrows {
        let assessments = sheet.scored.map(\.assessment)
        impacts = try assessments.flatMap(\.impacts).map { impact in
            Indicator(.impact(impact), version: try version(impact.event, impact.zone))
        }
        details = assessments.flatMap(\.details)
        series = sheet.series
        missing = sheet.missing.map { Missing(event: $0.edition.id.name, why: $0.why.words) }
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

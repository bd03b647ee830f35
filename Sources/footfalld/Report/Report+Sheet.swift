import Barometer
import Footfall
import Sinks

extension Report {
    /// A report on all that was scored.
    ///
    /// - Parameter shapes: where the zones lie, for the sketch.
    init(
        _ sheet: ScoreSheet, city: CityDescription, shapes: ZoneShapes, hasNoise: Bool,
        language: ReportLanguage, isPrivate: Bool
    ) {
        self.init(
            city: city.name, clock: sheet.clock,
            names: Dictionary(city.zones.map { ($0.id, $0.name) }) { first, _ in first }, shapes: shapes,
            events: sheet.scored.map { ReportEvent(edition: $0.edition, assessment: $0.assessment) },
            missing: sheet.missing, series: sheet.series, newest: sheet.newest, hasNoise: hasNoise,
            language: language, isPrivate: isPrivate)
    }
}

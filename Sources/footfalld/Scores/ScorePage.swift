import Barometer
import Footfall

/// Scores as text for people: a table, then what is missing and why, then the series.
struct ScorePage {
    let sheet: ScoreSheet
    private static let width = 118

    var text: String {
        let sections = [table, notes, series].filter { !$0.isEmpty }
        return sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var table: [String] {
        var table = TextTable(
            ["day", "event", "zone", "uplift", "nine in ten", "z", "effect", "grade", "status"],
            textual: [1, 2, 6, 7, 8])
        for scored in sheet.scored {
            for impact in scored.assessment.impacts {
                let effect = impact.effect
                table.add(
                    "\(sheet.clock.date(at: impact.window.start))",
                    sheet.name(impact.event, of: scored.edition),
                    impact.zone.name, effect.map { "\($0.uplift.signed) %" } ?? "–",
                    effect.map { "\($0.lower.signed) … \($0.upper.signed) %" } ?? "–",
                    effect.map { "\($0.score.value)" } ?? "–", effect?.size.label.en ?? "–",
                    impact.grade?.rawValue ?? "–", impact.content.status.rawValue)
            }
        }
        return table.isEmpty ? [] : table.lines
    }

    private var notes: [String] {
        let scored = sheet.scored.flatMap { scored in
            scored.assessment.impacts.isEmpty
                ? ["\(scored.edition.name.en) is not told of, because none of its zones is public"]
                : scored.assessment.impacts.flatMap { notes(on: $0, of: scored.edition) }
        }
        let missing = sheet.missing.map { "\($0.edition.name.en) (\($0.edition.id)) \($0.why.words)" }
        return (scored + missing).flatMap(bullet)
    }

    private func notes(on impact: Impact, of edition: EventEdition) -> [String] {
        let place = "\(sheet.name(impact.event, of: edition)), \(impact.zone)"
        if impact.effect == nil {
            return impact.reasons.compactMap(\.obstacle).map { obstacle in
                "\(place): cannot be told, because \(obstacle.because). \(obstacle.remedy ?? "")"
            }
        }
        return impact.reasons.isEmpty
            ? [] : ["\(place): \(impact.reasons.map(\.label.en).joined(separator: "; "))"]
    }

    private var series: [String] {
        sheet.series.flatMap { series in
            bullet(
                "\(series.series): \(series.estimate.words), over \(series.editions.count) editions; "
                    + "\(series.heterogeneity.hundredths) % of their differences is more than chance")
        }
    }

    private func bullet(_ text: String) -> [String] {
        text.wrapped(to: Self.width).enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
    }
}

extension ScoreSheet {
    /// The name of an edition, or of one of its days.
    func name(_ event: EventID, of edition: EventEdition) -> String {
        guard event != edition.id, let day = edition.days(clock).firstIndex(where: { $0.id == event }) else {
            return edition.name.en
        }
        return "\(edition.name.en), day \(day + 1)"
    }
}

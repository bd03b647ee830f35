import Barometer
import Footfall

/// What the numbers of one event rest on, in a few lines; how to read them stands at the end of the report.
struct BasisNotes {
    private let event: ReportEvent
    private let report: Report
    private let words: EffectWords
    private var say: ReportLanguage { report.language }

    init(_ event: ReportEvent, in report: Report) {
        (self.event, self.report) = (event, report)
        words = EffectWords(report.language)
    }

    /// Nothing where nothing could be computed.
    var html: HTML {
        guard let detail = event.detail, let estimate = detail.whole, let grade = event.grade else {
            return .nothing
        }
        let sentences = [compared(detail.basis), common, score(estimate, grade)].compactMap(\.self)
        return """
            <section><h3>\(say("Hoe dit berekend is", "How this was computed"))</h3>
            <p>\(sentences.joined(separator: " "))</p></section>

            """
    }

    private func compared(_ basis: ImpactDetail.Basis) -> String {
        let days = say(
            "Vergeleken met \(basis.historyDays) dagen zonder evenement",
            "Compared with \(basis.historyDays) days without event")
        let number = say.count(basis.controls)
        switch basis.controls {
        case 0: return days + "."
        case 1: return days + say(" en met één teller elders.", " and with one counter elsewhere.")
        default:
            return days + say(" en met \(number) tellers elders.", " and with \(number) counters elsewhere.")
        }
    }

    /// What moved everybody, where that was more than a little.
    private var common: String? {
        guard !event.lastsDays, let common = event.days.first?.picture.common, abs(common.percent) >= 2 else {
            return nil
        }
        let change = words.change(common)
        return say(
            "Elders kwamen er in die uren \(change) mensen voorbij \(words.than(common)) verwacht, bijvoorbeeld door het weer; "
                + "dat is eruit gehaald.",
            "Elsewhere \(change) people \(words.than(common)) expected came past in those hours, as with the weather; that is "
                + "taken out.")
    }

    private func score(_ estimate: ImpactDetail.Estimate, _ grade: Impact.Grade) -> String {
        let z = say.decimal(estimate.score.value)
        return say(
            "Score z = \(z), betrouwbaarheid \(grade.rawValue).",
            "Score z = \(z), reliability \(grade.rawValue).")
    }
}

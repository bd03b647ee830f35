import Barometer
import Footfall

/// What a reader has to know is not there.
struct MissingNotes {
    private let event: ReportEvent
    private let report: Report
    private var say: ReportLanguage { report.language }

    init(_ event: ReportEvent, in report: Report) {
        (self.event, self.report) = (event, report)
    }

    var html: HTML {
        let notes = sentences
        if notes.isEmpty, event.estimate == nil { return .nothing }
        let items = (notes.isEmpty ? [nothing] : notes).map { "<li>\($0)</li>" as HTML }
        return """
            <section><h3>\(say("Wat ontbreekt", "What is missing"))</h3>
            <ul>\(items)</ul></section>

            """
    }

    private var nothing: String {
        say(
            "Niets van belang: alle uren en tellers zijn er.",
            "Nothing that matters: all hours and counters are there.")
    }

    private var sentences: [String] {
        guard let detail = event.detail else { return [] }
        let cautions = detail.reasons.filter { $0.isNews(with: detail) }.compactMap(\.caution)
        return coverage(detail) + cautions.map { say($0) } + gaps
            + comparison(detail) + surroundings(detail) + provisional
    }

    private func coverage(_ detail: ImpactDetail) -> [String] {
        guard detail.basis.coverage < .whole, detail.basis.coverage > .none else { return [] }
        let share = say.percent(detail.basis.coverage.hundredths)
        return [
            say(
                "Van de uren van het evenement is \(share) gemeten; de rest is niet ingevuld.",
                "\(share) of the event’s hours were measured; nothing is filled in for the rest.")
        ]
    }

    /// Hours of the curves that are left out, by reason.
    private var gaps: [String] {
        let reasons = event.days.flatMap(\.picture.curve).compactMap { hour -> Reason? in
            if case .gap(let reason) = hour.content { reason } else { nil }
        }
        let unique = reasons.reduce(into: [Reason]()) { if !$0.contains($1) { $0.append($1) } }
        return unique.compactMap { reason in
            let number = say.count(reasons.count { $0 == reason })
            let hours =
                reasons.count { $0 == reason } == 1
                ? say("één uur", "One hour") : "\(number) \(say("uren", "hours"))"
            return reason.why.map {
                say(
                    "In de kromme is \(hours) niet getoond: \(say($0)).",
                    "\(hours.prefix(1).uppercased())\(hours.dropFirst()) of the curve is not shown: \(say($0))."
                )
            }
        }
    }

    private func comparison(_ detail: ImpactDetail) -> [String] {
        guard detail.whole != nil, detail.basis.controls == 0 else { return [] }
        return [
            say(
                "Er was elders niets om mee te vergelijken: het weer en wat verder iedereen raakt, zit nog in het verschil.",
                "There was nothing elsewhere to compare with: the weather, and what else moves everybody, is still in the difference."
            )
        ]
    }

    private func surroundings(_ detail: ImpactDetail) -> [String] {
        guard let whole = detail.whole, whole.size != .noEffect, event.days.allSatisfy(\.detail.rings.isEmpty)
        else { return [] }
        return [
            say(
                "Van deze zones is geen buurzone bekend: of mensen alleen van ernaast kwamen, weten we niet.",
                "No neighbours of these zones are known: whether people only came from next door cannot be told."
            )
        ]
    }

    private var provisional: [String] {
        guard event.isProvisional else { return [] }
        return [
            say(
                "Dit is voorlopig: tellingen die nog binnenkomen, kunnen het wijzigen.",
                "This is provisional: counts that are still to come in may change it.")
        ]
    }
}

extension Reason {
    /// Where nothing was heard at all, nobody asks which counters were not.
    fileprivate func isNews(with detail: ImpactDetail) -> Bool {
        if case .sensors = self { detail.basis.coverage > .none } else { true }
    }
}

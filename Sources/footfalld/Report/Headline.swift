import Barometer
import Footfall

/// What an event did, in plain words.
struct Headline {
    private let event: ReportEvent
    private let report: Report
    private let words: EffectWords
    private var say: ReportLanguage { report.language }
    private var name: String { say(event.edition.name) }

    init(_ event: ReportEvent, in report: Report) {
        (self.event, self.report) = (event, report)
        words = EffectWords(report.language)
    }

    /// One sentence.
    var text: String {
        guard let detail = event.detail else {
            return say(
                "Over \(name) brengen we niets naar buiten: de plek is niet openbaar.",
                "Nothing is told of \(name): the place is not public.")
        }
        guard let estimate = detail.whole else { return withheld(detail.reasons) }
        return estimate.size == .noEffect ? unclear(estimate) : shown(estimate)
    }

    /// What it is worth, or what would help.
    var second: String {
        guard let detail = event.detail else { return "" }
        guard let estimate = detail.whole else {
            return detail.reasons.lazy.compactMap(\.help).first.map { say($0) } ?? ""
        }
        return estimate.size == .noEffect ? words.seen(estimate) : words.chance(estimate.score)
    }

    private func shown(_ estimate: ImpactDetail.Estimate) -> String {
        let (change, than) = (words.change(estimate.uplift), words.than(estimate.uplift))
        return say(
            "Tijdens \(name) kwamen er \(place) naar schatting \(change) mensen voorbij \(than) \(usual) "
                + "(waarschijnlijk \(words.between(estimate))).",
            "During \(name) about \(change) people came past \(place) \(than) \(usual) "
                + "(probably \(words.between(estimate))).")
    }

    private func unclear(_ estimate: ImpactDetail.Estimate) -> String {
        say(
            "\(name) had \(place) geen aantoonbaar effect: wat we zagen, \(words.change(estimate.uplift)) "
                + "(waarschijnlijk \(words.between(estimate))), past bij de gewone schommelingen.",
            "\(name) had no demonstrable effect \(place): what we saw, \(words.change(estimate.uplift)) "
                + "(probably \(words.between(estimate))), fits ordinary ups and downs.")
    }

    private func withheld(_ reasons: [Reason]) -> String {
        let why = reasons.lazy.compactMap(\.why).first.map { say($0) }
        return say(
            "Wat \(name) \(place) deed, kunnen we niet zeggen: \(why ?? "de reden is niet bekend").",
            "What \(name) did \(place) cannot be told: \(why ?? "the reason is not known").")
    }

    /// `bij Grote Markt en Bruul`
    private var place: String {
        let zones = event.edition.zones.filter { report.names[$0] != nil }.map(report.name)
        return zones.count > 3
            ? say(
                "in de \(say.count(zones.count)) zones samen",
                "in the \(say.count(zones.count)) zones together")
            : say("bij \(say.list(zones))", "at \(say.list(zones))")
    }

    /// `op een gewone zaterdag`
    private var usual: String {
        let dates = event.edition.dates(report.clock)
        if event.lastsDays { return say("gewoonlijk op die dagen", "usual on those days") }
        guard dates.lowerBound == dates.upperBound, event.detail?.basis.isHoliday == false else {
            return say("gewoonlijk", "usual")
        }
        let day = say.weekday(dates.lowerBound)
        return say("op een gewone \(day)", "on an ordinary \(day)")
    }
}

import Barometer
import Footfall

/// All events of a report at a glance, and what came back told as one.
struct ReportSummary {
    private let report: Report
    private let bar: ReachBar
    private let words: EffectWords
    private var say: ReportLanguage { report.language }

    init(_ report: Report) {
        self.report = report
        bar = ReachBar(report.events.compactMap(\.estimate) + report.series.map(\.estimate))
        words = EffectWords(report.language)
    }

    var html: HTML {
        """
        <section class="summary">
        <h2>\(say("In het kort", "In short"))</h2>
        <p>\(sentence)</p>
        <table class="effects">
        <thead><tr><th scope="col">\(say("Evenement", "Event"))</th>\(EffectCells.head(say))</tr></thead>
        <tbody>
        \(report.events.map(row))\(report.series.map(row))</tbody></table>
        \(report.series.isEmpty ? .nothing : "<ul class=\"series\">\(report.series.map(line))</ul>")
        </section>

        """
    }

    private var sentence: String {
        let told = report.events.compactMap(\.estimate)
        let shown = told.filter { $0.size != .noEffect }.count
        let hidden = report.events.count - told.count
        let first = say(
            "Van \(say.count(report.events.count)) evenementen hadden er \(say.count(shown)) een aantoonbaar effect.",
            "Of \(say.count(report.events.count)) events, \(say.count(shown)) had a demonstrable effect.")
        guard hidden > 0 else { return first }
        return first + " "
            + (hidden == 1
                ? say("Over één kunnen we niets zeggen.", "Of one, nothing can be told.")
                : say(
                    "Over \(say.count(hidden)) kunnen we niets zeggen.",
                    "Of \(say.count(hidden)), nothing can be told."))
    }

    private func row(_ event: ReportEvent) -> HTML {
        """
        <tr><th scope="row"><a href="#\(event.edition.id.name)">\(say(event.edition.name))</a>\
        <span>\(say.date(report.clock.date(at: event.edition.window.start)))</span></th>\
        \(EffectCells(event.estimate, event.detail?.reasons ?? [], bar, say).html)</tr>

        """
    }

    private func row(_ series: SeriesImpact) -> HTML {
        """
        <tr class="together"><th scope="row">\(name(series))\
        <span>\(say("\(say.count(series.editions.count)) edities samen", "\(say.count(series.editions.count)) editions together"))</span></th>\
        \(EffectCells(series.estimate, [], bar, say).html)</tr>

        """
    }

    private func line(_ series: SeriesImpact) -> HTML {
        let differences =
            switch series.heterogeneity.hundredths {
            case ..<25: say("de edities lijken op elkaar", "the editions are alike")
            case ..<60: say("de edities verschillen enigszins", "the editions differ somewhat")
            default: say("de edities verschillen sterk", "the editions differ much")
            }
        return
            "<li>\(name(series)): \(say("gemiddeld", "on average")) \(words.change(series.estimate.uplift)), \(words.between(series.estimate)); \(differences).</li>"
    }

    /// The name that all its editions have; else its own.
    private func name(_ series: SeriesImpact) -> String {
        let names = Set(
            report.events.filter { $0.edition.series == series.series }.map { say($0.edition.name) })
        return names.count == 1 ? names.first ?? series.series.name : series.series.name
    }
}

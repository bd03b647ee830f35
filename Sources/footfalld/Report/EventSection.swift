import Barometer
import Footfall

/// One event on the page: what it did in a sentence, then what that rests on.
struct EventSection {
    private let event: ReportEvent
    private let report: Report
    private let words: EffectWords
    private var say: ReportLanguage { report.language }

    init(_ event: ReportEvent, in report: Report) {
        (self.event, self.report) = (event, report)
        words = EffectWords(report.language)
    }

    var html: HTML {
        let headline = Headline(event, in: report)
        return """
            <article id="\(event.edition.id.name)" class="event">
            <h2>\(say(event.edition.name))</h2>
            <p class="when">\(say.period(event.edition.window, report.clock))</p>
            <p class="headline">\(headline.text)</p>
            <p class="second">\(headline.second)</p>
            \(facts)\(event.lastsDays ? days : day)\(zones)
            \(report.isPrivate ? PrivateCounts(event, in: report).html : .nothing)
            </article>

            """
    }

    private var facts: HTML {
        guard let estimate = event.estimate, let grade = event.grade else { return .nothing }
        return """
            <dl class="facts">
            <div><dt>\(say("Verschil", "Difference"))</dt> <dd>\(say.signed(estimate.uplift))</dd></div>
            <div><dt>\(say("Oordeel", "Verdict"))</dt> <dd>\(say(estimate.size.label))</dd></div>
            <div><dt>\(say("Betrouwbaarheid", "Reliability"))</dt> <dd>\(say(grade.trust)) (\(grade.rawValue))</dd></div>
            </dl>

            """
    }

    private var notes: HTML {
        """
        <div class="notes">\(MissingNotes(event, in: report).html)\(BasisNotes(event, in: report).html)</div>

        """
    }

    private var day: HTML {
        guard let day = event.days.first else { return notes }
        let (ordinary, around) = (ordinary(day), RingSection(event, day.detail, in: report).html)
        let parts = [ordinary, around].filter { $0 != .nothing }
        return """
            \(CurveFigure(day, in: report).html)
            <div class="day day-\(parts.count)">\(parts)\(notes)</div>

            """
    }

    /// Each day by itself, as one curve beside the other.
    private var days: HTML {
        let shown = event.days.prefix(Self.mostCurves)
        let bar = ReachBar(event.days.compactMap(\.detail.whole))
        let rows = event.days.map { day -> HTML in
            let date = say.day(report.clock.date(at: day.detail.window.start))
            return
                "<tr><th scope=\"row\">\(date)</th>\(EffectCells(day.detail.whole, day.detail.reasons, bar, say).html)</tr>\n"
        }
        return """
            <table class="effects">
            <caption>\(say("Dag per dag", "Day by day"))</caption>
            <thead><tr><th scope="col">\(say("Dag", "Day"))</th>\(EffectCells.head(say))</tr></thead>
            <tbody>
            \(rows)</tbody></table>
            <div class="halves">\(shown.enumerated().map { figure($1, isFirst: $0 == 0) })</div>
            \(notes)

            """
    }

    private func figure(_ day: ReportEvent.Day, isFirst: Bool) -> HTML {
        let around = RingSection(event, day.detail, in: report).sentences.joined(separator: " ")
        return CurveFigure(day, in: report, place: isFirst ? .first : .later, beside: around).html
    }

    private static let mostCurves = 14

    private func ordinary(_ day: ReportEvent.Day) -> HTML {
        guard let estimate = day.detail.whole, !day.picture.ordinary.isEmpty else { return .nothing }
        let days = day.picture.ordinary.map(\.days).reduce(0, +)
        let title = say("Hoe bijzonder is dat?", "How special is that?")
        let text = say(
            "Elk blokje is een van de \(days) gewone dagen ervoor: zoveel procent week het toen in dezelfde uren af van wat "
                + "verwacht was. \(day.picture.beyond(estimate.uplift, say))",
            "Each brick is one of the \(days) ordinary days before: by so many percent the same hours strayed from what was "
                + "expected then. \(day.picture.beyond(estimate.uplift, say))")
        return """
            <figure><h3>\(title)</h3>
            \(OrdinaryChart(day.picture.ordinary, estimate, language: say).html(label: title + " " + text))
            <figcaption>\(text)</figcaption></figure>

            """
    }

    /// One row a zone, where there are several.
    private var zones: HTML {
        guard event.impacts.count > 1 else { return .nothing }
        let bar = ReachBar(event.impacts.compactMap { $0.effect?.estimate })
        let rows = event.impacts.map { impact -> HTML in
            "<tr><th scope=\"row\">\(report.name(impact.zone))</th>\(EffectCells(impact.effect?.estimate, impact.reasons, bar, say).html)</tr>\n"
        }
        return """
            <table class="effects">
            <caption>\(say("Zone per zone", "Zone by zone"))</caption>
            <thead><tr><th scope="col">\(say("Zone", "Zone"))</th>\(EffectCells.head(say))</tr></thead>
            <tbody>
            \(rows)</tbody></table>

            """
    }
}

extension ImpactPicture {
    /// How many ordinary days stand at least as far out as the event, as anybody may count in the picture.
    func beyond(_ uplift: Uplift, _ say: ReportLanguage) -> String {
        let days = ordinary.filter {
            uplift.percent < 0 ? $0.from <= uplift : $0.from.percent + 10 > uplift.percent
        }
        let number = days.map(\.days).reduce(0, +)
        return switch number {
        case 0: say("Geen enkele ging zo ver.", "None went so far.")
        case 1: say("Eén ging zo ver of verder.", "One went as far or farther.")
        default:
            say(
                "Zo ver of verder gingen er \(say.count(number)).",
                "As far or farther went \(say.count(number)).")
        }
    }
}

extension Impact.Effect {
    var estimate: ImpactDetail.Estimate {
        ImpactDetail.Estimate(uplift: uplift, lower: lower, upper: upper, score: score, size: size)
    }
}

/// The effect in a row of a table.
struct EffectCells {
    let html: HTML

    init(
        _ estimate: ImpactDetail.Estimate?, _ reasons: [Reason], _ bar: ReachBar, _ say: ReportLanguage
    ) {
        guard let estimate else {
            let why = reasons.lazy.compactMap(\.why).first.map { say($0) }
            html = """
                <td class="number">–</td><td class="picture"></td>\
                <td colspan="2">\(say("niet te zeggen", "cannot be told"))\(why.map { ": " + $0 } ?? "")</td>
                """
            return
        }
        let range = "\(say.signed(estimate.lower)) \(say("tot", "to")) \(say.signed(estimate.upper))"
        html = """
            <td class="number"><b>\(say.signed(estimate.uplift))</b></td>\
            <td class="picture">\(bar.html(estimate))</td><td class="range">\(range)</td>\
            <td>\(say(estimate.size.label))</td>
            """
    }

    static func head(_ say: ReportLanguage) -> HTML {
        """
        <th scope="col" class="number">\(say("Verschil", "Difference"))</th><td class="picture"></td>\
        <th scope="col" class="range">\(say("Waarschijnlijk", "Probably"))</th>\
        <th scope="col">\(say("Oordeel", "Verdict"))</th>
        """
    }
}

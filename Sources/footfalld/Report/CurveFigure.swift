import Barometer
import Footfall

/// The curve of a day with its legend, and what is to be seen in it.
struct CurveFigure {
    private let day: ReportEvent.Day
    private let report: Report
    private let place: Place
    private let beside: String
    private var say: ReportLanguage { report.language }
    private var face: ClockFace { ClockFace(report.clock) }

    /// Of several days each says which it is, and only the first how to read it.
    enum Place { case alone, first, later }

    /// - Parameter beside: what else is to be said of the day.
    init(_ day: ReportEvent.Day, in report: Report, place: Place = .alone, beside: String = "") {
        (self.day, self.report, self.place, self.beside) = (day, report, place, beside)
    }

    var html: HTML {
        let date = say.day(report.clock.date(at: day.detail.window.start))
        let title = place == .alone ? say("Uur na uur", "Hour by hour") : date
        if day.picture.curve.isEmpty { return place == .alone ? .nothing : withheld(title) }
        let caption = [place == .later ? "" : scale, ceiling, felt, beside].filter { !$0.isEmpty }
        return """
            <figure class="curve"><h3>\(title)</h3>
            \(place == .later ? .nothing : legend)
            \(CurveChart(day, clock: report.clock, language: say).html(label: spoken))
            <figcaption>\(caption.joined(separator: " "))</figcaption>\(place == .alone ? table : .nothing)</figure>

            """
    }

    private func withheld(_ title: String) -> HTML {
        let why = day.detail.reasons.lazy.compactMap(\.why).first.map { say($0) } ?? ""
        return
            "<figure class=\"curve\"><h3>\(title)</h3><p>\(say("Niet getoond", "Not shown")): \(why).</p></figure>\n"
    }

    private var legend: HTML {
        let hasGap = day.picture.curve.contains { $0.told == nil }
        let gap: HTML =
            hasGap
            ? "<li><i class=\"key gap\"></i>\(say("niet gemeten of niet getoond", "not measured or not shown"))</li>"
            : .nothing
        return """
            <ul class="legend"><li><i class="key measured"></i>\(say("gemeten", "measured"))</li>\
            <li><i class="key expected"></i>\(say("verwacht zonder evenement", "expected without event"))</li>\
            <li><i class="key band"></i>\(say("gewone schommeling", "ordinary ups and downs"))</li>\(gap)</ul>
            """
    }

    private var scale: String {
        say(
            "100 is het drukste uur dat zonder evenement verwacht was; negen op de tien gewone uren vallen in de grijze band.",
            "100 is the busiest hour that was expected without the event; nine in ten ordinary hours fall into the grey band."
        )
    }

    /// The scale ends at 300.
    private var ceiling: String {
        day.picture.curve.contains { $0.told?.measured.percent == 300 }
            ? say(
                "Waar de lijn 300 raakt, was het nog drukker.",
                "Where the line meets 300 it was busier still.")
            : ""
    }

    /// When it was busier or quieter; nothing where no effect is shown.
    private var felt: String {
        guard let affected = day.detail.affected, let estimate = day.detail.whole else { return "" }
        let (from, end) = (face.time(affected.start), face.time(affected.end))
        let to = end == "00:00" ? "24:00" : end
        let word =
            estimate.uplift.percent < 0
            ? say("rustiger", "quieter") : say("drukker", "busier")
        return say(
            "Het was merkbaar \(word) van \(from) tot \(to).",
            "It was noticeably \(word) from \(from) to \(to).")
    }

    /// What a reader who cannot see the picture hears.
    private var spoken: String {
        let told = day.picture.curve.compactMap { hour in hour.told.map { (hour.start, $0) } }
        guard let top = told.max(by: { $0.1.measured.percent < $1.1.measured.percent }) else { return scale }
        return say(
            "Kromme van gemeten naast verwachte drukte. Hoogste punt om \(face.time(top.0)): "
                + "\(top.1.measured.percent), verwacht \(top.1.expected.percent). \(scale)",
            "Curve of measured beside expected busyness. Highest point at \(face.time(top.0)): "
                + "\(top.1.measured.percent), expected \(top.1.expected.percent). \(scale)")
    }

    /// The same as numbers, for whoever opens it.
    private var table: HTML {
        let rows = day.picture.curve.map { hour -> HTML in
            let during: HTML = day.detail.window.contains(hour.start) ? " class=\"during\"" : .nothing
            return "<tr\(during)><th scope=\"row\">\(face.time(hour.start))</th>\(cells(hour))</tr>\n"
        }
        return """
            <details><summary>\(say("Deze kromme in cijfers", "This curve in numbers"))</summary><div class="wide"><table>
            <thead><tr><th scope="col">\(say("Uur", "Hour"))</th><th scope="col">\(say("gemeten", "measured"))</th>\
            <th scope="col">\(say("verwacht", "expected"))</th>\
            <th scope="col">\(say("gewone schommeling", "ordinary range"))</th>\
            <th scope="col">\(say("gemeten t.o.v. verwacht", "measured beside expected"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div></details>
            """
    }

    private func cells(_ hour: ImpactPicture.Hour) -> HTML {
        switch hour.content {
        case .gap(let reason):
            "<td colspan=\"4\">\(say("niet getoond", "not shown")): \(reason.why.map { say($0) } ?? "")</td>"
        case .told(let told):
            """
            <td>\(told.measured.percent)</td><td>\(told.expected.percent)</td>\
            <td>\(told.lower.percent)–\(told.upper.percent)</td><td>\(say.percent(told.index.percent))</td>
            """
        }
    }
}

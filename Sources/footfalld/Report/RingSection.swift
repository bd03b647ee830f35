import Barometer
import Footfall

/// What the neighbourhood had of an event: a sketch, and the same in words.
struct RingSection {
    private let event: ReportEvent
    private let detail: ImpactDetail
    private let report: Report
    private let words: EffectWords
    private var say: ReportLanguage { report.language }

    init(_ event: ReportEvent, _ detail: ImpactDetail, in report: Report) {
        (self.event, self.detail, self.report) = (event, detail, report)
        words = EffectWords(report.language)
    }

    /// Nothing where no zone is known to be a neighbour, or no effect is shown.
    var html: HTML {
        guard !detail.rings.isEmpty else { return .nothing }
        let own = event.edition.zones.filter { report.names[$0] != nil }
        let title = say("En de buurt?", "And the neighbourhood?")
        let label = title + " " + sentences.joined(separator: " ")
        return """
            <figure><h3>\(title)</h3>
            \(RingMap(detail, own: own, in: report).html(label: label))
            \(key)
            <figcaption><ul>\(sentences.map { "<li>\($0)</li>" as HTML })</ul>\(together)</figcaption></figure>

            """
    }

    /// One for each ring, from the nearest on.
    var sentences: [String] { detail.rings.map(sentence) }

    private func sentence(_ ring: ImpactDetail.Ring) -> String {
        let zones =
            ring.zones.count > 5
            ? "\(ring.zones.count) zones" : say.list(ring.zones.map(report.name))
        let place =
            (ring.distance == 1
                ? say("Vlak ernaast", "Next door") : say("Een zone verder", "One zone further"))
            + (ring.zones.isEmpty ? "" : " (\(zones))")
        guard let estimate = ring.estimate else {
            return say(
                "\(place): niet getoond, of niet te berekenen.", "\(place): not shown, or not computable.")
        }
        if estimate.size == .noEffect {
            return say("\(place): geen aantoonbaar verschil.", "\(place): no demonstrable difference.")
        }
        return "\(place): \(words.change(estimate.uplift)) (\(words.between(estimate)))."
    }

    private var key: HTML {
        let kinds = [.own] + detail.rings.map { RingSign.Kind($0.estimate) }
        let items = RingSign.Kind.allCases.filter(kinds.contains).map { kind -> HTML in
            """
            <li><svg class="key" viewBox="0 0 24 24" aria-hidden="true" xmlns="http://www.w3.org/2000/svg">\
            <circle class="sign \(kind.rawValue)" cx="12" cy="12" r="11"/>\
            <text class="sign \(kind.rawValue)" x="12" y="17" text-anchor="middle">\(kind.sign)</text></svg>\
            \(say(kind.words))</li>
            """
        }
        return "<ul class=\"legend\">\(items)</ul>"
    }

    private var together: HTML {
        let parts = [displaced, net, footprint].compactMap(\.self)
        return parts.isEmpty ? .nothing : "<p>\(parts.joined(separator: " "))</p>"
    }

    private var displaced: String? {
        guard let part = detail.displaced, let whole = detail.whole else { return nil }
        if part == .none { return nil }
        return whole.uplift.percent > 0
            ? say(
                "Tegenover ongeveer \(say.percent(part.hundredths)) van de toename stond een afname in de buurt: die mensen "
                    + "kwamen vermoedelijk van daar.",
                "About \(say.percent(part.hundredths)) of the rise was matched by a fall around it: those people probably "
                    + "came from there.")
            : say(
                "Tegenover ongeveer \(say.percent(part.hundredths)) van de afname stond een toename in de buurt.",
                "About \(say.percent(part.hundredths)) of the fall was matched by a rise around it.")
    }

    private var net: String? {
        detail.net.map {
            say(
                "Evenement en buurt samen: \(words.change($0.uplift)) (\(words.between($0))).",
                "Event and neighbourhood together: \(words.change($0.uplift)) (\(words.between($0))).")
        }
    }

    private var footprint: String? {
        detail.footprint.map {
            say(
                "Van alle andere tellers in de stad zag \(say.percent($0.hundredths)) ook meer mensen.",
                "Of all other counters in the city, \(say.percent($0.hundredths)) saw more people too.")
        }
    }
}

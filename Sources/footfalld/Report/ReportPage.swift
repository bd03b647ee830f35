import Barometer
import Footfall

/// The whole page: one file that loads nothing and runs nothing, for the screen and for paper.
struct ReportPage {
    private let report: Report
    private var say: ReportLanguage { report.language }

    init(_ report: Report) {
        self.report = report
    }

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="\(say.rawValue)" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>\(title)</title>
        <style>\(ReportStyle.sheet)</style>
        </head>
        <body>
        <header>
        \(report.isPrivate ? warning : .nothing)<p class="city">\(report.city)</p>
        <h1>\(heading)</h1>
        <p class="until">\(until)</p>
        </header>
        <main>
        \(report.events.isEmpty && report.missing.isEmpty ? empty : .nothing)\(report.events.count > 1 ? ReportSummary(report).html : .nothing)\
        \(report.events.map { EventSection($0, in: report).html })\(missing)\(MethodSection(report).html)
        </main>
        </body>
        </html>
        """
    }

    private var heading: String {
        report.events.count == 1
            ? say("Wat deed dit evenement?", "What did this event do?")
            : say("Wat deden de evenementen?", "What did the events do?")
    }

    private var title: String {
        let name = report.events.count == 1 ? say(report.events[0].edition.name) : heading
        return (report.isPrivate ? say("Privé: ", "Private: ") : "") + "\(name) – \(report.city)"
    }

    private var until: String {
        say(
            "Zoals bekend na \(say.day(report.newest)).",
            "As known after \(say.day(report.newest)).")
    }

    private var warning: HTML {
        """
        <p class="warning">\(say("Privé: bevat aantallen. Niet publiceren en niet doorsturen.", "Private: holds counts. Do not publish or pass on."))</p>

        """
    }

    /// Editions of which there is no more than this to say.
    private var missing: HTML {
        guard !report.missing.isEmpty else { return .nothing }
        let items = report.missing.map { edition, why -> HTML in
            let date = say.date(report.clock.date(at: edition.window.start))
            return "<li>\(say(edition.name)), \(date): \(say(why.why)).</li>\n"
        }
        return """
            <section class="missing">
            <h2>\(say("Nog niet of niet meer te zeggen", "Not to be told yet, or no more"))</h2>
            <ul>
            \(items)</ul>
            </section>

            """
    }

    private var empty: HTML {
        """
        <p class="headline">\(say("In deze dagen is geen evenement bekend.", "No event is known in these days."))</p>

        """
    }
}

import Barometer
import Footfall

/// The owner's own counts behind an event, marked so that nobody publishes them by mistake.
struct PrivateCounts {
    private let accounts: [ImpactAccount]
    private let lastsDays: Bool
    private let report: Report
    private var say: ReportLanguage { report.language }

    init(_ event: ReportEvent, in report: Report) {
        accounts = event.assessment.accounts
        lastsDays = event.lastsDays
        self.report = report
    }

    var html: HTML {
        guard !accounts.isEmpty else { return .nothing }
        let rows = accounts.map { account -> HTML in
            """
            <tr><th scope="row">\(name(account))</th>\(cells(account))</tr>

            """
        }
        return """
            <section class="private">
            <h3>\(say("Privé: niet publiceren", "Private: do not publish"))</h3>
            <p>\(say("Aantallen voorbijgangers, voor de eigenaar van de tellers alleen. Wie tweemaal langskomt, telt tweemaal; dit zijn geen unieke bezoekers.", "Numbers of passers-by, for the owner of the counters alone. Who comes past twice counts twice; these are no unique visitors."))</p>
            <div class="wide"><table>
            <thead><tr><th scope="col">\(say("Zone", "Zone"))</th><th scope="col" class="number">\(say("geteld", "counted"))</th>\
            <th scope="col" class="number">\(say("verwacht", "expected"))</th>\
            <th scope="col" class="number">\(say("meer of minder", "more or fewer"))</th></tr></thead>
            <tbody>
            \(rows)\(total)</tbody></table></div>
            <div class="hours">\(accounts.filter { !$0.hours.isEmpty }.map(hours))</div>
            </section>

            """
    }

    private func name(_ account: ImpactAccount) -> String {
        let place = account.zone.map(report.name) ?? say("alle zones samen", "all zones together")
        return lastsDays
            ? "\(say.day(report.clock.date(at: account.window.start))), \(place)" : place
    }

    private func cells(_ account: ImpactAccount) -> HTML {
        guard account.coverage > 0 else {
            return "<td colspan=\"3\">\(say("geen tellingen", "no counts"))</td>"
        }
        return cells(account.observed, account.expectedInAll, account.result?.excess)
    }

    private func cells(_ observed: Double, _ expected: Double, _ excess: Double?) -> HTML {
        """
        <td class="number">\(say.whole(observed))</td><td class="number">\(say.whole(expected))</td>\
        <td class="number">\((excess ?? 0) > 0 ? "+" : "")\(excess.map(say.whole) ?? "–")</td>
        """
    }

    /// Of several days, for all zones together.
    private var total: HTML {
        let days = accounts.filter { $0.zone == accounts.last?.zone && $0.result != nil }
        guard lastsDays, days.count > 1 else { return .nothing }
        let observed = days.map(\.observed).reduce(0, +)
        let excess = days.compactMap { $0.result?.excess }.reduce(0, +)
        return """
            <tr class="together"><th scope="row">\(say("deze dagen samen", "these days together"))</th>\
            \(cells(observed, observed - excess, excess))</tr>

            """
    }

    private func hours(_ account: ImpactAccount) -> HTML {
        let face = ClockFace(report.clock)
        let cells = account.hours.map { hour -> HTML in
            """
            <tr><th scope="row">\(face.time(hour.start))</th><td class="number">\(say.whole(hour.observed))</td>\
            <td class="number">\(say.whole(hour.expected))</td></tr>

            """
        }
        return """
            <details open=""><summary>\(name(account)), \(say("uur na uur", "hour by hour"))</summary><table>
            <thead><tr><th scope="col">\(say("Uur", "Hour"))</th><th scope="col" class="number">\(say("geteld", "counted"))</th>\
            <th scope="col" class="number">\(say("verwacht", "expected"))</th></tr></thead>
            <tbody>
            \(cells)</tbody></table></details>
            """
    }
}

extension ImpactAccount {
    /// People expected, with what moved everybody on that day.
    fileprivate var expectedInAll: Double { result.map { observed - $0.excess } ?? expected }
}

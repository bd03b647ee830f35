import ArgumentParser
import Barometer
import Footfall
import Foundation
import Vault

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "What did the event do? Scores known events from the days that are kept.",
        discussion: """
            Computes anew with the calendar as it is now, and changes nothing; the daemon may run meanwhile. Without
            days it takes the newest that is over. Same days and configuration: same bytes.

            Example: footfalld score --from 2026-03-01 --to 2026-03-31 --config /etc/footfall
            Example: footfalld score --event christmas-market --json
            Example: footfalld score --date 2026-03-14 --report fair.html --language en
            """)

    @OptionGroup var options: ConfigurationOption
    @OptionGroup var data: DataOption
    @Option(help: "Events that are on on this local day, such as 2026-03-14.") var date: String?
    @Option(help: "Events from this local day on; with --to.") var from: String?
    @Option(help: "Events up to this local day.") var to: String?
    @Option(help: "Only this event, or series of events.") var event: String?
    @Flag(help: "As JSON, for programs.") var json = false
    @Option(help: "Also write a page for people, on screen and on paper.") var report: String?
    @Option(help: "Of the page: nl or en.") var language = ReportLanguage.nl
    @Flag(name: .customLong("private"), help: "With counts on the page, for the owner alone.")
    var isPrivate = false

    func validate() throws {
        if isPrivate, report == nil {
            throw ValidationError("--private is for the page; write --report FILE.html --private")
        }
    }

    func run() throws {
        let request = try ScoreRequest(date: date, from: from, to: to, event: event)
        let configuration = try options.read()
        do {
            let reader = try StateReader(dataFolder: data.data)
            let sheet = try sheet(request, reader, configuration)
            if let report { try write(sheet, configuration, to: report) }
            if json {
                print(try ScoreDocument(sheet, version: reader.version).text)
            } else {
                print(ScorePage(sheet: sheet).text, terminator: "")
            }
        } catch let problem as VaultError {
            printError("\(problem)")
            throw ExitCode(74)
        } catch let problem as FileProblem {
            printError("\(problem)")
            throw ExitCode(74)
        }
    }

    private func write(_ sheet: ScoreSheet, _ configuration: Configuration, to path: String) throws {
        let zones = ConfigurationFolder(path: options.config, findings: Findings(environment: [:]))
            .yaml(ZonesFile.name)
        try ReportFile(path: path).write(
            Report(
                sheet, city: configuration.city, shapes: ZoneShapes(zones),
                hasNoise: configuration.epsilon != nil,
                language: language, isPrivate: isPrivate))
    }

    private func sheet(_ request: ScoreRequest, _ reader: StateReader, _ configuration: Configuration) throws
        -> ScoreSheet
    {
        let plan =
            configuration.epsilon == nil
            ? configuration.plan : configuration.plan(with: try NoiseKey(readingFrom: data.data))
        guard let kept = try reader.keptDays() else {
            printError(
                "nothing is kept yet of what sensors counted day by day: let the daemon run over a midnight, or "
                    + "import history")
            throw ExitCode(65)
        }
        var request = request
        if request.dates == nil, request.event == nil {
            request = ScoreRequest(dates: kept.dates.upperBound...kept.dates.upperBound)
        }
        let asked = try request.editions(among: configuration.editions, plan.clock)
        if asked.isEmpty { printError(nothing(request, configuration.editions, plan.clock)) }
        return try ScoreSheet(
            asked, kept: kept,
            scores: EditionScores(
                plan: plan, editions: configuration.editions,
                days: { try reader.forEachSensorDay(in: $0, $1) }))
    }

    /// Says what could be asked instead.
    private func nothing(_ request: ScoreRequest, _ known: [EventEdition], _ clock: CityClock) -> String {
        guard let dates = request.dates, !known.isEmpty else { return "no event is known" }
        let days =
            dates.length == 1 ? "on \(dates.lowerBound)" : "from \(dates.lowerBound) to \(dates.upperBound)"
        let nearest = known.min { dates.distance(to: $0, clock) < dates.distance(to: $1, clock) }
        let hint = nearest.map { "; the nearest is \($0.id) on \($0.dates(clock).lowerBound)" } ?? ""
        return "no event was on \(days)\(hint)"
    }
}

extension ClosedRange<CalendarDate> {
    /// In days, either way.
    fileprivate func distance(to edition: EventEdition, _ clock: CityClock) -> Int {
        let dates = edition.dates(clock)
        return dates.lowerBound > upperBound
            ? dates.lowerBound.daysSinceEpoch - upperBound.daysSinceEpoch
            : lowerBound.daysSinceEpoch - dates.upperBound.daysSinceEpoch
    }
}

public import ArgumentParser
public import Barometer
import Footfall
import Foundation
import Vault

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Feeds recorded observations through the same core as live, as fast as it can.",
        discussion: """
            Files are CSV or JSON lines, plain or gzip, in the order in which they came in; - is standard input.
            Same input and configuration: same bytes.

            Example: footfalld replay --config Config/demo --observations history.csv.gz --out out --private
            """)

    @OptionGroup var options: ConfigurationOption
    @Option(parsing: .upToNextOption, help: "Files of recorded observations.")
    var observations: [String]
    @Option(help: "Folder for readings.csv and, with --private, tallies.csv, forecasts.csv and health.csv.")
    var out: String
    @Option(help: "A data folder whose key gives the readings their noise; without it they have none.")
    var data: String?
    @Option(help: "Leave out what starts before this RFC 3339 time.") var from: EventTime?
    @Option(help: "Leave out what starts at or after this RFC 3339 time.") var to: EventTime?
    @Flag(name: .customLong("private"), help: "Also write people counted, for the owner alone.")
    var isPrivate = false

    func run() throws {
        let configuration = try options.read()
        var plan = configuration.plan
        let start = ContinuousClock.now
        do {
            if let data { plan = try configuration.plan(with: NoiseKey(readingFrom: data)) }
            let summary = try replay(plan, configuration.editions)
            let seconds = max(0.001, (ContinuousClock.now - start).seconds)
            printError(summary + " in \(String(format: "%.2f", seconds)) s")
        } catch let problem as FileProblem {
            printError("\(problem)")
            throw ExitCode(74)
        } catch let problem as VaultError {
            printError("\(problem)")
            throw ExitCode(74)
        } catch {
            printError("\(out): \(error.localizedDescription)")
            throw ExitCode(74)
        }
    }

    private func replay(_ plan: Plan, _ editions: [EventEdition]) throws -> String {
        var plan = plan
        // A replay tells of closed windows only.
        plan.windows.refresh = .seconds(Int64.max / 4000)
        var feed = try RecordFeed(
            paths: observations, source: "replay", intake: Intake(mappings: [], skew: plan.windows.skew))
        let tables = try OutputTables(
            folder: out, isPrivate: isPrivate, plan: plan, editions: editions)
        var pipeline = Pipeline(plan: plan)
        var rejected: [Rejection.Code: Int] = [:]
        func hear(_ input: Input) throws {
            let actions = pipeline.handle(input)
            if actions.isEmpty { return }
            try tables.take(actions)
            for case .reject(let rejection) in actions { rejected[rejection.code, default: 0] += 1 }
        }
        let progress = Progress(isShown: isatty(STDERR_FILENO) == 1)
        while let inputs = feed.next(from: from, to: to) {
            if pipeline.sensorsMet < feed.roster.entries.count { pipeline.meet(feed.roster) }
            for input in inputs { try hear(input) }
            progress.show(feed.records)
        }
        for input in feed.ending(plan.windows) { try hear(input) }
        try tables.finish()
        progress.end()
        for line in feed.badLines { printError("line \(line.line): \(line.code.rawValue): \(line.detail)") }
        let letGo = rejected.merging(feed.rejected, uniquingKeysWith: +)
            .sorted { $0.key.rawValue < $1.key.rawValue }
            .map { ", \($0.value) \($0.key.rawValue)" }.joined()
        return "\(feed.records) observations, \(feed.badLineCount) bad lines, \(feed.duplicates) duplicates"
            + "\(letGo); \(tables.rows) readings, \(plan.privacy.noise == nil ? "without" : "with") noise"
    }
}

/// A line that tells how far a long run is, on a terminal only.
private struct Progress {
    let isShown: Bool

    func show(_ records: Int) {
        guard isShown, records.isMultiple(of: 100_000) else { return }
        printError("\r\(records) observations", terminator: "")
    }

    func end() {
        if isShown { printError("\r", terminator: "") }
    }
}

extension EventTime: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

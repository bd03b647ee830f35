public import ArgumentParser
public import CrowdSimulator
import Foundation

extension Moment: ExpressibleByArgument {}
extension TimeLapse: ExpressibleByArgument {}

/// Where the messages come from.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A made-up city and what goes wrong in it.", valueName: "file"))
    var scenario: String?

    @Option(help: ArgumentHelp("Real counts: CSV, also .csv.gz.", valueName: "file"))
    var series: String?

    @Option(help: "The city in the topics of a series (default: the file's name up to the first hyphen).")
    var city: String?

    @Option(help: ArgumentHelp("Only intervals that start at this time or later.", valueName: "time"))
    var from: Moment?

    @Option(help: ArgumentHelp("Only intervals that start before this time.", valueName: "time"))
    var to: Moment?

    func validate() throws {
        guard (scenario == nil) != (series == nil) else {
            throw ValidationError("Give either --scenario FILE or --series FILE.")
        }
        if let from, let to, from >= to { throw ValidationError("--from must lie before --to.") }
        if let city, city.isEmpty || city.contains(where: { "/+#".contains($0) }) {
            throw ValidationError("--city is one level of a topic: no '/', '+' or '#'.")
        }
    }

    /// All steps of the source in order, without those before `--from` or before `earliest`, and from `--to` on.
    func steps(earliest: Moment? = nil) throws -> AnySequence<Step> {
        let from = from ?? earliest
        let to = to
        let steps = try allSteps()
        guard from != nil || to != nil else { return steps }
        return AnySequence(
            steps.lazy.filter { step in
                let time = step.intervalStart
                return from.map { $0 <= time } ?? true && to.map { time < $0 } ?? true
            })
    }

    private func allSteps() throws -> AnySequence<Step> {
        if let scenario { return AnySequence(try Scenario(atPath: scenario).steps) }
        let path = series ?? ""
        let recorded = try RecordedSeries(parsing: CompressedText.read(path), file: path)
        return AnySequence(recorded.steps(city: city ?? cityName(of: path)))
    }

    private func cityName(of path: String) -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent
        return String(name.prefix { $0.isLetter || $0.isNumber })
    }
}

extension Scenario {
    init(atPath path: String) throws {
        try self.init(parsing: CompressedText.read(path), file: path)
    }
}

extension Step {
    fileprivate var intervalStart: Moment {
        switch self {
        case .message(let message): message.start
        case .brokerRestart(let moment): moment
        }
    }
}

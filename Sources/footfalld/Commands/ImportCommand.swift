import ArgumentParser
import Barometer
import Footfall
import Vault

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Loads history into the journal, so that a new installation starts with baselines.",
        discussion: """
            Idempotent: what is known already is passed over. Stop the daemon first.

            Example: footfalld import --config /etc/footfall --data /var/lib/footfall history.csv.gz
            """)

    @OptionGroup var options: ConfigurationOption
    @OptionGroup var data: DataOption
    @Argument(help: "Files as of 'replay'.") var files: [String]

    func run() throws {
        let plan = try options.read().plan
        do {
            let journal = try Journal(in: DataFolder(path: data.data))
            let intake = try journal.intake([], skew: plan.windows.skew)
            var feed = try RecordFeed(paths: files, source: "import", intake: intake)
            var batch: [Input] = []
            var stored = 0
            func store() throws {
                guard !batch.isEmpty else { return }
                var last = EventTime(milliseconds: 0)
                for case .tick(let now) in batch { last = now }
                _ = try journal.append(batch, roster: feed.roster, rejections: [], received: last)
                batch.removeAll(keepingCapacity: true)
            }
            while let inputs = feed.next(from: nil, to: nil) {
                guard case .observation = inputs.last else { continue }
                stored += 1
                batch += inputs
                if batch.count >= 10_000 { try store() }
            }
            try store()
            try journal.close()
            print(
                "\(feed.records) observations read, \(stored) stored, \(feed.duplicates) known already, "
                    + "\(feed.badLineCount) bad lines")
            for line in feed.badLines {
                printError("line \(line.line): \(line.code.rawValue): \(line.detail)")
            }
        } catch let problem as FileProblem {
            printError("\(problem)")
            throw ExitCode(74)
        } catch let problem as VaultError {
            printError("\(problem)")
            throw ExitCode(74)
        }
    }
}

/// Where the daemon keeps what it knows.
struct DataOption: ParsableArguments {
    @Option(help: "The folder of journal, state and readings.")
    var data = "/var/lib/footfall"
}

import ArgumentParser
import Barometer
import Vault

struct RetractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retract",
        abstract: "Takes back what was published of a zone and a stretch of time.",
        discussion: """
            Each window that lies within gets a next version that says so; what was published before stays in the event
            stream. Stop the daemon first: it tells all sinks when it runs again. Goes back 40 days.

            Example: footfalld retract --zone old-market --from 2026-03-14T09:00:00Z --to 2026-03-14T12:00:00Z
            """)

    @Option(help: "The zone's id.") var zone: String
    @Option(help: "RFC 3339 time at which the first window starts.") var from: EventTime
    @Option(help: "RFC 3339 time at which the last window ends.") var to: EventTime
    @OptionGroup var data: DataOption

    func run() throws {
        do {
            let store = try StateStore(in: DataFolder(path: data.data))
            let zone = ZoneID(zone)
            let windows = try store.publishedWindows(of: zone, from: from, to: to)
            guard !windows.isEmpty else {
                printError("nothing that is known was published of zone '\(zone)' from \(from) to \(to)")
                throw ExitCode(65)
            }
            let retracted = try store.commit(
                .init(
                    position: store.position(),
                    contents: windows.map { .retraction(.window(zone, $0)) }, keepsakes: [],
                    checkpoint: nil, now: HouseClock().now))
            try store.close()
            print("\(retracted.count) windows retracted; the daemon tells it when it runs")
        } catch let problem as VaultError {
            printError("\(problem)")
            throw ExitCode(74)
        }
    }
}

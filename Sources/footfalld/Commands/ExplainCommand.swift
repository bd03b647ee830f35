import ArgumentParser
import Barometer
import Footfall
import Foundation
import Vault

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why did it say that? Everything behind one reading, as it stood then.",
        discussion: """
            For the owner of the counts: what it prints holds people. The daemon may run meanwhile.
            The time is RFC 3339, or with --config also local, such as 2026-03-14T15:20.

            Example: footfalld explain --zone old-market --at 2026-03-14T15:20 --config /etc/footfall
            """)

    @Option(help: "The zone, as in zones.geojson.") var zone: String
    @Option(help: "When the reading was shown.") var at: String
    @OptionGroup var data: DataOption
    @Option(help: "The folder of the configuration, for local times.") var config: String?
    @Flag(help: "As JSON, with times in UTC.") var json = false

    func run() throws {
        let clock = try clock()
        guard let time = clock.time(configured: at) else {
            throw ValidationError(
                "--at \(at.quoted) is no moment; write it as 2026-03-14T15:20:00+01:00, or with --config as "
                    + "2026-03-14T15:20")
        }
        do {
            let reader = try AccountReader(readingFrom: data.data)
            guard let kept = try reader.account(of: ZoneID(zone), at: time) else {
                try tellWhatThereIs(reader, time, clock)
                throw ExitCode(65)
            }
            let versions = try reader.accounts(of: ZoneID(zone), kept.account.reading.window)
            if json {
                print(try ExplanationDocument(kept, versions).text)
            } else {
                print(Explanation(kept, versions: versions, clock: clock).text, terminator: "")
            }
        } catch let problem as VaultError {
            printError("\(problem)")
            throw ExitCode(74)
        }
    }

    private func clock() throws -> CityClock {
        guard let config else { return .utc }
        var options = ConfigurationOption()
        options.config = config
        return try options.read().plan.clock
    }

    /// What could be asked instead; exit code 64 when it is the zone that nobody knows.
    private func tellWhatThereIs(_ reader: AccountReader, _ time: EventTime, _ clock: CityClock) throws {
        let zones = try reader.zones()
        guard let known = zones.first(where: { $0.zone.name == zone }) else {
            let names = zones.map(\.zone.name)
            printError(
                names.isEmpty
                    ? "nothing is published yet, so there is nothing to explain"
                    : "no reading of \(zone.quoted) is kept. \(zone.remedy(among: names))")
            throw ExitCode(64)
        }
        let face = ClockFace(clock)
        printError(
            "no reading of \(zone) stood at \(face.full(time)). What is kept was published from "
                + "\(face.full(known.first)) to \(face.full(known.last)); choose a time between the two")
    }
}

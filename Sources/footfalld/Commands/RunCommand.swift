import ArgumentParser
import Foundation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the daemon until it is told to stop (SIGTERM, Ctrl-C).",
        discussion: """
            SIGHUP reads the configuration again; one with problems changes nothing.

            Example: footfalld run --config /etc/footfall --data /var/lib/footfall
            """)

    @OptionGroup var options: ConfigurationOption
    @OptionGroup var data: DataOption
    @Option(
        help: ArgumentHelp(
            "Let time run faster, for simulators: 120@2026-11-23T23:00:00Z=2014-05-05T00:00:00Z.",
            valueName: "rate@wall=event"))
    var timelapse: String?

    func run() async throws {
        let configuration = try options.read()
        let lapse = timelapse.flatMap { TimeLapse($0) }
        if timelapse != nil, lapse == nil {
            throw ValidationError("--timelapse is RATE@WALL=EVENT, both times as RFC 3339")
        }
        do {
            try await Daemon(
                configuration, folder: options.config, data: data.data, clock: HouseClock(lapse)
            ).run()
        } catch let problem as ExitCode {
            throw problem
        } catch {
            printError("footfalld: \(error)")
            throw ExitCode(74)
        }
    }
}

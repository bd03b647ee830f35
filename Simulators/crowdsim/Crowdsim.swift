import ArgumentParser

/// Plays a city's sensors: to a broker, into a file, or as the truth behind both.
@main
struct Crowdsim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crowdsim",
        abstract: "A city of counting sensors, made up or recorded, as if live.",
        discussion: """
            A scenario is a small text file; the same file gives the same messages, byte for byte. A series is a \
            CSV of real counts. Both are told as their sensors would tell them.

            Example:
              crowdsim run --scenario Simulators/scenarios/faults.txt --speed 60
            """,
        subcommands: [
            RunCommand.self, RecordCommand.self, ObservationsCommand.self, TruthCommand.self,
            ConfigCommand.self,
        ])
}

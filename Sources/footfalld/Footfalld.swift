import ArgumentParser

@main
struct Footfalld: AsyncParsableCommand {
    static let release = "0.1.0"
    static let configuration = CommandConfiguration(
        commandName: "footfalld",
        abstract: "The crowd barometer of a city: counts of any vendor in, relative busyness out.",
        discussion: """
            Try it:      make demo
            Check:       footfalld check --config /etc/footfall
            Run:         footfalld run --config /etc/footfall --data /var/lib/footfall
            Look back:   footfalld replay --config DIR --observations history.csv.gz --out OUT
            Score:       footfalld score --event christmas-market --config /etc/footfall
            Ask why:     footfalld explain --zone old-market --at 2026-03-14T15:20:00+01:00
            """,
        version: release,
        subcommands: [
            RunCommand.self, CheckCommand.self, ReplayCommand.self, ImportCommand.self,
            ScoreCommand.self, ExplainCommand.self, HealthCommand.self, AlarmsCommand.self,
            AcknowledgeCommand.self, RetractCommand.self, MappingCommand.self, DiscoverCommand.self,
        ])
}

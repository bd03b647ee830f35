import ArgumentParser
import Foundation

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads the whole configuration and tells all problems at once.",
        discussion: """
            Exit code 0 when the daemon would start, 78 when it would not.

            Example: footfalld check --config /etc/footfall
            """)

    @OptionGroup var options: ConfigurationOption
    @Flag(help: "Problems as a JSON list.") var json = false

    func run() throws {
        let (configuration, problems) = Configuration.read(
            folder: options.config, environment: ProcessInfo.processInfo.environment)
        print(Check.report(problems, json: json), terminator: "")
        if configuration == nil { throw ExitCode(78) }
    }
}

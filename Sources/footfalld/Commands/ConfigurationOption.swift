import ArgumentParser
import Foundation

/// Where the configuration is, and what to do when it is not right.
struct ConfigurationOption: ParsableArguments {
    @Option(help: "The folder of the configuration.")
    var config = "/etc/footfall"

    /// - Throws: exit code 78 after all problems were told.
    func read() throws -> Configuration {
        let (configuration, problems) = Configuration.read(
            folder: config, environment: ProcessInfo.processInfo.environment)
        if !problems.isEmpty { printError(Check.report(problems, json: false), terminator: "") }
        guard let configuration else { throw ExitCode(78) }
        return configuration
    }
}

/// To standard error, where messages for people go.
func printError(_ text: String, terminator: String = "\n") {
    FileHandle.standardError.write(Data((text + terminator).utf8))
}

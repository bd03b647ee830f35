import ArgumentParser
import CrowdSimulator
import Foundation

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Write the messages to a file instead of a broker.",
        discussion: """
            One JSON object a line: topic, payload as text, received_at.

            Example:
              crowdsim record --scenario Simulators/scenarios/faults.txt --out messages.jsonl
            """)

    @OptionGroup var source: SourceOptions

    @Option(help: ArgumentHelp("The file to write, also .gz; - for standard output.", valueName: "file"))
    var out = "-"

    func run() async throws {
        try await writing(to: out) { output in
            for case .message(let message) in try source.steps() {
                try output.write(line: message.recordLine)
            }
        }
    }
}

struct ObservationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "observations",
        abstract: "Write what the messages say, as a faultless reader finds it.",
        discussion: """
            CSV with the columns \(Observation.csvHeader),received_at, for 'footfalld import' and 'footfalld replay'. In the \
            order of arrival; what was sent twice is there twice, what cannot be read is not there.

            Example:
              crowdsim observations --series Simulators/data/melbourne-2014.csv.gz \\
                --to 2014-05-05T00:00:00+10:00 --out history.csv.gz
            """)

    @OptionGroup var source: SourceOptions

    @Option(help: ArgumentHelp("The file to write, also .gz; - for standard output.", valueName: "file"))
    var out = "-"

    func run() async throws {
        try await writing(to: out) { output in
            try output.write(line: Observation.csvHeader + ",received_at")
            for case .message(let message) in try source.steps() {
                for observation in message.observations {
                    try output.write(line: "\(observation.csv),\(message.sent)")
                }
            }
        }
    }
}

struct TruthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "truth",
        abstract: "Write who was really there, whatever the sensors said.",
        discussion: """
            CSV with the columns \(Truth.csvHeader): a row for each report that a faultless sensor would have \
            sent, and the faults that touched it.

            Example:
              crowdsim truth --scenario Simulators/scenarios/faults.txt --out truth.csv
            """)

    @Option(help: ArgumentHelp("A made-up city and what goes wrong in it.", valueName: "file"))
    var scenario: String

    @Option(help: ArgumentHelp("The file to write, also .gz; - for standard output.", valueName: "file"))
    var out = "-"

    func run() async throws {
        try await writing(to: out) { try Scenario(atPath: scenario).writeTruth(to: $0) }
    }
}

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Write sensors.csv and zones.geojson for a scenario's city.",
        discussion: """
            Example:
              crowdsim config --scenario Simulators/scenarios/week.txt --out /etc/footfall
            """)

    @Option(help: ArgumentHelp("A made-up city.", valueName: "file"))
    var scenario: String

    @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
    var out = "."

    func run() async throws {
        try await reportingFailure {
            let scenario = try Scenario(atPath: scenario)
            let folder = URL(fileURLWithPath: out)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in [
                ("sensors.csv", scenario.sensorsFile), ("zones.geojson", scenario.zonesFile),
            ] {
                try Data(text.utf8).write(to: folder.appendingPathComponent(name))
            }
        }
    }
}

/// Writes a file as a whole, and ends the program as it should when that fails.
private func writing(to path: String, _ body: (TextOutput) throws -> Void) async throws {
    try await reportingFailure { try TextOutput.write(to: path, body) }
}

extension TextOutput {
    static func write(to path: String, _ body: (TextOutput) throws -> Void) throws {
        let output = try TextOutput(path: path)
        try body(output)
        try output.close()
    }
}

extension Scenario {
    func writeTruth(to output: TextOutput) throws {
        try output.write(line: Truth.csvHeader)
        for row in truth { try output.write(line: row.csv) }
    }
}

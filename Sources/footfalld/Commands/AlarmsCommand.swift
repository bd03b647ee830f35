import ArgumentParser
import Barometer
import Foundation
import Vault

struct AlarmsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "Lists what is raised now, while the daemon runs or not.",
        discussion: """
            Example: footfalld alarms --data /var/lib/footfall
            """)

    @OptionGroup var data: DataOption
    @Flag(help: "Alarms as a JSON list.") var json = false

    func run() throws {
        let raised: [Alarm]
        do {
            raised = try StateReader(dataFolder: data.data).alarms()
        } catch {
            printError("\(error)")
            throw ExitCode(74)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(raised), as: UTF8.self))
        } else {
            print(raised.isEmpty ? "no alarm is raised" : raised.map(Self.line).joined(separator: "\n"))
        }
    }

    private static func line(_ alarm: Alarm) -> String {
        "\(alarm.zone)  \(alarm.rule)  \(alarm.cause.rawValue)  since \(alarm.since)  \(alarm.state.rawValue)"
            + (alarm.isBlind ? ", and now nothing is known of the zone" : "")
    }
}

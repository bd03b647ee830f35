import ArgumentParser
import Barometer
import Footfall
import Foundation
import Vault

struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Lists what is wrong with sensors, since when, and what to do.",
        discussion: """
            Works while the daemon runs. A zone without a name is that of a whole source. Private: it names devices.

            Example: footfalld health --data /var/lib/footfall
            """)

    @OptionGroup var data: DataOption
    @Flag(help: "Also what is over.") var all = false
    @Flag(help: "As JSON, for programs.") var json = false

    func run() throws {
        do {
            let troubles = try StateReader(dataFolder: data.data).troubles(isOpen: !all)
            print(json ? try Self.json(troubles) : Self.text(troubles))
        } catch let problem as VaultError {
            printError("\(problem)")
            throw ExitCode(74)
        }
    }

    private static func text(_ troubles: [SensorHealth]) -> String {
        if troubles.isEmpty { return "no trouble" }
        return troubles.map { trouble in
            let zone = trouble.zone.map { " (\($0))" } ?? " (source)"
            let until = trouble.until.map { " until \($0)" } ?? ""
            let remedy = trouble.until == nil ? "\n  \(trouble.trouble.remedy)" : ""
            return "\(trouble.trouble.rawValue): \(trouble.sensor)\(zone) since \(trouble.since)\(until), "
                + "noticed \(trouble.noticed)\(remedy)"
        }.joined(separator: "\n")
    }

    private struct Item: Encodable {
        let sensor: String
        /// `nil`: a whole source.
        let zone: String?
        let trouble, since, noticed: String
        let until: String?
        let remedy: String
    }

    private static func json(_ troubles: [SensorHealth]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let items = troubles.map {
            Item(
                sensor: $0.sensor.name, zone: $0.zone?.name, trouble: $0.trouble.rawValue,
                since: "\($0.since)", noticed: "\($0.noticed)", until: $0.until.map { "\($0)" },
                remedy: $0.trouble.remedy)
        }
        return String(decoding: try encoder.encode(items), as: UTF8.self)
    }
}

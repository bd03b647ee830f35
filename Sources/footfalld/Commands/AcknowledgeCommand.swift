import ArgumentParser
import Barometer
import Footfall
import Foundation
import Mosquitto

struct AcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge",
        abstract: "Tells the daemon, through its broker, that a person has seen an alarm.",
        discussion: """
            The alarm stays raised until all is well. 'footfalld alarms' lists what is raised.

            Example: footfalld acknowledge --zone old-market --rule square-full --config /etc/footfall
            """)

    @Option(help: "The zone's id.") var zone: String
    @Option(help: "The rule's id.") var rule: String
    @OptionGroup var options: ConfigurationOption

    func run() async throws {
        let configuration = try options.read()
        let plan = configuration.plan
        try require(zone, "--zone", among: plan.zones.map(\.id.name))
        try require(rule, "--rule", among: plan.alarms.map(\.id.name))
        guard var endpoint = configuration.brokers.first?.endpoint else { throw ExitCode(78) }
        endpoint.clientID = "footfall-acknowledge-\(UUID().uuidString.prefix(8))"
        let publisher = Publisher(endpoint)
        let topic = AcknowledgementTopic.name(zone: ZoneID(zone), rule: AlarmRuleID(rule))
        do {
            try await publisher.publish([OutgoingMessage(topic: topic, payload: [])], within: .seconds(10))
        } catch {
            printError("\(endpoint.host):\(endpoint.port): \(error)")
            throw ExitCode(69)
        }
        await publisher.close()
        print("told the broker that \(zone)/\(rule) was seen")
    }

    private func require(_ name: String, _ option: String, among names: [String]) throws {
        guard !names.contains(name) else { return }
        printError("\(option): there is no \(name.quoted). \(name.remedy(among: names)).")
        throw ExitCode(64)
    }
}

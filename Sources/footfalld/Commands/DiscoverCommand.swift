import ArgumentParser
import Footfall
import Foundation
import Mosquitto

struct DiscoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Listens on a broker and drafts mappings for what nobody knows yet. Shows no payloads.",
        discussion: """
            The name and the password are taken from FOOTFALL_DISCOVER_USER and FOOTFALL_DISCOVER_PASSWORD.

            Example: footfalld discover --broker localhost:1883 --seconds 60 --write drafts
            """)

    @Option(help: "HOST or HOST:PORT.") var broker: String
    @Option(help: "The topic filter.") var topic = "#"
    @Option(help: "How long to listen.") var seconds = 60
    @Option(help: "Trust this PEM file, and connect with TLS.") var caFile: String?
    @Option(help: "A folder for the drafts; without it they are printed.") var write: String?
    @Option(help: "The folder of a configuration whose mappings are known.") var config: String?

    func validate() throws {
        guard (1...86_400).contains(seconds) else { throw ValidationError("--seconds: choose 1 to 86400") }
    }

    func run() async throws {
        let discovery = Discovery()
        let clock = HouseClock()
        let subscriber = Subscriber(try settings()) { batch in
            discovery.take(batch, received: clock.now)
        } onEvent: { event in
            discovery.hear(event)
        }
        let thread = Thread { subscriber.run() }
        thread.start()
        try await Task.sleep(for: .seconds(seconds))
        subscriber.stop()
        let findings = discovery.result
        if !findings.isGranted {
            printError("\(broker): \(findings.trouble ?? "no answer"); check host, port and rights")
            throw ExitCode(69)
        }
        try tell(findings, mappings: try mappings())
    }

    /// Leaves nothing behind at the broker.
    private func settings() throws -> Subscriber.Settings {
        let parts = broker.split(separator: ":", maxSplits: 1).map(String.init)
        let port = parts.count > 1 ? Int(parts[1]) : caFile == nil ? 1883 : 8883
        guard let host = parts.first, let port, (1...65_535).contains(port) else {
            throw ValidationError("--broker: expected HOST or HOST:PORT")
        }
        let environment = ProcessInfo.processInfo.environment
        let credentials = environment["FOOTFALL_DISCOVER_USER"].map {
            Endpoint.Credentials(username: $0, password: environment["FOOTFALL_DISCOVER_PASSWORD"] ?? "")
        }
        let endpoint = Endpoint(
            host: host, port: port, clientID: "footfall-discover-\(UUID().uuidString.prefix(8))",
            credentials: credentials, tls: caFile.map { Endpoint.TLS(caFile: $0) })
        return Subscriber.Settings(endpoint: endpoint, filters: [topic], sessionExpiry: .zero)
    }

    private func mappings() throws -> [Mapping] {
        guard let config else { return [] }
        let environment = ProcessInfo.processInfo.environment
        let findings = footfalld.Findings(environment: environment)
        let folder = ConfigurationFolder(path: config, findings: findings)
        let host = Mapping.Host.daemon(city: nil, zones: TimeZoneFile(environment: environment))
        return MappingsFolder(folder: folder, host: host).read()
    }

    private func tell(_ findings: Discovery.Findings, mappings: [Mapping]) throws {
        var unknown: [(name: String, messages: [SampleMessage])] = []
        for (shape, found) in findings.shapes.sorted(by: { $0.key < $1.key }) {
            let rate = (Double(found.messages) * 60 / Double(seconds) * 10).rounded() / 10
            let known = mappings.filter { mapping in
                found.kept.contains { mapping.takes(topic: $0.topic) }
            }
            let who = known.isEmpty ? "unknown" : known.map(\.name).joined(separator: ", ")
            print(
                "\(shape): \(found.topics.count) topics, \(found.messages) messages, \(rate) a minute: \(who)"
            )
            if known.isEmpty { unknown.append((Self.name(of: shape), found.kept)) }
        }
        if findings.others > 0 {
            print("and \(findings.others) messages of more shapes than can be told apart")
        }
        var names: [String: Int] = [:]
        for (shape, messages) in unknown {
            names[shape, default: 0] += 1
            let name = names[shape] == 1 ? shape : "\(shape)-\(names[shape] ?? 0)"
            let draft = Draft(messages, name: name)
            for doubt in draft.doubts { printError("\(name): unsure: \(doubt)") }
            guard draft.isGood else { continue }
            if let write {
                try FileManager.default.createDirectory(atPath: write, withIntermediateDirectories: true)
                let path = "\(write)/\(name).yaml"
                try draft.text.write(toFile: path, atomically: true, encoding: .utf8)
                print("written: \(path)")
            } else {
                print("\n\(draft.text)", terminator: "")
            }
        }
    }

    /// Of a file and a mapping.
    private static func name(of shape: String) -> String {
        let words = shape.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "draft" : words.joined(separator: "-").prefix(60).description
    }
}

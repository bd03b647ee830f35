import Footfall
import Mosquitto

/// Reads where the brokers are and who we are to them.
struct BrokerReader {
    let folder: ConfigurationFolder
    static let endpointKeys = ["host", "port", "client_id", "protocol", "username", "password_file", "tls"]
    static let keys = endpointKeys + ["topics"]

    /// - Parameter isComplete: whether the file could be read, so that what is missing is really missing.
    func brokers(in file: Section, isComplete: Bool) -> [Subscriber.Settings] {
        let sections = sections(in: file)
        let ingest = file.section(
            "ingest", keys: ["batch", "linger", "max_payload", "session_expiry"])
        let batch = ingest.integer("batch", in: 1...65_535, default: 1000)
        let linger = ingest.duration("linger", in: .zero ... .seconds(1), default: .milliseconds(10))
        let payload = ingest.size(
            "max_payload", in: .init(bytes: 1 << 10) ... .init(bytes: 64 << 20),
            default: .init(bytes: 256 << 10))
        let expiry = ingest.duration(
            "session_expiry", in: .seconds(60) ... .seconds(365 * 86_400), default: .seconds(7 * 86_400))
        let endpoints = sections.enumerated().compactMap { index, section in
            let name = index == 0 ? "footfalld" : "footfalld-\(index + 1)"
            return endpoint(section, clientID: name, requiresHost: isComplete).map { (section, $0) }
        }
        tellTwins(endpoints)
        return endpoints.map { section, endpoint in
            Subscriber.Settings(
                endpoint: endpoint, filters: filters(section), sessionExpiry: expiry, batchMessages: batch,
                payloadBytes: payload, linger: linger)
        }
    }

    private func sections(in file: Section) -> [Section] {
        guard let node = file.node("brokers") else { return [file.section("broker", keys: Self.keys)] }
        if file.node("broker") != nil {
            file.findings.tell(
                "both broker and brokers are there", at: file.place(of: "broker"), key: "broker",
                remedy: "Move it into the list brokers")
        }
        guard case .list(let nodes) = node.content, !nodes.isEmpty else {
            file.findings.tell(
                "expected a list of brokers", at: node.place, key: "brokers",
                remedy: "Begin each with - host: NAME")
            return []
        }
        return nodes.enumerated().map { index, node in
            Section(
                node, path: "brokers[\(index)]", variables: index == 0 ? file.variable("broker") : nil,
                keys: Self.keys, at: node.place, findings: file.findings)
        }
    }

    /// - Returns: `nil` when it has no host.
    func endpoint(_ section: Section, clientID: String, requiresHost: Bool = true) -> Endpoint? {
        let tls = SecretsReader(folder: folder).tls(in: section, of: "broker").map {
            Endpoint.TLS(caFile: $0.ca, certificateFile: $0.certificate, keyFile: $0.key)
        }
        let port = section.integer("port", in: 1...65_535, default: tls == nil ? 1883 : 8883)
        let version = section.choice("protocol", of: ["5", "3.1.1"], default: "5")
        let name = section.text("client_id", default: clientID)
        let credentials = credentials(section)
        guard let host = section.text("host") else {
            if requiresHost {
                section.findings.tell(
                    "no broker is named", at: section.place, key: section.full("host"),
                    remedy: "Write the broker's name or address, such as localhost")
            }
            return nil
        }
        if credentials != nil, tls == nil {
            SecretsReader.warnOfClearPassword(to: host, section, remedy: "Add tls with ca, and port 8883")
        }
        return Endpoint(
            host: host, port: port, clientID: name, protocolVersion: version == "5" ? .v5 : .v311,
            credentials: credentials, tls: tls)
    }

    private func credentials(_ section: Section) -> Endpoint.Credentials? {
        let user = section.setting("username")
        let password = SecretsReader(folder: folder).password(in: section)
        if let user, section.setting("password_file") == nil {
            section.tell(
                "a name without a password", of: user, remedy: "Add password_file", isWarning: true)
        }
        if user == nil, let setting = section.setting("password_file") {
            section.tell("a password without a name", of: setting, remedy: "Add username")
        }
        return user.map { Endpoint.Credentials(username: $0.text, password: password ?? "") }
    }

    /// Empty when nothing is said: then the mappings' topics are meant.
    private func filters(_ section: Section) -> [String] {
        guard let settings = section.settings("topics") else { return [] }
        for setting in settings where !Self.isFilter(setting.text) {
            section.tell(
                "\(setting.text.quoted) is no topic filter", of: setting,
                remedy: "Let + stand for a whole level and # for all last ones, such as counters/+/data or #")
        }
        return settings.map(\.text)
    }

    static func isFilter(_ text: String) -> Bool {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        return !text.isEmpty && text.utf8.count <= 65_535 && !text.contains("\0")
            && levels.enumerated().allSatisfy { index, level in
                level == "+" || (level == "#" && index == levels.count - 1)
                    || !level.contains { $0 == "+" || $0 == "#" }
            }
    }

    /// Two clients with one name throw each other out for ever.
    private func tellTwins(_ brokers: [(Section, Endpoint)]) {
        var seen: Set<[String]> = []
        for (section, end) in brokers where !seen.insert([end.host, "\(end.port)", end.clientID]).inserted {
            section.findings.tell(
                "another broker has the same address and client_id", at: section.place,
                key: section.full("client_id"), remedy: "Take it out, or give it a client_id of its own")
        }
    }
}

import Footfall
import Mosquitto
import Sinks

/// Reads where readings go and what is kept of them.
struct StoresReader {
    let folder: ConfigurationFolder

    /// - Parameter stores: the section of all stores.
    func sqlite(in stores: Section) -> Configuration.SQLite {
        let section = stores.section("sqlite", keys: ["path", "retention_days"])
        let days = section.integer("retention_days", in: 1...36_500, default: 0)
        return .init(path: section.text("path"), retentionDays: days == 0 ? nil : days)
    }

    /// - Parameter stores: the section of all stores.
    /// - Returns: `nil` when there is none, or none that can be used, which is told.
    func dayFiles(in stores: Section) -> DayFiles.Settings? {
        guard stores.mentions("day_files"), !stores.isOff("day_files") else { return nil }
        let section = stores.section("day_files", keys: ["folder", "retention_days", "interval"])
        let days = section.integer("retention_days", in: 1...36_500, default: 0)
        let interval = section.duration(
            "interval", in: .seconds(1)...(.seconds(3600)), default: .seconds(300))
        guard let path = section.text("folder") else {
            section.findings.tell(
                "the day files have no folder", at: section.place, key: section.full("folder"),
                remedy: "Name one that footfalld may write to, such as /srv/footfall/days")
            return nil
        }
        return .init(
            folder: folder.absolute(path), retentionDays: days == 0 ? nil : days, interval: interval)
    }

    /// - Parameters:
    ///   - base: where readings come from unless the section says so itself.
    ///   - suffix: of the client id beside the first broker's.
    func mqtt(
        in stores: Section, first: Endpoint?, base: String?, suffix: String = "readings"
    ) -> Configuration.MQTT? {
        guard stores.mentions("mqtt"), !stores.isOff("mqtt") else { return nil }
        let section = stores.section("mqtt", keys: ["broker", "source", "type_prefix"])
        let endpoint = endpoint(section, first: first, suffix: suffix)
        guard let origin = origin(in: section, base: base) else { return nil }
        return endpoint.map { .init(endpoint: $0, origin: origin) }
    }

    /// Whose events these are.
    ///
    /// - Parameter base: of the publisher, unless the section says so itself.
    func origin(in section: Section, base: String?) -> EventOrigin? {
        if section.setting("source") == nil, base == nil {
            section.findings.tell(
                "readings need an address that they come from", at: section.place,
                key: section.full("source"),
                remedy: "Write one of yours, such as https://data.example.org, here or as"
                    + " publisher.base_address")
            return nil
        }
        let own = PublisherReader.address("source", in: section)
        guard let source = section.setting("source") == nil ? base : own else { return nil }
        let host = source.dropFirst("https://".count).prefix { $0 != "/" && $0 != ":" }
        let reversed = host.split(separator: ".").reversed().joined(separator: ".")
        let prefix = section.text("type_prefix", default: reversed + ".footfall")
        return EventOrigin(baseAddress: source, typePrefix: prefix)
    }

    func ldes(in stores: Section) -> Configuration.LDES? {
        guard !stores.isOff("ldes") else { return nil }
        let section = stores.section("ldes", keys: ["path", "retention_days"])
        return .init(
            path: section.text("path"),
            retentionDays: section.integer("retention_days", in: 1...36_500, default: 730))
    }

    /// `same` is the first broker under another name.
    private func endpoint(_ section: Section, first: Endpoint?, suffix: String) -> Endpoint? {
        let word = section.setting("broker", tellsShape: false)
        let isTable = word == nil && section.mentions("broker")
        if isTable {
            let broker = section.section("broker", keys: BrokerReader.endpointKeys)
            return BrokerReader(folder: folder).endpoint(broker, clientID: "footfalld-\(suffix)")
        }
        if let word, word.text != "same" {
            section.tell(
                "\(word.text.quoted) is no broker", of: word,
                remedy: "Write same for the first broker, or host and port below it")
        }
        var endpoint = first
        endpoint?.clientID += "-\(suffix)"
        return endpoint
    }

    func site(in file: Section) -> PublicSite.Settings? {
        guard !file.isOff("http") else { return nil }
        let section = file.section("http", keys: ["host", "port"])
        return PublicSite.Settings(
            host: section.text("host", default: "127.0.0.1"),
            port: section.integer("port", in: 0...65_535, default: 8080))
    }
}

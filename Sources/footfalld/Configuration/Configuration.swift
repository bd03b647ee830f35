import Barometer
import Footfall
import Foundation
import Logging
import Mosquitto
import Sinks
import Vault

/// All that the daemon is told: a folder and the environment, checked once and then believed.
struct Configuration: Sendable {
    /// Without noise, for want of the key: see `plan(with:)`.
    var plan: Plan
    var events: KnownEvents
    /// `nil` when no noise is wanted.
    let epsilon: Noise.Epsilon?
    /// In the order of their files.
    let mappings: [Mapping]
    var city: CityDescription
    let publisher: PublisherDescription
    /// At least one.
    let brokers: [Subscriber.Settings]
    /// `nil` when there is no public site.
    let site: PublicSite.Settings?
    let sqlite: SQLite
    /// `nil` when readings do not go to a PostgreSQL server.
    let postgres: PostgresSettings?
    /// `nil` when no day files are kept.
    let dayFiles: DayFiles.Settings?
    /// `nil` when readings do not go to a broker.
    let mqtt: MQTT?
    /// `nil` when readings do not go to an NGSI-LD context broker.
    let contextBroker: ContextBrokerSettings?
    /// `nil` when there is no event stream; it also needs a site and the publisher's base address.
    let ldes: LDES?
    /// `nil` when alarms do not go to a broker.
    let alarmBoard: MQTT?
    /// `nil` when nobody is called.
    let webhook: Webhook?
    let journalRetention: Duration
    let logLevel: Logger.Level

    struct SQLite: Hashable, Sendable {
        /// `nil` is a file beside the journal.
        let path: String?
        /// `nil` is for ever.
        let retentionDays: Int?
    }

    struct LDES: Hashable, Sendable {
        /// `nil` is a file beside the journal.
        let path: String?
        let retentionDays: Int
    }

    struct MQTT: Sendable {
        var endpoint: Endpoint
        let origin: EventOrigin
    }

    /// Of known events, in order of their start.
    var editions: [EventEdition] { events.editions }

    /// `nil` without an address to speak under.
    ///
    /// - Parameter folder: of this configuration; its first file says when the publisher was last changed.
    func linkedData(_ stream: StreamStore?, folder: String) -> LinkedDataSite? {
        let file = try? FileManager.default.attributesOfItem(atPath: folder + "/footfall.yaml")
        let changed = file?[.modificationDate] as? Date ?? .distantPast
        return LinkedDataSite(
            publisher: publisher, stream: stream, hasDayFiles: dayFiles != nil,
            modified: EventTime(seconds: Int64(changed.timeIntervalSince1970)))
    }

    /// The plan with the noise of a key, unless none is wanted.
    func plan(with key: NoiseKey) -> Plan {
        var plan = plan
        plan.privacy.noise = epsilon.map { Noise(epsilon: $0, key: key) }
        return plan
    }

    /// The event stream; `nil` without a site to serve it or an address to speak under.
    ///
    /// - Parameter path: the folder of the journal.
    func stream(data path: String) throws(SinkError) -> StreamStore? {
        guard let ldes, site != nil, let addresses = publisher.addresses else { return nil }
        return try StreamStore(
            .init(
                path: ldes.path ?? "\(path)/ldes.sqlite", addresses: addresses, title: publisher.title,
                retentionDays: ldes.retentionDays))
    }

    /// Reads everything and tells every problem, warnings too, sorted by place.
    ///
    /// - Returns: no configuration when a problem is more than a warning.
    static func read(folder: String, environment: [String: String]) -> (Configuration?, [Problem]) {
        let findings = Findings(environment: environment)
        let reader = ConfigurationReader(
            folder: ConfigurationFolder(path: folder, findings: findings), environment: environment)
        let configuration = reader.read()
        findings.warnOfUnknownVariables()
        let problems = findings.problems.sorted { ($0.place, $0.key) < ($1.place, $1.key) }
        return (problems.allSatisfy(\.isWarning) ? configuration : nil, problems)
    }
}

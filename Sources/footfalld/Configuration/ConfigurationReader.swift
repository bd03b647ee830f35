import Barometer
import Footfall
import Logging
import Mosquitto
import Sinks

/// Goes through the files of a configuration, one after the other.
struct ConfigurationReader {
    let folder: ConfigurationFolder
    let environment: [String: String]
    private static let main = "footfall.yaml"
    private static let sections = [
        "city", "publisher", "broker", "brokers", "ingest", "windows", "privacy", "stores", "http", "log",
        "journal", "alarms", "events",
    ]

    init(folder: ConfigurationFolder, environment: [String: String]) {
        self.folder = folder
        self.environment = environment
    }

    func read() -> Configuration {
        let root = folder.yaml(Self.main)
        let file = Section(
            root, path: "", variables: "FOOTFALL", keys: Self.sections,
            at: .init(file: Self.main), findings: folder.findings)
        let city = file.section("city", keys: ["name", "timezone", "attribution"])
        let clock = TimeZoneFile(environment: environment).clock(in: city)
        let zones = ZonesFile(folder: folder).read()
        let sensors = SensorsFile(folder: folder, zones: zones?.map(\.plan), clock: clock).read()
        warnOfIdleZones(zones ?? [], sensors)
        let places = places(zones, sensors)
        let events = EventsReader(
            folder: folder, places: places, clock: clock, timeZones: TimeZoneFile(environment: environment)
        ).read(in: file, zones: zones ?? [])
        let calendar = CalendarFiles(folder: folder, places: places, clock: clock).read(with: events.editions)
        let windows = WindowsReader()
        let host = Mapping.Host.daemon(city: clock, zones: TimeZoneFile(environment: environment))
        let mappings = MappingsFolder(folder: folder, host: host).read()
        let alarms = AlarmsReader(folder: folder, zones: zones?.map(\.plan), file: file)
        let plan = Plan(
            clock: clock, zones: zones?.map(\.plan) ?? [], sensors: sensors, calendar: calendar,
            windows: windows.windows(in: file), privacy: windows.privacy(in: file),
            counters: Dictionary(mappings.map { ($0.name, $0.counter) }) { first, _ in first },
            alarms: alarms.rules())
        let topics = mappings.isEmpty ? ["#"] : Set(mappings.flatMap(\.filters)).sorted()
        let brokers = BrokerReader(folder: folder).brokers(in: file, isComplete: root != nil).map { broker in
            var broker = broker
            if broker.filters.isEmpty { broker.filters = topics }
            return broker
        }
        let reader = StoresReader(folder: folder)
        let stores = file.section(
            "stores", keys: ["sqlite", "postgres", "day_files", "mqtt", "ngsi_ld", "ldes"])
        let site = reader.site(in: file)
        let publisher = PublisherReader().publisher(
            in: file, city: city.text("name", default: ""), hasSite: site != nil)
        let (first, base) = (brokers.first?.endpoint, publisher.baseAddress)
        let mqtt = reader.mqtt(in: stores, first: first, base: base)
        let board = alarms.mqtt(readings: mqtt, first: first, base: base)
        return Configuration(
            plan: plan, events: events, epsilon: windows.epsilon(in: file), mappings: mappings,
            city: describe(city, clock: clock, zones: zones ?? [], events.editions, isComplete: root != nil),
            publisher: publisher,
            brokers: brokers, site: site, sqlite: reader.sqlite(in: stores),
            postgres: PostgresReader(folder: folder).settings(in: stores),
            dayFiles: reader.dayFiles(in: stores), mqtt: mqtt,
            contextBroker: ContextBrokerReader(folder: folder).settings(
                in: stores, city: city.text("name", default: ""), base: base),
            ldes: reader.ldes(in: stores), alarmBoard: board,
            webhook: alarms.webhook(board ?? mqtt, base: base),
            journalRetention: journalRetention(file), logLevel: logLevel(file))
    }

    private func describe(
        _ section: Section, clock: CityClock, zones: [ZonesFile.Zone], _ editions: [EventEdition],
        isComplete: Bool
    ) -> CityDescription {
        let name = section.text("name")
        if name == nil, isComplete {
            section.findings.tell(
                "the city has no name", at: section.place, key: section.full("name"),
                remedy: "Write it as on the page, such as Mechelen")
        }
        return CityDescription(
            name: name ?? "", timeZone: clock.name, attribution: section.text("attribution"),
            zones: zones.filter(\.plan.isPublic).map {
                ZoneDescription(id: $0.plan.id, name: $0.name, location: $0.location)
            },
            events: editions.descriptions)
    }

    /// Nothing is said of sensors whose own file has mistakes.
    private func places(_ zones: [ZonesFile.Zone]?, _ sensors: [Plan.Sensor]) -> KnownPlaces {
        let isRead = !folder.findings.problems.contains {
            $0.place.file == SensorsFile.name && !$0.isWarning
        }
        return KnownPlaces(
            zones: zones?.map(\.plan), sensors: isRead ? sensors : nil, findings: folder.findings)
    }

    private func warnOfIdleZones(_ zones: [ZonesFile.Zone], _ sensors: [Plan.Sensor]) {
        guard !sensors.isEmpty else { return }
        let served = Set(sensors.map(\.zone))
        for (index, zone) in zones.enumerated() where !served.contains(index) {
            folder.findings.tell(
                "no sensor serves \(zone.plan.id)", at: zone.place, key: "features[\(index)].properties.id",
                remedy: "Add its sensors to \(SensorsFile.name), or take the zone out", isWarning: true)
        }
    }

    private func journalRetention(_ file: Section) -> Duration {
        let days = file.section("journal", keys: ["retention_days"])
            .integer("retention_days", in: 1...3650, default: 35)
        return .seconds(days * 86_400)
    }

    private func logLevel(_ file: Section) -> Logger.Level {
        let words = Logger.Level.allCases.map(\.rawValue)
        let word = file.section("log", keys: ["level"]).choice("level", of: words, default: "info")
        return Logger.Level(rawValue: word) ?? .info
    }
}

extension [EventEdition] {
    /// As the public site speaks of them.
    var descriptions: [EventID: EventDescription] {
        Dictionary(map { ($0.id, EventDescription(name: $0.name, kind: $0.kind)) }) { first, _ in first }
    }
}

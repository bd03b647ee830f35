import Footfall
import Testing

@testable import footfalld

@Suite("A mistake in a configuration") struct ConfigurationMistakesTests {
    struct Mistake: Sendable {
        let file: String
        let text: String
        let told: String
    }

    static func main(_ text: String, _ told: String) -> Mistake {
        Mistake(file: "footfall.yaml", text: "city: {name: T}\nbroker: {host: h}\n" + text, told: told)
    }

    static let settings: [Mistake] = [
        main("windows: {slot: 7m}", "3:17: windows.slot: 7 minutes do not divide an hour. Choose 15m or 1h."),
        main("windows: {lengths: [1m, 30m]}", "3:25: windows.lengths: 30m is not possible here"),
        main("windows: {lateness: 25h}", "3:21: windows.lateness: 25h is out of range. Choose 0s to 1d."),
        main("windows: {refresh: 2m}", "Choose 1s to 1m."),
        main("privacy: {smallest_crowd: 9}", "3:27: privacy.smallest_crowd: '9' is no number from 10 on"),
        main("privacy: {epsilon: 0.05}", "3:20: privacy.epsilon: '0.05' is no number from 0.1 to 10"),
        main("privacy: {epsilon: 0.125}", "with at most two decimals"),
        main("privacy: {noise: maybe}", "3:18: privacy.noise: 'maybe' is not known here. Choose on or off"),
        main(
            "events: {score_after: 13h}", "3:23: events.score_after: 13h is out of range. Choose 0s to 12h."),
        main("events: {watch: often}", "3:17: events.watch: 'often' is no duration"),
        main("windos: {}", "3:1: windos: unknown key. Perhaps windows was meant."),
        main("http: {port: 99999}", "3:14: http.port: '99999' is no whole number from 0 to 65535"),
        main("http: [1]", "3:7: http: expected keys with values"),
        main("log: {level: verbos}", "log.level: 'verbos' is not known here. Choose trace, debug"),
        main("ingest: {max_payload: 256kb}", "ingest.max_payload: '256kb' is no size"),
        main(
            "publisher: {base_address: data.example.org}", "publisher.base_address: 'data.example.org' is no"),
        main(
            "publisher: {base_address: 'https://a.org/#b'}", "publisher.base_address: nothing can follow on"),
        main("publisher: {vocabulary: 'https://a.org/b'}", "publisher.vocabulary: terms cannot follow on"),
        main("publisher: {name: {en: City}}", "publisher.name.nl: the Dutch words are missing"),
        main("publisher: {contact: {email: us}}", "publisher.contact.email: 'us' is no address of a mailbox"),
        main("publisher: {identifier: OVO12}", "publisher.identifier: 'OVO12' is no OVO number"),
        main("publisher: {identifier: 'https://city'}", "publisher.identifier: 'https://city' is no https"),
        main("publisher: {homepage: example.org}", "publisher.homepage: 'example.org' is no https address"),
        main("publisher: {rights: all}", "publisher.rights: 'all' is not known here. Choose public"),
        main("publisher: {municipality: 1}", "publisher.municipality: '1' is no NIS code"),
        main("stores: {ldes: {retention_days: 0}}", "stores.ldes.retention_days: '0' is no whole number"),
        main("stores: {mqtt: {broker: same}}", "stores.mqtt.source: readings need an address"),
        main("stores: {mqtt: {source: example.org}}", "is no https address"),
        main(
            "stores: {ngsi_ld: {context: https://a.be/c, city: a}}",
            "stores.ngsi_ld.broker: no context broker"),
        main("stores: {ngsi_ld: {broker: broker.be}}", "is no address of a broker"),
        main("stores: {ngsi_ld: {broker: https://broker.be/ngsi-ld/v1/}}", "what comes before /ngsi-ld/v1"),
        main("stores: {ngsi_ld: {broker: https://broker.be}}", "publisher.base_address, below which"),
        main("stores: {ngsi_ld: {broker: https://broker.be, tenant: a b}}", "'a b' is no tenant"),
        main("stores: {ngsi_ld: {broker: https://broker.be, city: Gent}}", "'Gent' is no id"),
        main("stores: {ngsi_ld: {broker: https://broker.be, token_file: no}}", "no is not there"),
        main("stores: {postgres: {database: x}}", "3:20: stores.postgres.host: no database server is named"),
        main(
            "stores: {postgres: {host: db, service: city}}",
            "stores.postgres.service: both host and service are there. Keep one of them."),
        main(
            "stores: {postgres: {service: city, port: 5433}}",
            "stores.postgres.port: a service has its port itself"),
        main("stores: {postgres: {host: db, port: 0}}", "stores.postgres.port: '0' is no whole number"),
        main(
            "stores: {postgres: {host: db, schema: City}}",
            "3:39: stores.postgres.schema: 'City' is no name here. Use a to z, 0 to 9 and _"),
        main("stores: {postgres: {host: db, schema: pg_footfall}}", "'pg_footfall' is no name here"),
        main("stores: {postgres: {host: db, reader_role: 'x\"; DROP'}}", "stores.postgres.reader_role: "),
        main("stores: {postgres: {host: db, password_file: none}}", "none is not there or cannot be read"),
        main("stores: {postgres: {host: db, tls: {}}}", "tls.ca: nobody vouches for the server"),
        main(
            "stores: {postgres: {host: /run/postgresql, tls: {ca: footfall.yaml}}}",
            "stores.postgres.tls: a socket on this machine knows no TLS"),
        main("stores: {day_files: {interval: 1m}}", "stores.day_files.folder: the day files have no folder"),
        main("stores: {day_files: {folder: d, interval: 10ms}}", "10ms is out of range. Choose 1s to 1h"),
        main("stores: {day_files: {folder: d, retention_days: 0}}", "'0' is no whole number from 1 to 36500"),
        main("stores: {day_files: {path: d}}", "stores.day_files.path: unknown key"),
        main("stores: {postgres: {host: db, pasword_file: x}}", "Perhaps password_file was meant."),
        main("http: {port: 1}\nhttp: {port: 2}", "3:1: http: the key is there twice"),
        main(
            "alarms: {rules: [{id: full, level: {raise: 3, clear: 3}}]}",
            "3:54: alarms.rules[0].level.clear: 3 is not below 3, where it is raised. Leave room between"),
        main(
            "alarms: {rules: [{level: {raise: 4, clear: 3}}]}", "3:18: alarms.rules[0].id: the rule has no id"
        ),
        main("alarms: {rules: [{id: full}]}", "alarms.rules[0]: the rule looks at nothing. Add level, index"),
        main(
            "alarms: {rules: [{id: full, silence: 5m, rise: {raise: 9, clear: 1}}]}",
            "the rule looks at 2 things at once. Make a rule of each of rise and silence."),
        main(
            "alarms: {rules: [{id: full, zones: [old-markt], silence: 5m}]}",
            "3:37: alarms.rules[0].zones: there is no zone 'old-markt'. Perhaps old-market was meant."),
        main(
            "alarms: {rules: [{id: a, silence: 5m}, {id: a, silence: 6m}]}",
            "alarms.rules[1].id: another rule is a already"),
        main("alarms: {rules: [{id: A, silence: 5m}]}", "alarms.rules[0].id: 'A' is no id"),
        main(
            "alarms: {rules: [{id: a, level: {raise: 5, clear: 3}}]}",
            "alarms.rules[0].level.raise: '5' is no number from 1 to 4"),
        main(
            "alarms: {rules: [{id: a, level: {raise: 4}}]}",
            "alarms.rules[0].level.clear: a limit is missing. Write both"),
        main(
            "alarms: {rules: [{id: a, level: 4}]}",
            "alarms.rules[0].level: expected keys with values. Write raise or clear below it"),
        main(
            "alarms: {rules: [{id: a, density: {raise: 90, clear: 70}}]}",
            "alarms.rules[0].density: nobody has said how many old-market can take. Add"),
        main("alarms: {rules: [{id: a, silence: soon}]}", "alarms.rules[0].silence: 'soon' is no duration"),
        main("alarms: {rules: [{id: a, silence: 5m, holt: 5m}]}", "unknown key. Perhaps hold was meant."),
        main("alarms: [{id: a}]", "3:9: alarms: expected keys with values"),
        main("alarms: {webhook: {source: https://a.be}}", "alarms.webhook.url: nobody is to be called"),
        main(
            "alarms: {webhook: {url: 'http://localhost/a'}}",
            "alarms.webhook.source: readings need an address"),
        main(
            "alarms: {webhook: {url: 'ftp://a', source: https://a.be}}",
            "alarms.webhook.url: this is no address"),
        main(
            "alarms: {webhook: {url: 'http://localhost', token_file: none, source: https://a.be}}",
            "alarms.webhook.token_file: none is not there or cannot be read"),
        main("log: &a {level: *b}", "broken YAML: found undefined alias"),
        Mistake(file: "footfall.yaml", text: "broker: {host: h}", told: "city.name: the city has no name"),
        Mistake(file: "footfall.yaml", text: "city: {name: T}", told: "broker.host: no broker is named"),
        Mistake(
            file: "footfall.yaml", text: "city: {name: T, timezone: Europe/Brusels}\nbroker: {host: h}",
            told: "1:27: city.timezone: 'Europe/Brusels' is no time zone. Perhaps Europe/Brussels was meant."),
        Mistake(
            file: "footfall.yaml", text: "city: {name: T}\nbroker: {host: h, tls: {}}",
            told: "broker.tls.ca: nobody vouches for the broker"),
        Mistake(
            file: "footfall.yaml", text: "city: {name: T}\nbroker: {host: h, topics: [a/#/b]}",
            told: "2:28: broker.topics: 'a/#/b' is no topic filter"),
        Mistake(
            file: "footfall.yaml",
            text: "city: {name: T}\nbrokers: [{host: h, client_id: us}, {host: h, client_id: us}]",
            told: "2:37: brokers[1].client_id: another broker has the same address and client_id"),
        Mistake(
            file: "footfall.yaml", text: "city: {name: T}\nbroker: {host: h, tls: {ca: /none.pem}}",
            told: "2:29: broker.tls.ca: /none.pem is not there or cannot be read"),
    ]

    static let tables: [Mistake] = [
        Mistake(
            file: "zones.geojson",
            text: #"{"features": [{"properties": {"id": "old-market", "capacity_per_hour": "many"}}]}"#,
            told: "features[0].properties.capacity_per_hour: expected a number from 1 on"),
        Mistake(file: "footfall.yaml", text: "", told: "footfall.yaml: file: the file is not there"),
        Mistake(file: "zones.geojson", text: "", told: "zones.geojson: file: the file is not there"),
        Mistake(
            file: "zones.geojson",
            text: #"{"features": [{"properties": {"id": "old-market"}}, {"properties": {"id": "Old M"}}]}"#,
            told: "1:75: features[1].properties.id: 'Old M' is no id"),
        Mistake(
            file: "zones.geojson",
            text: #"{"features": [{"properties": {"id": "old-market", "level_cuts": [9, 8, 7]}}]}"#,
            told: "level_cuts: expected three rising numbers"),
        Mistake(
            file: "zones.geojson",
            text:
                #"{"features": [{"properties": {"id": "old-market", "neighbours": ["old-markt"]}}]}"#,
            told: "neighbours[0]: there is no zone 'old-markt'. Perhaps old-market was meant"),
        Mistake(
            file: "zones.geojson",
            text: #"{"features": [{"properties": {"id": "old-market", "neighbours": ["old-market"]}}]}"#,
            told: "neighbours[0]: a zone is no neighbour of its own"),
        Mistake(
            file: "zones.geojson",
            text: #"{"features": [{"properties": {"id": "old-market", "neighbours": "quay"}}]}"#,
            told: "features[0].properties.neighbours: expected a list of zones"),
        Mistake(
            file: "zones.geojson",
            text: #"{"features": [{"properties": {"id": "old-market", "municipality": ""}}]}"#,
            told: "features[0].properties.municipality: expected a municipality"),
        Mistake(
            file: "zones.geojson",
            text:
                #"{"features": [{"properties": {"id": "old-market"}}, {"properties": {"id": "old-market"}}]}"#,
            told: "features[1].properties.id: another zone is old-market already"),
        Mistake(
            file: "sensors.csv", text: "sensor,zone,factr\ng,old-market,1\n",
            told: "1:13: factr: unknown column. Perhaps factor was meant."),
        Mistake(file: "sensors.csv", text: "sensor;zone\n", told: "separated by semicolons"),
        Mistake(
            file: "sensors.csv", text: "sensor,zone\ng,\n", told: "2:1: zone: no value"),
        Mistake(
            file: "sensors.csv", text: "sensor,zone,factor\ng,old-market,0\n", told: "2:14: factor: '0'"),
        Mistake(
            file: "sensors.csv", text: "sensor,zone\ng,old-market\n\ng,old-market\n",
            told: "4:1: sensor: g serves old-market at the same time"),
        Mistake(
            file: "sensors.csv", text: "sensor,zone,from\ng,old-market,today\n",
            told: "2:14: from: 'today' is no moment"),
        Mistake(file: "sensors.csv", text: "sensor,zone\n\"g,old-market\n", told: "a quote is never closed"),
        Mistake(
            file: "calendar.yaml", text: "public_holidays: [2026-02-30]",
            told: "1:19: public_holidays: '2026-02-30' is no date"),
        Mistake(
            file: "events.csv", text: "id,zones,start,end\nx,old-market,2026-01-02,2026-01-02\n",
            told: "2:25: end: the event ends before it starts"),
        Mistake(file: "mappings/more.yml", text: TestFolder.mapping, told: "has the name 'gates' already"),
    ]

    @Test("is told with its place and a way out", arguments: settings + tables)
    func single(mistake: Mistake) throws {
        let (configuration, problems) = try TestFolder([mistake.file: mistake.text]).read()
        #expect(configuration == nil)
        let told = problems.filter { !$0.isWarning }.map(\.description)
        #expect(told.contains { $0.contains(mistake.told) }, "\(told)")
        #expect(problems.allSatisfy { !$0.remedy.isEmpty && $0.place.file == mistake.file || $0.isWarning })
    }

    @Test("that may be meant is a warning only")
    func warnings() throws {
        let zones = #"{"features": [{"properties": {"id": "old-market"}}, {"properties": {"id": "b"}}]}"#
        let (configuration, problems) = try TestFolder(["zones.geojson": zones, "mappings/gates.yaml": ""])
            .read()
        #expect(configuration != nil)
        #expect(problems.map(\.problem).contains("no sensor serves b"))
        #expect(problems.map(\.key).contains("mappings") && problems.allSatisfy(\.isWarning))
    }
}

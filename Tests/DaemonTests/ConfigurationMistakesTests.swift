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
        main("publisher: {municipality: 1}", "publisher.municipality: '1' is no NIS code"),
        main("stores: {ldes: {retention_days: 0}}", "stores.ldes.retention_days: '0' is no whole number"),
        main("stores: {mqtt: {broker: same}}", "stores.mqtt.source: readings need an address"),
        main("stores: {mqtt: {source: example.org}}", "is no https address"),
        main("http: {port: 1}\nhttp: {port: 2}", "3:1: http: the key is there twice"),
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

import Barometer
import Footfall
import Foundation
import Mosquitto
import Sinks
import Testing

@testable import footfalld

@Suite("A configuration") struct ConfigurationTests {
    static let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("that we ship reads without a word", arguments: ["footfall.example", "demo"])
    func shipped(name: String) throws {
        let path = Self.house.appending(path: "Config/\(name)").path()
        let (configuration, problems) = Configuration.read(folder: path, environment: [:])
        #expect(problems == [])
        let read = try #require(configuration)
        #expect(!read.plan.zones.isEmpty && !read.plan.sensors.isEmpty && read.mappings.count == 1)
        guard name == "footfall.example" else { return }
        #expect(read.plan.zones.map(\.neighbours) == [[ZoneID("town-hall")], [], []])
        #expect(read.plan.zones.map(\.municipality) == ["12025", "12025", "12025"])
    }

    @Test("tells five mistakes at once, each with its place and a way out")
    func five() throws {
        let folder = try TestFolder([
            "footfall.yaml": """
            city: {name: Test}
            broker:
              host: localhost
              username: us
              password_file: secret
            windows:
              latenes: 3h
              disorder: two minutes
            """,
            "sensors.csv": "sensor,zone\ngate-1,old-markt\n",
            "mappings/gates.yaml": "name: [gates\n",
        ])
        let (configuration, problems) = folder.read()
        #expect(configuration == nil)
        let report = Check.report(problems, json: false)
        #expect(
            report == """
                footfall.yaml:5:18: broker.password_file: secret is not there or cannot be read. \
                Write the file, or correct its path, and let the user of footfalld read it.
                footfall.yaml:7:3: windows.latenes: unknown key. Perhaps lateness was meant.
                footfall.yaml:8:13: windows.disorder: 'two minutes' is no duration. \
                Write a number and ms, s, m, h or d, such as 2m.
                mappings/gates.yaml:2:1: file: broken YAML: did not find expected ',' or ']'. \
                Look at indentation, quotes and brackets here and just before; a text with ': ' or ' #' in it, \
                that begins with '!', or that has , [ ] { } in it between { } needs quotes.
                sensors.csv:2:8: zone: there is no zone 'old-markt'. Perhaps old-market was meant.
                5 problems, no warnings

                """)
        let json = Check.report(problems, json: true)
        let list = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        #expect(list?.count == 5)
        #expect(list?.first?["line"] as? Int == 5 && list?.first?["warning"] as? Bool == false)
    }

    @Test("needs a broker's host and a city's name, and has a default for all else")
    func defaults() throws {
        let folder = try TestFolder([:])
        let read = try #require(folder.read().0)
        #expect(read.plan.windows == Plan.Windows())
        #expect(read.plan.privacy == Plan.Privacy())
        #expect(read.plan.clock.name == "Europe/Brussels")
        #expect(read.plan.zones == [Plan.Zone(id: ZoneID("old-market"))])
        #expect(read.plan.sensors == [Plan.Sensor(id: SensorID("gate-1"), zone: 0)])
        #expect(read.plan.calendar.publicHolidays.contains(try #require(CalendarDate("2026-04-06"))))
        #expect(read.plan.calendar.events.isEmpty)
        let city = String(describing: read.city)
        #expect(city.contains(#"(name: "Test", timeZone: "Europe/Brussels", attribution: nil"#))
        #expect(city.contains(#"Words(nl: "old-market", en: "old-market")"#))
        let broker = try #require(read.brokers.first)
        #expect(broker.endpoint.host == "localhost" && broker.endpoint.port == 1883)
        #expect(broker.endpoint.clientID == "footfalld" && broker.endpoint.protocolVersion == .v5)
        #expect(
            broker.endpoint.credentials == nil && broker.endpoint.tls == nil
                && broker.filters == ["gates/+/count"])
        #expect(broker.batchMessages == 1000 && broker.linger == .milliseconds(10))
        #expect(broker.payloadBytes == 262_144 && broker.sessionExpiry == .seconds(604_800))
        #expect(String(describing: read.site).contains(#"(host: "127.0.0.1", port: 8080"#))
        #expect(read.sqlite == .init(path: nil, retentionDays: nil) && read.mqtt == nil)
        #expect(read.postgres == nil)
        #expect(read.events.scoreAfter == .seconds(1800) && read.events.watch == .seconds(10))
        #expect(read.editions.isEmpty && !read.events.isWhole)
        #expect(read.journalRetention == .seconds(35 * 86_400) && "\(read.logLevel)" == "info")
    }

    @Test("takes each value from the environment first")
    func environment() throws {
        let folder = try TestFolder([:])
        let (configuration, problems) = folder.read([
            "FOOTFALL_HTTP_PORT": "9090", "FOOTFALL_BROKER_HOST": "broker.example.org",
            "FOOTFALL_BROKER_PORT": "1884", "FOOTFALL_CITY_NAME": "Elders", "FOOTFALL_LOG_LEVEL": "debug",
            "FOOTFALL_WINDOWS_LENGTHS": "1h,1d", "FOOTFALL_STORES_MQTT_SOURCE": "https://data.example.org/",
            "FOOTFALL_CALENDAR_BELGIAN": "false", "FOOTFALL_BROKER_TOPICS": "a/+, b/#",
        ])
        #expect(problems == [])
        let read = try #require(configuration)
        #expect(String(describing: read.site).contains("port: 9090") && "\(read.logLevel)" == "debug")
        #expect(String(describing: read.city).contains("Elders"))
        #expect(
            read.brokers[0].endpoint.host == "broker.example.org" && read.brokers[0].endpoint.port == 1884)
        #expect(read.brokers[0].filters == ["a/+", "b/#"] && read.plan.windows.lengths == [3600, 86_400])
        #expect(read.plan.calendar.publicHolidays.isEmpty)
        let origin = String(describing: read.mqtt?.origin)
        #expect(origin.contains(#""https://data.example.org", typePrefix: "org.example.data.footfall""#))
        #expect(read.mqtt?.endpoint.clientID == "footfalld-readings")
    }

    @Test("knows who publishes, and gives readings that address unless told otherwise")
    func publisher() throws {
        let folder = try TestFolder([
            "footfall.yaml": """
            city: {name: Test}
            broker: {host: localhost}
            publisher:
              base_address: https://data.example.org/crowd/
              name: {nl: Stad Test}
              identifier: OVO002067
              homepage: https://example.org
              contact: {name: Dienst data, email: data@example.org, page: "https://example.org/contact"}
              rights: restricted
              municipality: 12025
              title: Drukte
            stores: {mqtt: {broker: same}}
            """
        ])
        let (configuration, problems) = folder.read()
        #expect(problems.map(\.key) == ["publisher.licence"] && problems.allSatisfy(\.isWarning))
        let read = try #require(configuration)
        #expect(read.publisher.baseAddress == "https://data.example.org/crowd")
        #expect(read.publisher.vocabulary == "https://data.example.org/crowd/ns/footfall#")
        #expect(read.publisher.name == Words(nl: "Stad Test", en: "Stad Test"))
        #expect(read.publisher.title == Words(nl: "Drukte", en: "Drukte"))
        #expect(read.publisher.identifier == "OVO002067" && read.publisher.municipality == "12025")
        #expect(read.publisher.email == "data@example.org" && read.publisher.licence == nil)
        #expect(read.publisher.contactPage == "https://example.org/contact")
        #expect(read.publisher.contactName == "Dienst data" && read.publisher.access == .restricted)
        #expect(read.publisher.homepage == "https://example.org" && read.publisher.missing == ["licence"])
        #expect(read.ldes == .init(path: nil, retentionDays: 730))
        let origin = String(describing: read.mqtt?.origin)
        #expect(
            origin.contains(#""https://data.example.org/crowd", typePrefix: "org.example.data.footfall""#))
    }

    @Test("warns of what a catalogue cannot do without, once there is a site to show it on")
    func catalogue() throws {
        let warned = try TestFolder([
            "footfall.yaml": """
            city: {name: Test}
            broker: {host: localhost}
            publisher:
              base_address: https://data.example.org
              contact: {name: Dienst data}
            """
        ]).read()
        #expect(warned.0 != nil && warned.1.allSatisfy(\.isWarning))
        let told = warned.1.map(\.description)
        #expect(told.count == 2, "\(told)")
        #expect(
            told.contains {
                $0.contains("5:12: warning: publisher.contact: without it there is no catalogue")
            },
            "\(told)")
        #expect(
            told.contains { $0.contains("publisher.licence: without it") && $0.contains("https://data.vl") })
    }

    @Test("is the city's own when no publisher is named")
    func noPublisher() throws {
        let read = try #require(TestFolder([:]).read().0)
        #expect(read.publisher == PublisherDescription(name: Words(nl: "Test", en: "Test")))
    }

    @Test("keeps day files in the folder that it is given, and none without")
    func dayFiles() throws {
        func read(_ stores: String, _ environment: [String: String] = [:]) throws -> DayFiles.Settings? {
            let folder = try TestFolder([
                "footfall.yaml": "city: {name: T}\nbroker: {host: h}\nstores: \(stores)\n"
            ])
            let (configuration, problems) = folder.read(environment)
            #expect(problems == [])
            var settings = try #require(configuration).dayFiles
            settings?.folder.replace(folder.url.path(), with: "CONFIG")
            return settings
        }
        #expect(try read("{}") == nil)
        #expect(try read("{day_files: off}") == nil)
        #expect(
            try read("{day_files: {folder: /srv/days}}")
                == .init(folder: "/srv/days", interval: .seconds(300)))
        #expect(
            try read("{day_files: {folder: days, retention_days: 800, interval: 1m}}")
                == .init(folder: "CONFIG/days", retentionDays: 800, interval: .seconds(60)))
        let variables = ["FOOTFALL_STORES_DAY_FILES_FOLDER": "/srv/days"]
        #expect(try read("{}", variables)?.folder == "/srv/days")
    }

    @Test("names the variable that is wrong or unknown")
    func wrongVariable() throws {
        let problems = try TestFolder([:]).read(["FOOTFALL_HTTP_PORT": "many", "FOOTFALL_HTTP_PROT": "80"]).1
        #expect(problems.map(\.key) == ["FOOTFALL_HTTP_PORT", "FOOTFALL_HTTP_PROT"])
        #expect(problems.map(\.isWarning) == [false, true])
        #expect(problems[1].remedy == "Perhaps FOOTFALL_HTTP_PORT was meant")
    }

    @Test("reads times on the city's clock, gains and quotes")
    func sensors() throws {
        let folder = try TestFolder([
            "sensors.csv": #"""
            sensor,zone,note,factor,from,to,swap\#r
            "gate ""1""",old-market,"a, b",2.5,,2026-07-01,true\#r
            "gate ""1""",old-market,,1,2026-07-01T00:00,2026-07-02T00:00:00Z,false
            """#,
            "events.csv": "id,zones,start,end\nfair,old-market,2026-07-01T10:00,2026-07-01T12:00+02:00\n",
        ])
        let (configuration, problems) = folder.read()
        #expect(problems == [])
        let plan = try #require(configuration).plan
        #expect(plan.sensors.map(\.id.name) == ["gate \"1\"", "gate \"1\""])
        #expect(plan.sensors[0].to == EventTime("2026-06-30T22:00:00Z") && plan.sensors[0].factor == 2.5)
        #expect(plan.sensors.map(\.isSwapped) == [true, false])
        #expect(plan.sensors[1].to == EventTime("2026-07-02T00:00:00Z"))
        #expect(plan.calendar.events.first?.window.description == "2026-07-01T08:00:00Z/2026-07-01T10:00:00Z")
    }

    @Test("reads a password from its file and keeps several brokers apart")
    func brokers() throws {
        let folder = try TestFolder([
            "footfall.yaml": """
            city: {name: Test}
            brokers:
              - {host: one.example.org, username: us, password_file: secret, protocol: 3.1.1}
              - {host: two.example.org, port: 1884}
            """, "secret": "s3cret\n",
        ])
        let (configuration, problems) = folder.read()
        #expect(problems.map(\.key) == ["brokers[0].tls"] && problems.allSatisfy(\.isWarning))
        let brokers = try #require(configuration).brokers
        #expect(brokers[0].endpoint.credentials == .init(username: "us", password: "s3cret"))
        #expect(brokers[0].endpoint.protocolVersion == .v311)
        #expect(brokers.map(\.endpoint.clientID) == ["footfalld", "footfalld-2"])
    }

    @Test("names a database by its host, the folder of its socket, or a service")
    func postgres() throws {
        func read(_ section: String, _ environment: [String: String] = [:]) throws -> (
            PostgresSettings, [String]
        ) {
            let folder = try TestFolder([
                "footfall.yaml": "city: {name: T}\nbroker: {host: h}\nstores: {postgres: \(section)}\n",
                "secret": "s3cret\n", "ca.pem": "-",
            ])
            let (configuration, problems) = folder.read(environment)
            return (try #require(configuration?.postgres), problems.map(\.problem))
        }
        let (plain, warnings) = try read("{host: db.example.org, password_file: secret}")
        #expect(plain.server == .host("db.example.org", port: 5432) && plain.password == "s3cret")
        #expect(plain.database == "footfall" && plain.user == "footfall" && plain.schema == "footfall")
        #expect(warnings == ["the password travels in the clear"] && plain.readerRole == nil)
        #expect(!"\(plain) \(String(reflecting: plain))".contains("s3cret"))
        let (safe, none) = try read(
            "{host: db, port: 5433, database: d, user: u, tls: {ca: ca.pem}, schema: s, reader_role: bi}")
        #expect(safe.server == .host("db", port: 5433) && safe.database == "d" && safe.user == "u")
        #expect(safe.tls?.caFile.hasSuffix("/ca.pem") == true && safe.schema == "s" && none == [])
        #expect(safe.readerRole == "bi")
        let (service, _) = try read("{service: city}")
        #expect(service.server == .service("city") && service.database == nil && service.user == nil)
        let (socket, _) = try read("{host: /run/postgresql}")
        #expect(socket.server == .host("/run/postgresql", port: 5432) && socket.password == nil)
        let (named, _) = try read("", ["FOOTFALL_STORES_POSTGRES_HOST": "db2"])
        #expect(named.server == .host("db2", port: 5432))
    }
}

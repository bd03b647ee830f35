import Footfall
import Sinks
import Testing

@testable import footfalld

@Suite("A context broker in a configuration") struct ContextBrokerConfigurationTests {
    private func read(
        _ section: String, city: String = "Sint-Niklaas", _ more: [String: String] = [:]
    ) throws -> (Configuration?, [String]) {
        let files = [
            "footfall.yaml": """
            city: {name: \(city)}
            broker: {host: localhost}
            publisher:
              base_address: https://data.example.org/crowd/
              contact: {email: data@example.org}
              licence: https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0
            stores: {ngsi_ld: \(section)}
            """, "token": "s3cret\n",
        ]
        let folder = try TestFolder(files.merging(more) { $1 })
        let (configuration, problems) = folder.read()
        return (configuration, problems.map(\.description))
    }

    @Test("needs no more than its address")
    func address() throws {
        let (configuration, problems) = try read("{broker: https://broker.example.org/}")
        #expect(problems == [])
        #expect(
            configuration?.contextBroker
                == .init(
                    address: "https://broker.example.org", tenant: nil, token: nil, city: "sint-niklaas",
                    context: "https://data.example.org/crowd/ngsi-context.jsonld"))
        #expect(try read("off").0?.contextBroker == nil)
        #expect(try TestFolder([:]).read().0?.contextBroker == nil)
    }

    @Test("has a tenant, a token that stays secret, and names of its own")
    func everything() throws {
        let more = "tenant: city_1, token_file: token, city: sn, context: https://cdn.example.org/c.jsonld"
        let (configuration, problems) = try read("{broker: http://broker:1026/orion, \(more)}")
        #expect(
            configuration?.contextBroker
                == .init(
                    address: "http://broker:1026/orion", tenant: "city_1", token: "s3cret", city: "sn",
                    context: "https://cdn.example.org/c.jsonld"))
        #expect(problems.count == 1 && problems[0].contains("the token travels in the clear"))
        #expect(try read("{broker: http://localhost:1026, token_file: token}").1 == [])
    }

    @Test("asks for an id where the city's name makes none")
    func name() throws {
        let long = String(repeating: "Llan", count: 20)
        let (configuration, problems) = try read("{broker: https://broker.example.org}", city: long)
        #expect(configuration == nil && problems.first?.contains("stores.ngsi_ld.city") == true)
    }

    @Test(
        "is told where a zone is",
        arguments: [
            (#"{"type": "Point", "coordinates": [4.5, 51]}"#, [4.5, 51]),
            (
                #"{"type": "Polygon", "coordinates": [[[4, 51], [6, 51], [6, 53], [4, 53], [4, 51]]]}"#,
                [5, 52]
            ),
            (#"{"type": "MultiPolygon", "coordinates": [[[[4, 51], [6, 51], [5, 54], [4, 51]]]]}"#, [5, 52]),
            (#"{"type": "LineString", "coordinates": [[4, 51], [6, 51]]}"#, [5, 51]),
            ("null", []), (#"{"type": "Point", "coordinates": []}"#, []),
            (#"{"type": "Point", "coordinates": [4.5, 151]}"#, []),
        ])
    func location(geometry: String, expected: [Double]) throws {
        let zones = #"{"features": [{"geometry": \#(geometry), "properties": {"id": "old-market"}}]}"#
        let city = try #require(TestFolder(["zones.geojson": zones]).read().0).city
        let location = city.zones.first?.location
        #expect([location?.longitude, location?.latitude].compactMap { $0 } == expected)
    }
}

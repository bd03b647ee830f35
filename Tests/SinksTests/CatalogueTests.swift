import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

@Suite("The catalogue") struct CatalogueTests {
    private static func publisher(
        _ change: (inout PublisherDescription) -> Void = { _ in }
    ) -> PublisherDescription {
        var publisher = PublisherDescription.example
        change(&publisher)
        return publisher
    }

    private static func text(
        _ publisher: PublisherDescription, hasStream: Bool = true, hasDayFiles: Bool = true
    ) throws -> String {
        let addresses = try #require(publisher.addresses)
        let catalogue = Catalogue(
            addresses: addresses, publisher: publisher, hasStream: hasStream, hasDayFiles: hasDayFiles,
            modified: .at("09:00"))
        var writer = NQuadsWriter(addresses: addresses)
        return writer.lines([try #require(catalogue.resource)])
    }

    @Test("says what is configured, and makes nothing up")
    func contents() throws {
        let plain = try Self.text(Self.publisher())
        #expect(plain.contains("publisher> <https://data.example.org/id/publisher> .\n"))
        #expect(plain.contains("fn> \"Stad\"@nl .\n") && plain.contains("access-right/PUBLIC>"))
        #expect(plain.contains("2026-03-14T09:00:00Z"))
        for absent in ["spatial>", "homepage>", "hasURL>", "OVO"] { #expect(!plain.contains(absent)) }
        let full = try Self.text(
            Self.publisher {
                $0.identifier = "OVO002067"
                $0.homepage = "https://www.example.org"
                ($0.contactName, $0.contactPage) = ("Dienst data", "https://www.example.org/contact")
                ($0.access, $0.municipality) = (.closed, "12025")
                ($0.title, $0.description) = (.both("Drukte"), .both("Hoe druk het is"))
            })
        for told in [
            "publisher> <https://data.vlaanderen.be/id/organisatie/OVO002067> .\n", "fn> \"Dienst data\" .\n",
            "homepage> <https://www.example.org>", "hasURL> <https://www.example.org/contact>",
            "hasEmail> <mailto:data@example.org>", "access-right/NON_PUBLIC>", "refnis2019/12025>",
            "title> \"Drukte\"@nl", "description> \"Hoe druk het is\"@nl",
            "license> <https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0>",
        ] { #expect(full.contains(told), "\(told)") }
    }

    @Test("has no event stream where there is none")
    func noStream() throws {
        #expect(try Self.text(Self.publisher()).contains("/ldes/indicators>"))
        #expect(try !Self.text(Self.publisher(), hasStream: false).contains("ldes"))
        #expect(try Self.text(Self.publisher()).contains("/days/"))
        #expect(try !Self.text(Self.publisher(), hasDayFiles: false).contains("/days/"))
    }

    @Test("is Turtle unless something else is asked for, and is what its parts lead to")
    func served() async throws {
        try await TestSite.serve { site in
            let turtle = try await site.get("/catalog")
            #expect(turtle.status == 200 && turtle["Content-Type"] == "text/turtle")
            let tree = try await site.get("/catalog", headers: ["Accept": "application/ld+json"])
            #expect(tree.object["@id"] as? String == "https://data.example.org/catalog")
            #expect(try await site.get("/catalog", headers: ["Accept": "nonsense"]).status == 406)
            for name in Catalogue.names {
                #expect(turtle.text.contains("<https://data.example.org/id/\(name)> a "), "\(name)")
                #expect(try await site.get("/id/" + name).body == turtle.body)
            }
        }
    }

    @Test("is not there before all is configured that it needs, and says what")
    func missing() async throws {
        let publisher = Self.publisher { ($0.email, $0.licence) = (nil, nil) }
        try await TestSite.serve(publisher: publisher) { site in
            let answer = try await site.get("/catalog")
            #expect(answer.status == 404 && answer["Content-Type"] == "application/problem+json")
            #expect(answer.text.contains("publisher.contact and publisher.licence"))
        }
    }
}

@Suite("Lineage") struct LineageTests {
    static let path = "/id/activity/barometer/old-market/20260314T141500Z-PT15M"

    @Test("tells of each version with what it was made, and of a retraction nothing")
    func versions() async throws {
        try await TestSite.serve { site in
            try site.stream.begin(configuration: [1], release: "0.1.0", at: .at("14:00"))
            try site.stream.begin(configuration: [1], release: "0.1.0", at: .at("14:10"))
            let first = Publication.sample(1)
            try await site.publish(first)
            try site.stream.begin(configuration: [2], release: "0.2.0", at: .at("14:15:02"))
            let second = Publication(
                sequence: 2, created: .at("15:00"), version: 2, content: first.content)
            try await site.publish(second, .retraction(3, version: 3, of: first.subject))
            let digests = [
                "sha256-4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
                "sha256-dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986",
            ]
            for (version, release) in [(1, "0.1.0"), (2, "0.2.0")] {
                let told = try await site.get("\(Self.path)/v\(version)", headers: ["Accept": "text/turtle"])
                #expect(told.status == 200 && told.text.contains("dcterms:hasVersion \"\(release)\""))
                #expect(told.text.contains("/id/config/\(digests[version - 1])>"))
                #expect(told.text.contains("/id/procedure/barometer/1.0.0> a prov:Plan"))
                #expect(try await site.get("/id/config/" + digests[version - 1]).status == 200)
            }
            for missing in ["/v3", "/v4", "/v01", "/v0", ""] {
                #expect(try await site.get(Self.path + missing).status == 404, "\(missing)")
            }
            #expect(try await site.get("/id/config/sha256-00").status == 404)
            #expect(try await site.get("/id/dataset/passages").text.contains("prov:Collection"))
        }
    }

    @Test("leads from an observation to the activity that made it")
    func observation() async throws {
        try await TestSite.serve { site in
            try site.stream.begin(configuration: [], release: "0.1.0", at: .at("07:00"))
            try await site.publish(.sample(1), .impact(2))
            let reading = try await site.get("/id/observation/barometer/old-market/20260314T141500Z-PT15M")
            let made = try #require(reading.object["generatedBy"] as? String)
            #expect(made == "https://data.example.org\(Self.path)/v1")
            let impact = try await site.get(
                "/id/observation/event-impact/zaterdagmarkt-20260314/old-market",
                headers: ["Accept": "application/n-quads"])
            #expect(
                impact.text.contains(
                    "wasDerivedFrom> <https://data.example.org/id/event/zaterdagmarkt-20260314>"))
            let activity = try await site.get(
                "/id/activity/event-impact/zaterdagmarkt-20260314/old-market/v1")
            #expect(activity.status == 200 && activity.text.contains("event-impact/1.0.0"))
        }
    }
}

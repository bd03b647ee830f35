import Barometer
import Foundation
import Sinks
import TestKit
import Testing

/// The OpenAPI document is written by hand; this is what keeps it true.
@Suite("The document of the site") struct SiteContractTests {
    @Test("has every path that is answered, and no other")
    func paths() async throws {
        try await TestSite.serve { site in
            let text = try await site.get("/openapi.yaml").text
            let promised = text.matches(of: #/\n  (/\S*):\n    get:/#).map { String($0.1) }
            #expect(site.paths.subtracting(promised).sorted() == [], "not in openapi.yaml")
            #expect(Set(promised).subtracting(site.paths).sorted() == [], "nobody answers there")
        }
    }

    @Test("says what is answered, whatever was published")
    func answers() async throws {
        let zones = (0..<40).map { "zone-\($0)" }
        try await TestSite.serve(zones: zones + ["old-market"]) { site in
            let chance = Array(PublicationsByChance(seed: 7).prefix(1_500))
            let publications = chance.enumerated().map { index, publication in
                Publication(
                    sequence: index + 1, created: .at("14:00"), version: publication.version,
                    content: publication.content)
            }
            try await site.store.write(publications)
            try site.stream.begin(configuration: [1], release: "0.1.0", at: .at("00:00"))
            let gone = Publication.sample(1_504, .sample("zone-2"))
            try await site.publish(
                .impact(1_501), .sample(1_502), .sample(1_503, version: 2), gone,
                .retraction(1_505, version: 2, of: gone.subject), .summary(1_506, .detail(.sample())),
                .summary(1_507, .series(.sample())), .summary(1_508, .series(.sample("gone"))),
                .retraction(1_509, version: 2, of: .series(EventSeriesID("gone"))))
            try await site.feed.tell([.outlook(.sample()), .outlook(.withheld("zone-1", reasons: [.noData]))])
            try await Folder.use { folder in
                let verdict = try await Judge.Sitting(
                    "http_contract.py",
                    [
                        site.address, folder, "zone=old-market,zone-1", "event=zaterdagmarkt-20260314",
                        "series=zaterdagmarkt",
                        "from=1971-01-01T00:00:00Z", "to=2100-01-01T00:00:00Z", "day=2026-03-14", "page=1",
                        "path=zone/old-market", "scheme=deviation", "code=busier", "name=barometer",
                        "subject=old-market", "place=20260314T141500Z-PT15M", "version=v1,v2,1.0.0",
                        "unseen=410,/days:404,/catalog:404",
                        "file=2026-03-14.csv,2026-03-14.csv-metadata.json,datapackage.json",
                        "digest=sha256-4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
                        "/doc/observation/barometer/zone-2/20260314T141500Z-PT15M=410",
                    ]
                ).verdict()
                #expect(verdict.code == 0, "\(verdict.text)")
            }
        }
    }
}

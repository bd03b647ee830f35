import Barometer
import Footfall
import Testing

@testable import footfalld

@Suite("A sensor that replaces another") struct ReplacementTests {
    private static let zones = #"""
        {"features": [{"properties": {"id": "old-market"}}, {"properties": {"id": "station"}}]}
        """#

    private static func read(_ rows: String) throws -> (Configuration?, [Problem]) {
        try TestFolder([
            "zones.geojson": zones, "sensors.csv": "sensor,zone,from,to,replaces\ns,station,,,\n" + rows,
        ]).read()
    }

    @Test("is read, in a chain too, and by the same device set anew")
    func read() throws {
        let (configuration, problems) = try Self.read(
            """
            a,old-market,,2026-03-01,
            b,old-market,2026-02-15,2027-01-01,a
            c,old-market,2027-01-01,2028-01-01,b
            c,old-market,2028-01-01,,c
            """)
        #expect(problems == [])
        #expect(
            configuration?.plan.sensors.map(\.replaces) == [nil, nil] + ["a", "b", "c"].map { SensorID($0) })
    }

    @Test(
        "is told what does not fit",
        arguments: [
            (
                "a,old-market,,,\nb,old-market,2026-03-01,,aa",
                "4:26: replaces: there is no sensor 'aa'. Perhaps a was"
            ),
            (
                "b,old-market,2026-03-01,,s",
                "3:26: replaces: s does not stand in old-market. A sensor takes over the history of its own zone"
            ),
            (
                "a,old-market,,,\nb,old-market,,,a",
                "4:1: from: nobody says since when it stands in the place of a"
            ),
            (
                "a,old-market,2026-03-01,,b\nb,old-market,2026-04-01,,a",
                "3:26: replaces: b does not begin before it. Correct from, or which of them replaces the other."
            ), ("a,old-market,2026-03-01,,a", "3:26: replaces: a does not begin before it"),
            (
                "a,old-market,,,\nb,old-market,2026-03-01,,a\nc,old-market,2026-03-01,,a",
                "5:26: replaces: another sensor replaces a already"
            ),
            (
                "a,old-market,,2026-05-01,\nb,old-market,2026-03-01,2026-04-01,a",
                "4:25: to: it ends before a does, so it never takes over"
            ),
        ])
    func mistakes(rows: String, told: String) throws {
        let problems = try Self.read(rows).1.map(\.description)
        #expect(problems.contains { $0.hasPrefix("sensors.csv:" + told) }, "\(problems)")
    }
}

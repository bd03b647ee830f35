import CrowdSimulator
import Foundation
import Testing

@Suite("A recorded series") struct SeriesTests {
    private static let small = """
        time,a,b
        2014-04-06T01:00+11:00,10,
        2014-04-06T02:00+11:00,,7
        2014-04-06T03:00+10:00,0,12
        """

    @Test("says each cell as the sensor would have, and nothing for an empty one")
    func cells() throws {
        let series = try RecordedSeries(parsing: Self.small, file: "small.csv")
        let messages = series.steps(city: "town").messages
        #expect(series.seconds == 3600)
        #expect(
            messages.map(\.payload) == [
                #"{"start":"2014-04-06T01:00:00+11:00","duration_s":3600,"count":10}"#,
                #"{"start":"2014-04-06T02:00:00+11:00","duration_s":3600,"count":7}"#,
                #"{"start":"2014-04-06T03:00:00+10:00","duration_s":3600,"count":0}"#,
                #"{"start":"2014-04-06T03:00:00+10:00","duration_s":3600,"count":12}"#,
            ])
        #expect(messages.map(\.topic).first == "recorded/town/a")
        #expect(messages.allSatisfy { $0.sent > $0.start.later(seconds: 3600) })
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.sent < $1.sent })
    }

    @Test("of Melbourne is told whole: each number once, at its time")
    func melbourne() throws {
        let file = try text("Simulators/data/melbourne-2014.csv.gz")
        let series = try RecordedSeries(parsing: file, file: "melbourne-2014.csv.gz")
        let rows = file.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        let observations = series.steps(city: "melbourne").messages.flatMap(\.observations)
        #expect(observations.count == 1848 * 13)
        #expect(observations.map(\.count).reduce(0, +) == rows.joined().compactMap { Int($0) }.reduce(0, +))
        let morning = observations.first {
            $0.sensor == "m05" && $0.time == Moment("2014-04-25T06:00+10:00")
        }
        let row = try #require(rows.first { $0[0] == "2014-04-25T06:00+10:00" })
        let column = try #require(series.sensors.firstIndex(of: "m05"))
        #expect(morning?.count == Int(row[column + 1]))
    }

    @Test("of the demonstration has each sensor in a zone on the map, and two or more in each zone")
    func demonstration() throws {
        let file = try text("Simulators/data/melbourne-2014.csv.gz")
        let series = try RecordedSeries(parsing: file, file: "melbourne-2014.csv.gz")
        let rows = try text("Config/demo/sensors.csv").split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        #expect(rows.map { $0[0] }.sorted() == series.sensors.sorted())
        #expect(rows.allSatisfy { $0.count == 9 })
        let sensorsOfZone = Dictionary(grouping: rows) { $0[1] }
        #expect(sensorsOfZone.values.allSatisfy { $0.count >= 2 })
        let map =
            try JSONSerialization.jsonObject(with: Data(text("Config/demo/zones.geojson").utf8))
            as? [String: Any]
        let features = try #require(map?["features"] as? [[String: Any]])
        let zones = features.compactMap { ($0["properties"] as? [String: Any])?["id"] as? String }
        #expect(Set(zones) == Set(sensorsOfZone.keys))
    }

    @Test(
        "says which line it cannot read",
        arguments: [
            ("a,b\n", "s.csv:1: expected a header 'time,' and the names of sensors, found 'a,b'"),
            ("time,a\n2014-04-06T01:00+11:00,x\n", "s.csv:2: expected a whole number or nothing, found 'x'"),
            (
                "time,a\n2014-04-06T01:00+11:00,-1\n",
                "s.csv:2: expected a whole number or nothing, found '-1'"
            ),
            (
                "time,a\n2014-04-06T01:00,1\n",
                "s.csv:2: expected a time with its offset such as 2014-05-05T08:00+10:00, "
                    + "found '2014-04-06T01:00'"
            ),
            (
                "time,a\n2014-04-06T01:00Z,1\n2014-04-06T01:00Z,1\n",
                "s.csv:3: expected a later time than in the row before, found '2014-04-06T01:00:00Z'"
            ),
            ("time,a\n2014-04-06T01:00Z,1,2\n", "s.csv:2: expected 1 counts, empty ones included, found '2'"),
        ])
    func mistakes(text: String, message: String) {
        let error = #expect(throws: InputError.self) { try RecordedSeries(parsing: text, file: "s.csv") }
        #expect(error?.description == message)
    }

    @Test("comes out of a packed file as it went in")
    func packed() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString).csv.gz").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let output = try TextOutput(path: path)
        for line in Self.small.split(separator: "\n") { try output.write(line: String(line)) }
        try output.close()
        #expect(try CompressedText.read(path) == Self.small + "\n")
    }
}

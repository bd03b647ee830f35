import Barometer
import Footfall
import Foundation
import Testing

@testable import footfalld

@Suite("A mapping that we ship") struct ShippedMappingsTests {
    static let folder = ConfigurationTests.house.appending(path: "Config/mappings")
    static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path()))?
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

    @Test("is there") func some() throws {
        let names = try #require(Self.names)
        #expect(names.count >= 26)
    }

    @Test("makes of its samples what they expect", arguments: names ?? [])
    func samples(name: String) throws {
        let file = Self.folder.appending(path: name).path()
        let (compiled, problems) = MappingFile.read("\(file).yaml", environment: [:])
        #expect(problems.map { "\($0)" } == [])
        let mapping = try #require(compiled)
        #expect(mapping.name == name)
        var test = MappingTest(mapping)
        let lines = try TextLines(path: "\(file).jsonl")
        while let line = lines.next() {
            let sample = try SampleMessage(line, line: lines.lineNumber)
            // Else it would depend on the day.
            #expect(sample.received != nil, "\(sample.id) does not say when it came in")
            test.check(sample, fallback: try #require(EventTime("2026-03-14T10:00:00Z")))
        }
        #expect(test.differences == [])
        #expect(test.messages > 0 && test.records > 0)
    }
}

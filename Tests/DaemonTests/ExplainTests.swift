import Barometer
import Foundation
import TestKit
import Testing

@testable import Footfall
@testable import footfalld

@Suite("Explaining the shipped mappings") struct ExplainTests {
    @Test("gives the records that reading gives, for every sample")
    func same() throws {
        let folder = DraftTests.folder
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".yaml")
        }
        #expect(!files.isEmpty)
        let mappings = files.compactMap { MappingFile.read("\(folder)/\($0)", environment: [:]).0 }
        for path in DraftTests.samples {
            let lines = try TextLines(path: path)
            while let line = lines.next() {
                if line.isEmpty { continue }
                let sample = try SampleMessage(line, line: lines.lineNumber)
                let received = sample.received ?? EventTime(milliseconds: 0)
                for mapping in mappings {
                    var trial = MappingTrial(mapping)
                    let read = trial.read(
                        sample.envelope, topic: sample.topic, payload: sample.payload, received: received)
                    let explained = MappingExplanation(
                        mapping, sample.envelope, topic: sample.topic, payload: sample.payload,
                        received: received)
                    #expect("\(explained.outcome)" == "\(read)", "\(sample.id)")
                }
            }
        }
    }
}

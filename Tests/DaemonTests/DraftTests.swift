import Barometer
import Foundation
import TestKit
import Testing

@testable import Footfall
@testable import footfalld

/// How good the guesses are: on the samples of each shipped mapping, and of any folder that DRAFT_SAMPLES names.
///
/// A message is guessed right if it gives records, and each of them agrees with an expected one in sensor, time and
/// count: parts of the name between '/' in any order, each as expected or with more or less in front; the start or the
/// end of the interval within a second; the count within 1e-6. A format is right if half of its messages are.
@Suite("A draft") struct DraftTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Config/mappings").path

    static let samples: [String] = {
        let folders = [folder] + [ProcessInfo.processInfo.environment["DRAFT_SAMPLES"]].compactMap(\.self)
        return folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
        }
    }()

    private func messages(_ path: String) throws -> [SampleMessage] {
        let lines = try TextLines(path: path)
        var messages: [SampleMessage] = []
        while let line = lines.next() {
            if !line.isEmpty { messages.append(try SampleMessage(line, line: lines.lineNumber)) }
        }
        return messages
    }

    @Test("compiles, and its score per format is printed", arguments: samples)
    func score(path: String) throws {
        let messages = try messages(path)
        let draft = Draft(messages, name: "draft")
        #expect(draft.isGood, "\(draft.text)")
        var trial = MappingTrial(try #require(Draft.mapping(draft.text)))
        var (right, all) = (0, 0)
        for message in messages {
            guard let expected = message.expected.records, !expected.isEmpty else { continue }
            all += 1
            let outcome = trial.read(
                message.envelope, topic: message.topic, payload: message.payload,
                received: message.received ?? EventTime(milliseconds: 0))
            guard case .records(let lines) = outcome, !lines.isEmpty else { continue }
            if lines.allSatisfy({ line in expected.contains { agrees(line, $0) } }) { right += 1 }
        }
        print(
            "draft: \(right * 2 >= all ? "right" : "wrong") \(right) of \(all): \((path as NSString).lastPathComponent)"
        )
    }

    private func agrees(_ line: MappingTrial.Line, _ expected: [String: Any]) -> Bool {
        guard let sensor = expected["sensor"] as? String, let count = expected["count"] as? Double,
            let start = (expected["time"] as? String).flatMap({ EventTime($0) })
        else { return false }
        let ends = [start, start + .seconds(expected["duration_s"] as? Int ?? 0)]
        let times = [line.start, line.start + .seconds(line.seconds)]
        return agrees(line.sensor, sensor) && abs(line.count - count) <= 1e-6
            && times.contains { time in ends.contains { abs($0.milliseconds - time.milliseconds) <= 1000 } }
    }

    private func agrees(_ name: String, _ expected: String) -> Bool {
        var parts = expected.lowercased().components(separatedBy: "/")
        for part in name.lowercased().components(separatedBy: "/") {
            guard let index = parts.firstIndex(where: { $0.hasSuffix(part) || part.hasSuffix($0) }) else {
                return false
            }
            parts.remove(at: index)
        }
        return parts.isEmpty
    }

    private func sample(_ topic: String, _ payload: String) -> SampleMessage {
        SampleMessage(
            topic: Array(topic.utf8), payload: Array(payload.utf8), envelope: Envelope(),
            received: EventTime("2026-03-14T09:15:05Z") ?? EventTime(milliseconds: 0))
    }

    @Test(
        "finds ways in four languages",
        arguments: [
            ("entree", "sortie"), ("ein", "aus"), ("binnen", "buiten"), ("ingress", "egress"),
            ("people_in", "people_out"),
        ])
    func ways(into: String, out: String) throws {
        try expectBoth("{\"sensor\":\"a1\",\"ts\":1773479700,\"\(into)\":3,\"\(out)\":2}")
    }

    @Test(
        "reads names with their values",
        arguments: ["sensor=a1;ts=1773479700;in=3;out=2", "sensor:a1, ts:1773479700, in: 3, out: 2"])
    func assignments(payload: String) throws { try expectBoth(payload) }

    /// Expects 3 in and 2 out of sensor a1.
    private func expectBoth(_ payload: String) throws {
        let draft = Draft([sample("x/a1", payload)], name: "x")
        var trial = MappingTrial(try #require(Draft.mapping(draft.text)))
        let message = sample("x/a1", payload)
        let outcome = trial.read(
            message.envelope, topic: message.topic, payload: message.payload,
            received: EventTime(milliseconds: 0))
        guard case .records(let lines) = outcome else { return #expect(Bool(false), "\(draft.text)") }
        #expect(
            Set(lines.map { "\($0.sensor) \($0.direction.name) \($0.count)" }) == ["a1 in 3.0", "a1 out 2.0"])
    }

    @Test("says so when the bytes need a manual")
    func binary() {
        let draft = Draft(
            [
                sample(
                    "n/d7/up",
                    "{\"devEui\":\"70b3d57ed005\",\"time\":\"2026-03-14T09:15:00Z\",\"data\":\"AAECAwQF\"}")
            ], name: "x")
        #expect(draft.isGood)
        #expect(draft.text.contains("TODO"))
        #expect(!draft.doubts.isEmpty)
    }

    @Test("gives nothing for messages without a number of people")
    func nothing() {
        #expect(!Draft([sample("a/b", "{\"battery\":87,\"rssi\":-60}")], name: "x").isGood)
    }
}

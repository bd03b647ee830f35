import Barometer
import Footfall
import Foundation

/// Compares what a mapping makes of sample messages with what is expected of it.
struct MappingTest {
    private var trial: MappingTrial
    private(set) var messages = 0
    private(set) var records = 0
    private(set) var differences: [String] = []

    init(_ mapping: Mapping) { trial = MappingTrial(mapping) }

    /// - Parameter fallback: the time of receipt of a message that has none.
    mutating func check(_ sample: SampleMessage, fallback: EventTime) {
        messages += 1
        let received = sample.received ?? fallback
        let alone = trial.read(
            sample.envelope, topic: sample.topic, payload: sample.payload, received: received)
        let passed = trial.pass(
            sample.envelope, topic: sample.topic, payload: sample.payload, received: received)
        if case .records(let lines) = alone { records += lines.count }
        if let error = sample.expected.error {
            compare(sample.id, alone, error: error)
        } else {
            if let expected = sample.expected.records { compare(sample.id, alone, expected, "") }
            if let expected = sample.expected.passed {
                compare(sample.id, passed, expected, " behind dedup and counters")
            }
        }
    }

    private mutating func compare(_ id: String, _ outcome: MappingTrial.Outcome, error: String) {
        switch outcome {
        case .refused(let code, let detail):
            if code.rawValue != error {
                differences.append("\(id): expected the refusal \(error), got \(code.rawValue): \(detail)")
            }
        case .records(let lines):
            differences.append(
                "\(id): expected the refusal \(error), got \(lines.count) records"
                    + lines.map { "\n    + \(RecordText.plain($0))" }.joined())
        }
    }

    private mutating func compare(
        _ id: String, _ outcome: MappingTrial.Outcome, _ expected: [[String: Any]], _ stage: String
    ) {
        switch outcome {
        case .refused(let code, let detail):
            differences.append(
                "\(id): expected \(expected.count) records\(stage), got the refusal \(code.rawValue): \(detail)"
            )
        case .records(var lines):
            var missing: [Expectation] = []
            for expectation in expected.map(Expectation.init) {
                if let index = lines.firstIndex(where: { expectation.fits($0) }) {
                    lines.remove(at: index)
                } else {
                    missing.append(expectation)
                }
            }
            guard !missing.isEmpty || !lines.isEmpty else { return }
            differences.append(
                "\(id): expected other records\(stage)" + missing.map { "\n    - \($0)" }.joined()
                    + lines.map { "\n    + \(RecordText.plain($0))" }.joined())
        }
    }
}

/// A record as a sample expects it.
private struct Expectation: CustomStringConvertible {
    let sensor: String?
    let time: EventTime?
    let seconds: Int?
    let direction: String?
    let count: Double?
    let kind: String?
    let flags: Set<String>

    init(_ object: [String: Any]) {
        sensor = object["sensor"] as? String
        time = (object["time"] as? String).flatMap { EventTime($0) }
        seconds = object["duration_s"] as? Int
        direction = object["direction"] as? String
        count = object["count"] as? Double
        kind = object["kind"] as? String
        flags = Set(object["flags"] as? [String] ?? [])
    }

    func fits(_ line: MappingTrial.Line) -> Bool {
        guard let time, let count else { return false }
        return line.sensor == sensor && abs(line.start.milliseconds - time.milliseconds) <= 1000
            && line.seconds == seconds && line.direction.name == direction && line.kind.name == kind
            && abs(line.count - count) <= 1e-6 && Set(line.flags.names) == flags
    }

    var description: String {
        let words = flags.isEmpty ? "" : " (\(flags.sorted().joined(separator: ", ")))"
        return "\(sensor ?? "?") \(time.map { "\($0)" } ?? "?") \(seconds.map { "\($0)" } ?? "?") s, "
            + "\(direction ?? "?") \(count.map { RecordText.number($0) } ?? "?") \(kind ?? "?")\(words)"
    }
}

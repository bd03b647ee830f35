import Barometer
import Footfall
import Foundation
import Mosquitto
import Synchronization

/// What comes by on a broker: topics of one shape, how often, and some of their messages.
final class Discovery: Sendable {
    /// Messages that are kept of each shape.
    static let kept = 200
    /// Shapes that are told apart; what comes after them is only counted.
    static let shapes = 500
    /// Bytes of all kept payloads.
    static let bytes = 64 << 20

    struct Shape {
        var topics: Set<String> = []
        var messages = 0
        var kept: [SampleMessage] = []
    }

    struct Findings {
        var shapes: [String: Shape] = [:]
        var others = 0
        var bytes = 0
        var trouble: String?
        var isGranted = false
    }

    private let findings = Mutex(Findings())

    var result: Findings { findings.withLock { $0 } }

    func take(_ batch: borrowing Batch, received: EventTime) {
        findings.withLock { findings in
            for record in batch.records where record.oversizedBytes == nil {
                let topic = Array(batch.bytes[record.topic])
                let payload = Array(batch.bytes[record.payload])
                let user = batch.userProperties[record.userProperties].map {
                    Envelope.Property(name: Array(batch.bytes[$0.name]), value: Array(batch.bytes[$0.value]))
                }
                let envelope = Envelope(
                    isRetained: record.retained,
                    contentType: record.contentType.map { Array(batch.bytes[$0]) } ?? [], user: user)
                findings.add(
                    SampleMessage(topic: topic, payload: payload, envelope: envelope, received: received))
            }
        }
    }

    func hear(_ event: Subscriber.Event) {
        findings.withLock { findings in
            switch event {
            case .granted: (findings.isGranted, findings.trouble) = (true, nil)
            case .refused(let filter, let why): findings.trouble = "\(filter): \(why)"
            case .rejected(let why), .lost(let why), .commitFailed(let why): findings.trouble = why
            case .connected, .sessionLost, .oversized, .waiting: break
            }
        }
    }
}

extension Discovery.Findings {
    mutating func add(_ message: SampleMessage) {
        let topic = String(decoding: message.topic, as: UTF8.self)
        let key = Self.shape(of: topic)
        guard shapes[key] != nil || shapes.count < Discovery.shapes else {
            others += 1
            return
        }
        shapes[key, default: .init()].messages += 1
        if shapes[key]?.topics.count ?? 0 < Discovery.kept { shapes[key]?.topics.insert(topic) }
        guard shapes[key]?.kept.count ?? 0 < Discovery.kept, bytes + message.payload.count <= Discovery.bytes
        else {
            return
        }
        bytes += message.payload.count
        shapes[key]?.kept.append(message)
    }

    /// Levels that name one of many become `+`: those with digits, except versions.
    static func shape(of topic: String) -> String {
        topic.components(separatedBy: "/").map { level in
            let isVersion = level.wholeMatch(of: /v?[0-9]+(\.[0-9]+)*/) != nil && level.count < 5
            return level.contains(where: \.isNumber) && !isVersion ? "+" : level
        }.joined(separator: "/")
    }
}

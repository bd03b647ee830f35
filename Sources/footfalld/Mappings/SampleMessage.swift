import Barometer
import Footfall
import Foundation

/// One line of a file of sample messages: a message of the broker, and what is expected of it.
///
/// `{"id", "topic", "payload", "encoding": "utf8" | "base64", "received_at", "retain", "properties"}`, and for tests
/// `expect`, `expect_pipeline` or `expect_error`. Members that are not known are passed over.
struct SampleMessage {
    let id: String
    let topic: [UInt8]
    let payload: [UInt8]
    let envelope: Envelope
    /// `nil`: the line does not say it.
    let received: EventTime?
    let expected: Expected

    struct Expected {
        /// Records of the mapping alone; `nil`: nothing is said.
        let records: [[String: Any]]?
        /// Records behind dedup and counters; `nil`: nothing is said.
        let passed: [[String: Any]]?
        let error: String?
    }

    /// Why a line is no message.
    struct Mistake: Error { let what: String }

    /// A message as it came in, of which nothing is expected.
    init(topic: [UInt8], payload: [UInt8], envelope: Envelope, received: EventTime) {
        id = ""
        (self.topic, self.payload, self.envelope, self.received) = (topic, payload, envelope, received)
        expected = Expected(records: nil, passed: nil, error: nil)
    }

    /// - Parameter line: where it stands in its file, from 1; its id if it has none.
    init(_ text: [UInt8], line: Int) throws(Mistake) {
        let object: [String: Any]
        do {
            guard let read = try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any] else {
                throw Mistake(what: "expected a JSON object with topic and payload")
            }
            object = read
        } catch let mistake as Mistake {
            throw mistake
        } catch {
            throw Mistake(what: "not JSON; write one message a line, such as {\"topic\":…,\"payload\":…}")
        }
        id = object["id"].map { "\($0)" } ?? "\(line)"
        guard let topic = object["topic"] as? String else { throw Mistake(what: "'topic' is missing") }
        self.topic = Array(topic.utf8)
        payload = try Self.payload(object)
        envelope = Self.envelope(object)
        received = try (object["received_at"] as? String).map { text throws(Mistake) in
            guard let time = EventTime(text) else { throw Mistake(what: "'received_at' is no RFC 3339 time") }
            return time
        }
        let records = object["expect"] as? [[String: Any]]
        expected = Expected(
            records: records, passed: object["expect_pipeline"] as? [[String: Any]] ?? records,
            error: object["expect_error"] as? String)
    }

    private static func payload(_ object: [String: Any]) throws(Mistake) -> [UInt8] {
        switch object["payload"] {
        case let text as String where object["encoding"] as? String == "base64":
            guard let data = Data(base64Encoded: text) else { throw Mistake(what: "'payload' is not base64") }
            return Array(data)
        case let text as String: return Array(text.utf8)
        case let other?:
            let data = try? JSONSerialization.data(
                withJSONObject: other, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
            return data.map { Array($0) } ?? []
        case nil: throw Mistake(what: "'payload' is missing")
        }
    }

    private static func envelope(_ object: [String: Any]) -> Envelope {
        let properties = object["properties"] as? [String: Any]
        let user = properties?["user"] as? [[String]] ?? []
        return Envelope(
            isRetained: object["retain"] as? Bool ?? false,
            contentType: Array((properties?["content_type"] as? String ?? "").utf8),
            user: user.filter { $0.count == 2 }.map {
                Envelope.Property(name: Array($0[0].utf8), value: Array($0[1].utf8))
            })
    }
}

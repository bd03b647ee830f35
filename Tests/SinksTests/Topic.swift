import Barometer
import Foundation
import Sinks
import TestKit

/// A retained message as mosquitto's own subscriber tells it, apart from the code under test.
struct Topic: Decodable {
    let topic: String
    let qos: Int
    let retain: Int
    let payload: String
    let properties: Properties?

    struct Properties: Decodable {
        let contentType: String?
        let expiry: Int?
        let format: Int?

        enum CodingKeys: String, CodingKey {
            case contentType = "content-type"
            case expiry = "message-expiry-interval"
            case format = "payload-format-indicator"
        }
    }

    struct Envelope: Decodable {
        let id: String
        let time: EventTime
        let data: Indicator
    }

    /// All that a broker keeps; waits half a second for the last one.
    static func retained(port: Int, filter: String = "barometer/#") async throws -> [Topic] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/mosquitto_sub")
        process.arguments = [
            "-V", "mqttv5", "-p", "\(port)", "-t", filter, "-q", "1", "-W", "1", "-F", "%j",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes: Data = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let bytes = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: bytes)
            }
        }
        return try bytes.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Topic.self, from: Data($0))
        }
    }

    /// The readings among them, by zone.
    static func readings(port: Int) async throws -> [Publication] {
        try await retained(port: port, filter: "barometer/v1/zone/+/reading").map { topic in
            let event = try JSONDecoder().decode(Envelope.self, from: Data(topic.payload.utf8))
            return Publication(
                sequence: Int(event.id) ?? 0, created: event.time, version: event.data.version,
                reading: event.data.reading)
        }.sorted { $0.reading.zone < $1.reading.zone }
    }
}

extension EventOrigin {
    static let example = EventOrigin(
        baseAddress: "https://data.example.org/", typePrefix: "org.example.footfall")
}

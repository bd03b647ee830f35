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

    /// All that a broker keeps under a filter.
    ///
    /// A broker answers filters in their order, so that the end mark comes after everything that was asked for.
    static func retained(port: Int, filter: String = "barometer/#") async throws -> [Topic] {
        let connection = ["-V", "mqttv5", "-p", "\(port)", "-q", "1"]
        _ = try await lines(
            of: "mosquitto_pub", connection + ["-r", "-t", "end-mark", "-m", "end"], upTo: nil)
        let lines = try await lines(
            of: "mosquitto_sub", connection + ["-t", filter, "-t", "end-mark", "-F", "%j"],
            upTo: "\"topic\":\"end-mark\"")
        return try lines.map { try JSONDecoder().decode(Topic.self, from: Data($0.utf8)) }
    }

    /// What a program writes before a line that has `mark` in it, or all it writes.
    private static func lines(
        of program: String, _ arguments: [String], upTo mark: String?
    ) async throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/" + program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.runOpenToSignals()
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while mark.map({ !text.contains($0) }) ?? true {
                    let bytes = output.fileHandleForReading.availableData
                    if bytes.isEmpty { break }
                    text += String(decoding: bytes, as: UTF8.self)
                }
                if mark != nil { process.terminate() }
                process.waitUntilExit()
                let lines = text.split(separator: "\n").map(String.init)
                continuation.resume(
                    returning: Array(lines.prefix { line in mark.map { !line.contains($0) } ?? true }))
            }
        }
    }

    /// The readings among them, by zone.
    static func readings(port: Int) async throws -> [Publication] {
        try await retained(port: port, filter: "barometer/v1/zone/+/reading").map { topic in
            let event = try JSONDecoder().decode(Envelope.self, from: Data(topic.payload.utf8))
            return Publication(
                sequence: Int(event.id) ?? 0, created: event.time, version: event.data.version,
                content: event.data.content)
        }.sorted { ($0.subject.zone?.name ?? "") < ($1.subject.zone?.name ?? "") }
    }
}

extension Indicator {
    var content: Publication.Content {
        switch value {
        case .reading(let reading): .reading(reading)
        case .impact(let impact): .impact(impact)
        }
    }
}

extension EventOrigin {
    static let example = EventOrigin(
        baseAddress: "https://data.example.org/", typePrefix: "org.example.footfall")
}

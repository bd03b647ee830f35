import Barometer
import Foundation
import Logging
import Sinks
import TestKit

/// The tables of a server, read back by another program.
enum PostgresRows {
    /// First windows by their end, zone and start, then events by name and zone.
    static func publications(
        _ server: PostgresServer, schema: String = "footfall"
    ) async throws -> [Publication] {
        let readings = try await rows(
            server, "\"\(schema)\".readings", order: "window_end, zone COLLATE \"C\", window_start")
        let impacts = try await rows(
            server, "\"\(schema)\".impacts", order: "event COLLATE \"C\", zone COLLATE \"C\"")
        return try readings.map { try $0.reading } + impacts.map { try $0.impact }
    }

    private static func rows(_ server: PostgresServer, _ table: String, order: String) async throws -> [Row] {
        let times = ["window_start", "window_end", "created"].map {
            "'\($0)', (extract(epoch FROM \($0)) * 1000)::bigint"
        }
        let text = try await server.query(
            """
            SELECT to_jsonb(own) || jsonb_build_object(\(times.joined(separator: ", ")), 'until',
                (extract(epoch FROM (to_jsonb(own)->>'valid_until')::timestamptz) * 1000)::bigint)
            FROM \(table) AS own ORDER BY \(order)
            """)
        return try text.split(separator: "\n").map {
            try JSONDecoder().decode(Row.self, from: Data($0.utf8))
        }
    }

    struct Missing: Error {}

    private struct Row: Decodable {
        let event: String?
        let zone, status: String
        let created: Int64
        let window_start, window_end, until: Int64?
        let value, busyness, level, lower, upper: Int?
        let deviation: Deviation?
        let confidence: Confidence?
        let completeness, score, placebo: Double?
        let `class`: Impact.Size?
        let grade: Impact.Grade?
        let reasons: [Reason]?
        let method: String?
        let version, sequence: Int

        private var isRetracted: Bool { status == "retracted" }

        private var window: Window {
            get throws {
                guard let window_start, let window_end else { throw Missing() }
                return Window(
                    from: EventTime(milliseconds: window_start), to: EventTime(milliseconds: window_end))
            }
        }

        private func publication(_ content: Publication.Content) throws -> Publication {
            let isEmpty = value == nil && completeness == nil && method == nil && reasons == nil
            guard isEmpty == isRetracted else { throw Missing() }
            return Publication(
                sequence: sequence, created: EventTime(milliseconds: created), version: version,
                content: content)
        }

        var reading: Publication {
            get throws {
                let window = try window
                if isRetracted { return try publication(.retraction(.window(ZoneID(zone), window))) }
                guard let completeness, let until, method == Reading.method else { throw Missing() }
                return try publication(
                    .reading(
                        Reading(
                            zone: ZoneID(zone), window: window, content: readingContent,
                            completeness: Share(completeness), reasons: reasons ?? [],
                            validUntil: EventTime(milliseconds: until))))
            }
        }

        private var readingContent: Reading.Content {
            guard status != "withheld", let value, let deviation, let confidence else { return .withheld }
            let peak = busyness.flatMap { busyness in
                level.flatMap(Level.init).map {
                    Reading.PeakShare(busyness: Busyness(ratio: Double(busyness) / 100), level: $0)
                }
            }
            let measurement = Reading.Measurement(
                index: Index(ratio: Double(value) / 100), deviation: deviation, peak: peak,
                confidence: confidence)
            return status == "final" ? .final(measurement) : .provisional(measurement)
        }

        var impact: Publication {
            get throws {
                guard let event else { throw Missing() }
                if isRetracted { return try publication(.retraction(.event(EventID(event), ZoneID(zone)))) }
                guard let completeness, method == Impact.method else { throw Missing() }
                return try publication(
                    .impact(
                        Impact(
                            event: EventID(event), zone: ZoneID(zone), window: try window,
                            content: impactContent, completeness: Share(completeness), reasons: reasons ?? [])
                    ))
            }
        }

        private var impactContent: Impact.Content {
            guard let value, let lower, let upper, let score, let size = `class`, let grade, let placebo,
                let confidence
            else { return .withheld }
            func uplift(_ percent: Int) -> Uplift { Uplift(ratio: Double(percent) / 100) }
            let effect = Impact.Effect(
                uplift: uplift(value), lower: uplift(lower), upper: uplift(upper), score: Score(score),
                size: size, grade: grade, placebo: Share(placebo), confidence: confidence)
            return status == "final" ? .final(effect) : .provisional(effect)
        }
    }
}

extension PostgresServer {
    /// How the daemon comes in.
    var settings: PostgresSettings {
        PostgresSettings(
            server: .host("127.0.0.1", port: port), database: "footfall", user: "footfall",
            password: Self.password)
    }

    func store(patience: Duration = .seconds(30)) -> PostgresStore {
        PostgresStore(settings, patience: patience, logger: .silent)
    }
}

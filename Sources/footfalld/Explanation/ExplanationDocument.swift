import Barometer
import Footfall
import Foundation
import Vault

/// The same for programs: the published form, and beside it the private numbers.
struct ExplanationDocument: Encodable {
    private let said: Indicator
    private let published: EventTime
    private let sensors: [Line]
    private let sums: [String: Double]
    private let judgement: [String: Double]
    private let classes: [String: Steps]
    private let epsilon: Double?
    private let versions: [Told]

    private struct Line: Encodable {
        let sensor: String
        let from: EventTime
        let counted: Double?
        let expected: Double?
        let level: Double
        let offset: Double
        let learned: Double
    }

    private struct Steps: Encodable {
        let cuts: [Double]
        let margin: Double
        let dwell: Int
        let before: Int?
        let raw: Int
        let shown: Int

        init(_ steps: Account.Class) {
            (cuts, margin, dwell) = (steps.cuts, steps.margin, steps.dwell)
            (before, raw, shown) = (steps.before, steps.raw, steps.shown)
        }
    }

    private struct Told: Encodable {
        let published: EventTime
        let said: Indicator
    }

    init(_ kept: KeptAccount, _ versions: [KeptAccount]) {
        let account = kept.account
        said = Indicator(.reading(account.reading), version: kept.version)
        published = kept.created
        sensors = account.sensors.flatMap { part in
            part.slots.map { slot in
                Line(
                    sensor: part.sensor.name, from: slot.start, counted: slot.counted,
                    expected: slot.expected, level: slot.level, offset: slot.offset, learned: slot.learned)
            }
        }
        let numbers = account.sums
        sums = [
            "observed": numbers.observed, "expected": numbers.expected,
            "expected_of_all": numbers.expectedOfAll, "expected_of_window": numbers.expectedOfWindow,
            "sensors_heard": Double(numbers.sensorsHeard), "sensors": Double(numbers.sensors),
            "learned": numbers.learned,
        ]
        var (figures, steps): ([String: Double], [String: Steps]) = ([:], [:])
        if let judged = account.judgement {
            figures = [
                "r": judged.logRatio, "spread": judged.spread, "z": judged.score,
                "percentile": judged.percentile, "index": judged.ratio,
            ]
            steps["deviation"] = Steps(judged.deviation)
            if let peak = judged.peak {
                figures["peak"] = peak.people
                figures["busyness"] = peak.ratio
                steps["level"] = Steps(peak.level)
            }
        }
        (judgement, classes) = (figures, steps)
        epsilon = account.epsilon?.value
        self.versions = versions.map {
            Told(
                published: $0.created, said: Indicator(.reading($0.account.reading), version: $0.version))
        }
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

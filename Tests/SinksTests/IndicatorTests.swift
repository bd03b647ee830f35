import Barometer
import Foundation
import TestKit
import Testing

/// Hand-written from `indicator.schema.json`: which members must be there, and which must not.
@Suite("An indicator") struct IndicatorTests {
    private static let always: Set<String> = [
        "zone", "indicator", "from", "to", "value", "unit", "completeness", "status", "method", "version",
        "valid_until",
    ]

    @Test("has the members that its schema asks for, and no other", arguments: UInt64(0)..<20)
    func schema(seed: UInt64) throws {
        for publication in ReadingsByChance(seed: seed).prefix(50) {
            let object = try json(publication.indicator)
            let members = Set(object.keys)
            #expect(members.isSuperset(of: Self.always))
            var allowed = Self.always.union(["reason"])
            if let measurement = publication.reading.measurement {
                allowed.formUnion(["deviation", "confidence"])
                #expect(members.isSuperset(of: ["deviation", "confidence"]))
                let peak: Set = ["busyness", "level", "label"]
                if measurement.peak != nil { allowed.formUnion(peak) }
                #expect(members.isSuperset(of: measurement.peak == nil ? [] : peak))
                #expect(
                    (object["value"] as? Int).map { (0...300).contains($0) && $0.isMultiple(of: 5) } == true)
            } else {
                #expect(object["value"] is NSNull)
                #expect(members.contains("reason"))
            }
            #expect(members.subtracting(allowed) == [])
            #expect(object["unit"] as? String == "%")
            #expect((object["from"] as? String)?.hasSuffix("Z") == true)
            #expect((object["reason"] as? [Any])?.isEmpty != true)
        }
    }

    @Test("says the level's word in both languages", arguments: Level.allCases)
    func label(level: Level) throws {
        let object = try json(
            Publication.sample(1, .sample(content: .sample(level: level))).indicator)
        let words = [
            ["rustig", "quiet"], ["gezellig", "lively"], ["druk", "busy"], ["zeer druk", "very busy"],
        ]
        let label = try #require(object["label"] as? [String: String])
        #expect([label["nl"], label["en"]] == words[level.rawValue - 1])
    }

    @Test("is the same after writing and reading", arguments: UInt64(0)..<20)
    func roundTrip(seed: UInt64) throws {
        for publication in ReadingsByChance(seed: seed).prefix(100) {
            let bytes = try JSONEncoder().encode(publication.indicator)
            #expect(try JSONDecoder().decode(Indicator.self, from: bytes) == publication.indicator)
        }
    }

    private func json(_ indicator: Indicator) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(indicator))
        return try #require(object as? [String: Any])
    }
}

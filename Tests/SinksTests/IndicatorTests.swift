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
            let object = try json(#require(publication.indicator))
            let members = Set(object.keys)
            #expect(members.isSuperset(of: Self.always))
            var allowed = Self.always.union(["reason"])
            if let measurement = publication.reading?.measurement {
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
            Indicator(.reading(.sample(content: .sample(level: level))), version: 1))
        let words = [
            ["rustig", "quiet"], ["gezellig", "lively"], ["druk", "busy"], ["zeer druk", "very busy"],
        ]
        let label = try #require(object["label"] as? [String: String])
        #expect([label["nl"], label["en"]] == words[level.rawValue - 1])
    }

    @Test("is the same after writing and reading", arguments: UInt64(0)..<20)
    func roundTrip(seed: UInt64) throws {
        for indicator in PublicationsByChance(seed: seed).prefix(100).compactMap(\.indicator) {
            let bytes = try JSONEncoder().encode(indicator)
            #expect(try JSONDecoder().decode(Indicator.self, from: bytes) == indicator)
        }
    }

    @Test("of an impact has its members, and none of a reading")
    func impact() throws {
        let always: Set = [
            "zone", "event", "indicator", "from", "to", "value", "unit", "completeness", "status", "method",
            "version",
        ]
        let effect: Set = [
            "lower", "upper", "coverage", "score", "class", "grade", "placebo_p", "confidence",
        ]
        let whole = try json(Indicator(.impact(.sample()), version: 2))
        #expect(Set(whole.keys) == always.union(effect))
        #expect(whole["value"] as? Int == 42 && whole["score"] as? Double == 3.9)
        #expect(whole["grade"] as? String == "A" && whole["class"] as? String == "moderate")
        let unknown = Impact.sample(content: .withheld, reasons: [.noData])
        let withheld = try json(Indicator(.impact(unknown), version: 1))
        #expect(Set(withheld.keys) == always.union(["grade", "reason"]))
        #expect(withheld["value"] is NSNull && withheld["grade"] as? String == "D")
        let small = Impact.sample(content: .withheld, reasons: [.tooFewPassersBy])
        #expect(try json(Indicator(.impact(small), version: 1))["grade"] == nil)
    }

    private func json(_ indicator: Indicator) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(indicator))
        return try #require(object as? [String: Any])
    }
}

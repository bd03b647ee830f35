import TestKit
import Testing

@testable import Footfall

@Suite("The memory of reports") struct SeenKeysTests {
    static func key(_ number: Int) -> UInt64 {
        var hash = KeyHash()
        hash.add(UInt64(number))
        return hash.value
    }

    @Test("keeps at least what it promised, and stays bounded", arguments: [1, 2, 10, 100, 1000])
    func bounds(keeping: Int) {
        var seen = SeenKeys(keeping: keeping)
        for number in 0..<keeping * 8 + 7 {
            seen.settle()
            seen.insert(Self.key(number), count: Double(number))
            let oldest = max(0, number - keeping + 1)
            #expect(seen.count(of: Self.key(oldest)) == Double(oldest))
            #expect(seen.remembered <= (keeping + 2) / 3 * 4)
        }
        #expect(keeping < 2 || seen.count(of: Self.key(0)) == nil)
    }

    @Test("takes back any run of insertions exactly", arguments: UInt64(0)..<20)
    func undo(seed: UInt64) {
        var random = Chance(seed: seed)
        var seen = SeenKeys(keeping: 300)
        for _ in 0..<2000 {
            seen.settle()
            seen.insert(Self.key(random.below(900)), count: Double(random.below(50)))
        }
        seen.settle()
        let before = (0..<2000).map { seen.count(of: Self.key($0)) }
        let remembered = seen.remembered
        var marks: [(key: UInt64, told: Double?)] = []
        for _ in 0..<1500 {
            let key = Self.key(random.below(2000))
            marks.append((key, seen.count(of: key)))
            seen.insert(key, count: Double(random.below(50)))
        }
        for mark in marks.reversed() { seen.undo(mark.key, told: mark.told) }
        #expect((0..<2000).map { seen.count(of: Self.key($0)) } == before)
        #expect(seen.remembered == remembered)
    }
}

import TestKit
import Testing

@testable import Footfall

@Suite struct SelectionTests {
    @Test("what stands at a rank is what it is in order", arguments: UInt64(0)..<50)
    func rank(seed: UInt64) {
        var chance = Chance(seed: seed)
        let count = Int.random(in: 1...40, using: &chance)
        let values = (0..<count).map { _ in Double(Int.random(in: 0...12, using: &chance)) }
        for rank in values.indices {
            var parted = values
            Selection.place(rank, of: &parted)
            #expect(parted[rank] == values.sorted()[rank])
            #expect(parted[..<rank].allSatisfy { $0 <= parted[rank] })
            #expect(parted[rank...].allSatisfy { $0 >= parted[rank] })
            #expect(parted.sorted() == values.sorted())
        }
    }

    @Test(
        "a value with all that are smaller has the weight, and no smaller one has", arguments: UInt64(0)..<50)
    func weight(seed: UInt64) {
        var chance = Chance(seed: seed)
        let count = Int.random(in: 1...40, using: &chance)
        let values = (0..<count).map { _ in
            Selection.Weighted(
                value: Double(Int.random(in: -9...9, using: &chance)),
                weight: [1, 0.5, 0.25][Int.random(in: 0..<3, using: &chance)])
        }
        let all = values.reduce(0) { $0 + $1.weight }
        for weight in stride(from: 0.25, through: all, by: 0.25) {
            var parted = values
            let value = Selection.value(reaching: weight, of: &parted)
            func sum(_ isIn: (Double) -> Bool) -> Double {
                values.reduce(0) { $0 + (isIn($1.value) ? $1.weight : 0) }
            }
            #expect(sum { $0 <= value } >= weight && sum { $0 < value } < weight)
        }
        var parted = values
        #expect(Selection.value(reaching: all + 1, of: &parted).isNaN)
    }
}

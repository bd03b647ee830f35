import Testing

@testable import Footfall

/// The short form of `make fuzz`.
@Suite("Chance") struct FuzzTests {
    @Test("finds nothing in the mapping engine", arguments: UInt64(0)..<5)
    func short(seed: UInt64) {
        var fuzzer = Fuzzer(seed: seed)
        #expect(fuzzer.targets.count == FuzzSamples.all.count)
        for _ in 0..<10_000 {
            if let complaint = fuzzer.step() {
                Issue.record("\(complaint)")
                return
            }
        }
        #expect(fuzzer.taken > 100)
        #expect(fuzzer.refused > 100)
    }
}

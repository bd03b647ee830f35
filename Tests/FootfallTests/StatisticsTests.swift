import Testing

@testable import Footfall

@Suite struct StatisticsTests {
    @Test(
        "maps a ratio to a normal score",
        arguments: [(1, 1.082), (2, 1.833), (3, 2.327), (5, 2.934), (10, 3.677), (20, 4.326)])
    func normalScore(t: Double, score: Double) {
        #expect(abs(Statistics.normalScore(t, scale: 0.80) - score) < 5e-4)
        #expect(Statistics.normalScore(-t, scale: 0.80) == -Statistics.normalScore(t, scale: 0.80))
    }

    @Test("an effect's score keeps its digits")
    func effect() {
        #expect(abs(Statistics.normalScore(2.9119, scale: 0.80) - 2.291) < 5e-4)
    }

    @Test("the quantile undoes the share", arguments: [-6, -3, -1.96, -0.5, 0, 0.1, 1, 2.5, 5])
    func quantile(x: Double) {
        #expect(abs(Statistics.probit(Statistics.normalShare(below: x)) - x) < 1e-8)
    }

    @Test("the quantile of nothing and of all is finite", arguments: [0, 1, 1e-305])
    func ends(p: Double) {
        #expect(Statistics.probit(p).isFinite)
    }

    @Test("an even number of values has its median between the middle two")
    func median() {
        #expect(Statistics.median([]) == nil)
        #expect(Statistics.median([3, 1, 2]) == 2)
        #expect(Statistics.median([4, 1, 3, 2]) == 2.5)
    }
}

import Barometer
import Testing

@testable import Footfall

/// The worked examples of section 12 of the method, and the parts that a score is made of.
@Suite struct EffectMathTests {
    private static let strayed = [0.05, -0.08, 0.02, 0.11, -0.03, 0.06, -0.12, 0.01, 0.04, -0.05]
    private static let weights = [1, 0.6, 0.6, 0.6, 0.6, 0.35, 0.35, 1, 0.6, 0.35]

    @Test("the spread of ordinary days keeps its digits")
    func spread() {
        let spread = OrdinarySpread(Self.strayed, weights: Self.weights)
        #expect(spread.median == 0.02)
        #expect(abs(spread.distance - 0.044578) < 5e-7)
        #expect(abs(spread.limit - 0.178312) < 5e-7)
        #expect(abs(spread.variance - 0.003738) < 5e-7)
        #expect(abs(spread.effectiveDays - 8.782843) < 5e-7)
        #expect(abs(spread.deviation - 0.079663) < 5e-7)
    }

    @Test("a score keeps its digits, from counts to the street")
    func score() {
        let ratio = Statistics.log((1320 + 0.5) / (1000 + 0.5))
        #expect(abs(ratio - 0.277511) < 5e-7)
        let finding = Effect.Finding(theta: ratio - 0.03, sigma: 0.085, placebo: 0)
        #expect(abs(finding.theta - 0.247511) < 5e-7)
        #expect(abs(finding.t - 2.9119) < 5e-5)
        #expect(abs(Statistics.tail(finding.t, scale: 0.80) - 0.0109837) < 5e-8)
        #expect(abs(finding.z - 2.291) < 5e-4)
        #expect(finding.estimate.score.tenths == 23)
        #expect(finding.estimate.uplift.percent == 28)
        #expect(finding.estimate.lower.percent == 10)
        #expect(finding.estimate.upper.percent == 49)
        let reach = 1.70548 * 0.085
        #expect(abs(100 * (Statistics.exp(finding.theta - reach) - 1) - 10.8) < 0.05)
        #expect(abs(100 * (Statistics.exp(finding.theta + reach) - 1) - 48.1) < 0.05)
    }

    @Test(
        "an effect has a word",
        arguments: [
            (0.3, 1.63, "no-effect"), (-0.3, -1.64, "decrease"), (-0.05, -2, "very-small"),
            (0.09, 2, "very-small"), (0.1, 2, "small"), (0.3, 2, "moderate"), (0.6, 2, "large"),
            (1.2, 4, "very-large"),
        ])
    func size(theta: Double, z: Double, word: String) {
        #expect(Effect.Finding.size(theta: theta, z: z).rawValue == word)
    }

    @Test("equations are solved, and a matrix that is not positive is refused")
    func cholesky() throws {
        let matrix = [4.0, 0, 0, 2, 5, 0, 1, 3, 6]
        let solver = try #require(Cholesky(matrix, size: 3))
        let x = solver.solve([9, 21, 25])
        for (row, right) in [([4.0, 2, 1], 9.0), ([2, 5, 3], 21), ([1, 3, 6], 25)] {
            #expect(abs(zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } - right) < 1e-12)
        }
        #expect(Cholesky([1, 0, 2, 1], size: 2) == nil)
        #expect(Cholesky([0], size: 1) == nil)
    }

    @Test("of ten findings those are believed that chance does not explain")
    func falseDiscovery() {
        let chances = [0.001, 0.5, 0.02, 0.029, 0.9, 0.04, 0.7, 0.3, 0.6, 0.8]
        #expect(
            FalseDiscovery.selected(chances)
                == [true, false, true, true, false, true, false, false, false, false])
        #expect(FalseDiscovery.selected([0.2, 0.5]) == [false, false])
        #expect(FalseDiscovery.selected([]) == [])
    }

    @Test("editions weigh by how sure they are, and differ by more than chance or do not")
    func pool() {
        let names = ["a", "b", "c"].map { EventID($0) }
        let alike = SeriesPool(
            EventSeriesID("fairs"), names, [(0.20, 0.1), (0.25, 0.1), (0.15, 0.05)])
        // Weights 100, 100, 400: (20 + 25 + 60) / 600.
        #expect(abs(alike.theta - 0.175) < 1e-12)
        #expect(abs(alike.error - (1.0 / 600).squareRoot()) < 1e-12)
        #expect(alike.betweenEditions == 0 && alike.heterogeneity == 0)
        let apart = SeriesPool(EventSeriesID("fairs"), Array(names.prefix(2)), [(0, 0.1), (1, 0.1)])
        // Q = 50, so the variance between is (50 - 1) / (200 - 100).
        #expect(abs(apart.betweenEditions * apart.betweenEditions - 0.49) < 1e-12)
        #expect(abs(apart.theta - 0.5) < 1e-12)
        #expect(abs(apart.error - 0.5) < 1e-12)
        #expect(abs(apart.heterogeneity - 0.98) < 1e-12)
    }
}

import Barometer
import Testing

@testable import Footfall

@Suite struct AnonymizerTests {
    @Test("the method's example reads 135, busier")
    func barometer() throws {
        let comparison = Comparison.sample(observed: 940, expected: 700)
        #expect(abs(comparison.logRatio - 0.292987) < 5e-7)
        let score = Statistics.normalScore(comparison.logRatio / 0.19, scale: 0.74)
        #expect(abs(score - 1.618) < 5e-4)
        #expect(abs(Statistics.normalShare(below: score) - 0.947) < 5e-4)
        let measurement = try #require(read(comparison, spread: 0.19).measurement)
        #expect(measurement.index.percent == 135)
        #expect(measurement.deviation == .busier)
        #expect(measurement.peak == nil)
    }

    @Test("the method's example is lively at 55 percent of the usual peak")
    func busyness() throws {
        let reading = read(.sample(observed: 1320, expected: 1320), peak: 2400)
        let peak = try #require(reading.measurement?.peak)
        #expect(peak.busyness.percent == 55)
        #expect(peak.level == .lively)
    }

    @Test(
        "is withheld while too few are usual, whatever the count",
        arguments: [
            (29.9, 2, Reason.tooFewPassersBy), (30, 2, nil), (99.9, 1, .tooFewSensors), (100, 1, nil),
        ], [0.0, 5, 1000])
    func smallestCrowd(_ usual: (Double, Int, Reason?), count: Double) {
        let reading = read(.sample(observed: count, expected: usual.0, sensors: usual.1))
        #expect((reading.measurement == nil) == (usual.2 != nil))
        if let reason = usual.2 { #expect(reading.reasons.first == reason) }
    }

    @Test("is withheld when less than half of what is usual was heard")
    func completeness() {
        var comparison = Comparison.sample(observed: 400, expected: 400)
        comparison.expectedOfAll = 801
        comparison.expectedOfWindow = 801
        comparison.sensors = 4
        let reading = read(comparison)
        #expect(reading.content == .withheld)
        #expect(reading.completeness.hundredths == 49)
        #expect(reading.reasons == [.noData, .sensors(.init(2, of: 4))])
    }

    @Test("busyness scales the peak to the sensors that were heard")
    func peakOfPart() throws {
        var comparison = Comparison.sample(observed: 600, expected: 600)
        comparison.expectedOfAll = 1200
        comparison.expectedOfWindow = 1200
        let peak = try #require(read(comparison, peak: 1200).measurement?.peak)
        #expect(peak.busyness.percent == 100)
    }

    @Test(
        "confidence follows what was learned and heard",
        arguments: [
            (8.0, 1.0, Confidence.high), (7, 1, .medium), (8, 0.89, .medium), (2, 1, .low), (8, 0.55, .low),
        ])
    func confidence(learned: Double, share: Double, confidence: Confidence) {
        var comparison = Comparison.sample(observed: 100, expected: 100)
        comparison.learned = [learned]
        comparison.expectedOfAll = 100 / share
        #expect(read(comparison).measurement?.confidence == confidence)
    }

    private func read(_ comparison: Comparison, spread: Double = 0.25, peak: Double? = nil) -> Reading {
        var classes = ZoneState.Classes()
        let window = Window(from: .init(seconds: 0), to: .init(seconds: 3600))
        return Anonymizer(privacy: .init()).account(
            of: comparison,
            against: Usual(spread: spread, peak: peak, classes: classes, occasions: []),
            at: .init(
                zone: .init(id: .init("old-market")), window: window, slots: 1, dwell: 1,
                validUntil: window.end, isFinal: true),
            classes: &classes
        ).reading
    }
}

extension Comparison {
    /// One slot, heard in full.
    static func sample(observed: Double, expected: Double, sensors: Int = 2) -> Comparison {
        var sample = Comparison()
        sample.observed = observed
        sample.people = observed
        sample.expected = expected
        sample.expectedOfAll = expected
        sample.expectedOfWindow = expected
        sample.slots = Double(sensors)
        sample.slotsHeard = Double(sensors)
        sample.sensors = sensors
        sample.sensorsHeard = sensors
        sample.sensorsCompared = sensors
        sample.learned = [9]
        return sample
    }
}

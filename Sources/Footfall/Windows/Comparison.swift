internal import Barometer

/// One zone and window, counted and expected: the same sensors and slots on both sides. Private.
struct Comparison: Sendable, Equatable {
    /// People of the sensors and slots that have both a count and an expectation.
    var observed = 0.0
    var expected = 0.0
    /// What was expected of all sensors, heard or not.
    var expectedOfAll = 0.0
    /// The same for the whole window; more than `expectedOfAll` while the window is open.
    var expectedOfWindow = 0.0
    /// People of all that was heard, expected or not.
    var people = 0.0
    /// Sensors heard in the whole window, and sensors that serve the zone.
    var sensorsHeard = 0
    var sensors = 0
    /// Sensors that are part of the comparison.
    var sensorsCompared = 0
    var slotsHeard = 0.0
    var slots = 0.0
    /// How often each compared slot of the week was learned.
    var learned: [Double] = []
    /// What was expected of sensors whose level changed for good in the last two weeks.
    var expectedOfChanged = 0.0
    /// The doubt about those levels, weighted by what was expected.
    var weightedDoubt = 0.0
    /// What was expected of sensors that took the place of others, and whose counts nobody can compare yet; not a part
    /// of `expected`.
    var expectedOfAwaited = 0.0
    /// Spread of the compared slots' logarithms, weighted by what was expected.
    var weightedSpread = 0.0

    /// 0...1: of what was expected, or of slots while nothing is.
    var completeness: Double {
        expectedOfAll > 0 ? expected / expectedOfAll : slots > 0 ? slotsHeard / slots : 0
    }

    /// Whether a tenth or more of the zone rests on sensors that changed of late, or waits for them.
    var hasChanged: Bool {
        let changed = expectedOfChanged + expectedOfAwaited
        return changed > 0 && changed >= 0.1 * (expected + expectedOfAwaited)
    }

    /// Whether the index may be off by a tenth since sensors changed of late.
    var isDoubtful: Bool {
        hasChanged && (weightedDoubt > 0.1 * expected || expectedOfAwaited > 0.1 * expectedOfAll)
    }

    /// Whether with the counts of sensors that nobody can compare yet it would be telling.
    var waitsForNewSensors: Bool {
        expectedOfAwaited > 0 && expected + expectedOfAwaited >= 0.5 * expectedOfAll
    }

    /// Whether at least half of what is expected was measured.
    var isTelling: Bool { sensorsCompared > 0 && completeness >= 0.5 }

    /// Whether every sensor was heard in every slot.
    var isWhole: Bool { slotsHeard >= slots && sensorsHeard == sensors }

    /// The log ratio of section 6; the fives keep small numbers calm.
    var logRatio: Double { Statistics.log((observed + 5) / (expected + 5)) }
}

extension Comparison {
    /// Nine in ten lie within: 1.58 spreads of the logarithm to both sides, of the one sensor or of the zone.
    func expectation(zoneSpread: Double) -> Tally.Expectation {
        let own = expected > 0 ? weightedSpread / expected : .nan
        let spread = sensorsCompared == 1 && own.isFinite ? own : zoneSpread
        let middle = Statistics.log(expected + 0.5)
        return Tally.Expectation(
            expected: expected, lower: max(0, Statistics.exp(middle - 1.58 * spread) - 0.5),
            upper: Statistics.exp(middle + 1.58 * spread) - 0.5)
    }
}

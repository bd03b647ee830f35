internal import Barometer

/// The only way out: turns people counted into a reading that holds none of them.
///
/// The index compares with what is usual at this moment, busyness with the zone's own usual peak (method
/// `dasta-1.0`, sections 6, 6b and 10). Whether a reading is withheld depends on what is usual and on which
/// sensors are heard, never on today's count.
struct Anonymizer: Sendable {
    let privacy: Plan.Privacy

    /// Cuts between quieter, usual, busier and much busier, as quantiles of the normal distribution.
    private static let deviationCuts = [-0.8416, 0.8416, 1.8808]

    struct Moment {
        let zone: Plan.Zone
        let window: Window
        /// Slots of the zone's own length in the whole window.
        let slots: Double
        /// So many clear values in a row change a class.
        let dwell: Int
        let validUntil: EventTime
        let isFinal: Bool
    }

    /// - Parameter classes: the memory of the classes; it moves on whenever there is something to compare, told or not.
    func reading(
        of comparison: Comparison, against usual: Usual, at moment: Moment, classes: inout ZoneState.Classes
    ) -> Reading {
        var reasons = reasons(of: comparison, usual.occasions)
        let measurement =
            comparison.isTelling
            ? measurement(of: comparison, against: usual, at: moment, classes: &classes) : nil
        let content: Reading.Content
        if let measurement, obstacle(comparison) == nil {
            if measurement.peak == nil || comparison.learned.contains(0) { reasons.insert(.coldStart, at: 0) }
            content = moment.isFinal ? .final(measurement) : .provisional(measurement)
        } else {
            let why = obstacle(comparison) ?? .noData
            reasons = [why] + reasons.filter { $0 != why }
            content = .withheld
        }
        return Reading(
            zone: moment.zone.id, window: moment.window, content: content,
            completeness: Share(comparison.completeness), reasons: reasons, validUntil: moment.validUntil)
    }

    func reasons(of comparison: Comparison, _ occasions: [Reason]) -> [Reason] {
        var reasons: [Reason] = []
        if comparison.sensorsHeard < comparison.sensors {
            reasons.append(.sensors(.init(comparison.sensorsHeard, of: comparison.sensors)))
        }
        if comparison.hasChanged { reasons.append(.sensorChanged) }
        return reasons + occasions
    }

    /// Why nothing can be told; `nil` when it can.
    func obstacle(_ comparison: Comparison) -> Reason? {
        if comparison.slotsHeard == 0 { return .noData }
        if !comparison.isTelling, comparison.waitsForNewSensors { return .sensorChanged }
        if comparison.expectedOfAll == 0 { return comparison.learned.isEmpty ? .coldStart : .tooFewPassersBy }
        if !comparison.isTelling { return .noData }
        if comparison.expected < privacy.smallestCrowd { return .tooFewPassersBy }
        if comparison.sensorsCompared < 2, comparison.expected < privacy.smallestCrowdOfOneSensor {
            return .tooFewSensors
        }
        return nil
    }

    private func measurement(
        of comparison: Comparison, against usual: Usual, at moment: Moment, classes: inout ZoneState.Classes
    ) -> Reading.Measurement {
        let score = Statistics.normalScore(comparison.logRatio / usual.spread, scale: 0.74)
        let deviation = classes.deviation.settle(
            Statistics.clip(score, -4.7534, 4.7534), cuts: Self.deviationCuts, margin: 0.25,
            dwell: moment.dwell)
        return Reading.Measurement(
            index: Index(ratio: (comparison.observed + 5) / (comparison.expected + 5)),
            deviation: Deviation.allCases[deviation],
            peak: peakShare(of: comparison, against: usual, at: moment, classes: &classes),
            confidence: confidence(comparison, usual.occasions))
    }

    private func peakShare(
        of comparison: Comparison, against usual: Usual, at moment: Moment, classes: inout ZoneState.Classes
    ) -> Reading.PeakShare? {
        guard let ratio = peakRatio(of: comparison, peak: usual.peak, slots: moment.slots) else { return nil }
        let level = classes.level.settle(
            100 * ratio, cuts: moment.zone.levelCuts, margin: 5, dwell: moment.dwell)
        return Reading.PeakShare(
            busyness: Busyness(ratio: ratio), level: Level.allCases[min(level, Level.allCases.count - 1)])
    }

    /// People beside the usual peak of as many slots and of the sensors that are heard; `nil` in cold start.
    func peakRatio(of comparison: Comparison, peak: Double?, slots: Double) -> Double? {
        guard let peak else { return nil }
        let heard =
            comparison.expectedOfWindow > 0 ? comparison.expected / comparison.expectedOfWindow : 0
        return (comparison.observed + 5) / (slots * peak * heard + 5)
    }

    private func confidence(_ comparison: Comparison, _ occasions: [Reason]) -> Confidence {
        if occasions.contains(.declaredBreak) || comparison.isDoubtful { return .low }
        let learned = Statistics.median(comparison.learned) ?? 0
        let (share, expected) = (comparison.completeness, comparison.expected)
        let isPlain =
            !occasions.contains(.publicHoliday) && !comparison.hasChanged && !comparison.learned.contains(0)
        if learned >= 8, share >= 0.9, expected >= 50, isPlain { return .high }
        return learned >= 3 && share >= 0.6 && expected >= privacy.smallestCrowd ? .medium : .low
    }
}

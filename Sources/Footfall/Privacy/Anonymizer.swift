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

    /// A reading, and how it came about.
    ///
    /// - Parameters:
    ///   - parts: the sensors that were compared; for the account alone.
    ///   - classes: the memory of the classes; it moves on whenever there is something to compare, told or not.
    func account(
        of comparison: Comparison, _ parts: [Account.Part] = [], against usual: Usual, at moment: Moment,
        classes: inout ZoneState.Classes
    ) -> Account {
        var reasons = reasons(of: comparison, usual.occasions)
        let judgement =
            comparison.isTelling ? judge(comparison, against: usual, at: moment, classes: &classes) : nil
        let content: Reading.Content
        var limit: Account.Limit?
        if let judgement, obstacle(comparison) == nil {
            let confidence = confidence(comparison, usual.occasions)
            limit = confidence.1
            let measurement = measurement(judgement, confidence.0)
            if measurement.peak == nil || comparison.learned.contains(0) { reasons.insert(.coldStart, at: 0) }
            content = moment.isFinal ? .final(measurement) : .provisional(measurement)
        } else {
            let why = obstacle(comparison) ?? .noData
            reasons = [why] + reasons.filter { $0 != why }
            content = .withheld
        }
        let reading = Reading(
            zone: moment.zone.id, window: moment.window, content: content,
            completeness: Share(comparison.completeness), reasons: reasons, validUntil: moment.validUntil)
        return Account(
            reading, isFinal: moment.isFinal, comparison, judgement, limit, parts: parts, privacy: privacy)
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

    private func judge(
        _ comparison: Comparison, against usual: Usual, at moment: Moment, classes: inout ZoneState.Classes
    ) -> Account.Judgement {
        let score = Statistics.normalScore(comparison.logRatio / usual.spread, scale: 0.74)
        return Account.Judgement(
            logRatio: comparison.logRatio, spread: usual.spread, score: score,
            deviation: classes.deviation.settling(
                Statistics.clip(score, -4.7534, 4.7534), cuts: Self.deviationCuts, margin: 0.25,
                dwell: moment.dwell),
            peak: peak(of: comparison, against: usual, at: moment, classes: &classes),
            ratio: (comparison.observed + 5) / (comparison.expected + 5))
    }

    private func peak(
        of comparison: Comparison, against usual: Usual, at moment: Moment, classes: inout ZoneState.Classes
    ) -> Account.Peak? {
        guard let people = peakPeople(of: comparison, peak: usual.peak, slots: moment.slots) else {
            return nil
        }
        let ratio = peakRatio(of: comparison, people)
        return Account.Peak(
            people: people, ratio: ratio,
            level: classes.level.settling(
                100 * ratio, cuts: moment.zone.levelCuts, margin: 5, dwell: moment.dwell))
    }

    /// What may be told of it: steps of five percent, and words.
    private func measurement(
        _ judgement: Account.Judgement, _ confidence: Confidence
    ) -> Reading.Measurement {
        Reading.Measurement(
            index: Index(ratio: judgement.ratio),
            deviation: Deviation.allCases[judgement.deviation.shown],
            peak: judgement.peak.map {
                Reading.PeakShare(
                    busyness: Busyness(ratio: $0.ratio),
                    level: Level.allCases[min($0.level.shown, Level.allCases.count - 1)])
            },
            confidence: confidence)
    }

    /// People beside the usual peak of as many slots and of the sensors that are heard; `nil` in cold start.
    func peakRatio(of comparison: Comparison, peak: Double?, slots: Double) -> Double? {
        peakPeople(of: comparison, peak: peak, slots: slots).map { peakRatio(of: comparison, $0) }
    }

    private func peakRatio(of comparison: Comparison, _ people: Double) -> Double {
        (comparison.observed + 5) / (people + 5)
    }

    /// The usual peak of as many slots and of the sensors that are heard.
    private func peakPeople(of comparison: Comparison, peak: Double?, slots: Double) -> Double? {
        let heard =
            comparison.expectedOfWindow > 0 ? comparison.expected / comparison.expectedOfWindow : 0
        return peak.map { slots * $0 * heard }
    }

    /// How much the reading can be leaned on, and what keeps it from more.
    private func confidence(
        _ comparison: Comparison, _ occasions: [Reason]
    ) -> (Confidence, Account.Limit?) {
        if occasions.contains(.declaredBreak) { return (.low, .declaredBreak) }
        if comparison.isDoubtful { return (.low, .sensorChanged) }
        if let limit = limit(comparison, learned: 3, share: 0.6, expected: privacy.smallestCrowd) {
            return (.low, limit)
        }
        if let limit = limit(comparison, learned: 8, share: 0.9, expected: 50) { return (.medium, limit) }
        if occasions.contains(.publicHoliday) { return (.medium, .publicHoliday) }
        if comparison.hasChanged { return (.medium, .sensorChanged) }
        return comparison.learned.contains(0) ? (.medium, .newSlot) : (.high, nil)
    }

    private func limit(
        _ comparison: Comparison, learned: Double, share: Double, expected: Double
    ) -> Account.Limit? {
        if (Statistics.median(comparison.learned) ?? 0) < learned { return .learned }
        if comparison.completeness < share { return .heard }
        return comparison.expected < expected ? .crowd : nil
    }
}

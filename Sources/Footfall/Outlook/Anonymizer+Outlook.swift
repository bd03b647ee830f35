internal import Barometer

/// An outlook leaves the house by the same door as a reading, and is withheld for the same reasons.
extension Anonymizer {
    /// What an outlook is told with.
    struct View {
        let zone: Plan.Zone
        let made: EventTime
        let validUntil: EventTime
        /// Usual peak of one slot in people; `nil` in cold start.
        let peak: Double?
        let occasions: [Reason]
        let record: Outlook.Record?
    }

    /// - Parameter prospects: in order of time, the rest of the day last; at least one.
    func outlook(of prospects: [Prospect], from view: View) -> Outlook {
        let steps = prospects.filter(\.lead.isStep)
        let told = steps.compactMap { step(of: $0, view) }
        let rest = prospects.last { $0.lead.slots == nil }
        guard let first = steps.first?.comparison else {
            return Outlook(
                zone: view.zone.id, made: view.made, validUntil: view.validUntil, steps: [], restOfDay: nil,
                record: view.record, reasons: [.noData])
        }
        var reasons = reasons(of: first, view.occasions)
        if told.isEmpty {
            reasons.insert(obstacle(first) ?? .noData, at: 0)
        } else if view.peak == nil || first.learned.contains(0) {
            reasons.insert(.coldStart, at: 0)
        }
        return Outlook(
            zone: view.zone.id, made: view.made, validUntil: view.validUntil, steps: told,
            restOfDay: told.isEmpty ? nil : rest.flatMap { step(of: $0, view) }, record: view.record,
            reasons: reasons)
    }

    /// `nil` of what must not be told.
    private func step(of prospect: Prospect, _ view: View) -> Outlook.Step? {
        let comparison = prospect.comparison
        guard obstacle(comparison) == nil else { return nil }
        func index(_ people: Double) -> Index { Index(ratio: (people + 5) / (prospect.usual + 5)) }
        let ratio = peakRatio(of: comparison, peak: view.peak, slots: prospect.slots)
        return Outlook.Step(
            window: prospect.window, index: index(prospect.expected), lower: index(prospect.lower),
            upper: index(prospect.upper),
            peak: ratio.map {
                Reading.PeakShare(busyness: Busyness(ratio: $0), level: level($0, of: view.zone))
            })
    }

    /// The level that came in one slot, as it can be told; without a memory, since an outlook has none.
    func level(of comparison: Comparison, peak: Double?, zone: Plan.Zone) -> Level? {
        guard obstacle(comparison) == nil else { return nil }
        return peakRatio(of: comparison, peak: peak, slots: 1).map { level($0, of: zone) }
    }

    private func level(_ ratio: Double, of zone: Plan.Zone) -> Level {
        let place = zone.levelCuts.count { $0 <= 100 * ratio }
        return Level.allCases[min(place, Level.allCases.count - 1)]
    }
}

internal import Barometer

/// What is drawn of a day, rounded for the street.
extension ImpactPublisher {
    /// - Parameter obstacle: why the day's effect is not told.
    func picture(of day: DayAssessment, _ obstacle: Reason?) -> ImpactPicture {
        let open = day.whole.open
        let isTold = obstacle == nil
        return ImpactPicture(
            event: day.edition.id, curve: hidesCrowd(obstacle) ? [] : curve(of: day),
            ordinary: isTold ? Self.bins(of: open.ordinary) : [],
            common: isTold && open.movement?.controls.isEmpty == false
                ? Uplift(ratio: Statistics.exp(open.adjustment.ofDay) - 1) : nil)
    }

    /// Whether a small crowd is protected; other obstacles keep an effect from being computed, not hours from being told.
    private func hidesCrowd(_ obstacle: Reason?) -> Bool {
        switch obstacle {
        case .tooFewPassersBy, .tooFewSensors, .groupWithheld: true
        default: false
        }
    }

    private func curve(of day: DayAssessment) -> [ImpactPicture.Hour] {
        let clock = history.plan.clock
        let window = LocalWindow(day.edition.window, clock)
        let zones = Dictionary(grouping: day.whole.open.targets) { history.sites.zones[$0] }
        let curve = EffectCurve(
            zones.sorted { $0.key < $1.key }.map(\.value), window, history, ReleaseRule(plan: history.plan))
        let hours = curve.hours.map { hour in
            ImpactPicture.Hour(
                start: window.time(of: hour.hour, clock),
                content: hour.gap.map { .gap($0) } ?? .told(Self.told(hour, peak: curve.peak)))
        }
        return hours.contains { $0.told != nil } ? hours : []
    }

    /// Sensors that were not heard are taken to have gone as the others.
    private static func told(_ hour: EffectCurve.Hour, peak: Double) -> ImpactPicture.Told {
        let found = hour.found
        let ratio = (found.observed + 5) / (found.expected + 5)
        let height = hour.expected / peak
        let reach = Statistics.exp(1.58 * found.spread)
        return ImpactPicture.Told(
            index: Index(ratio: ratio), measured: Height(ratio: height * ratio),
            expected: Height(ratio: height), lower: Height(ratio: height / reach),
            upper: Height(ratio: height * reach))
    }

    /// - Parameter effects: logarithms, of days without event.
    static func bins(of effects: [Double]) -> [ImpactPicture.Bin] {
        let tens = effects.map { effect in
            Int(Statistics.clip((10 * (Statistics.exp(effect) - 1)).rounded(.down), -10, 100))
        }
        return Dictionary(grouping: tens, by: \.self).sorted { $0.key < $1.key }.map { ten, days in
            ImpactPicture.Bin(from: Uplift(ratio: Double(ten) / 10), days: days.count)
        }
    }
}

internal import Barometer

/// Looks for effects in one window of one local day.
struct EffectSearch {
    let history: ImpactHistory
    let isHoliday: Bool
    var table: WindowTable
    private let eventDays: [Set<Int>]
    /// For each municipality that was asked for.
    private var weightsOfTown: [[Double]?]
    /// The common movement of one target and the next is mostly the same.
    private var shared: [SharedMovement] = []

    private struct SharedMovement {
        let days: [Int]
        let controls: [Int]
        let movement: CommonMovement
    }

    /// As many controls tell what moved everybody, and more would cost more than they tell.
    static let mostControls = 32

    init(_ window: LocalWindow, history: ImpactHistory, eventDays: [Set<Int>], isTold: Bool) {
        self.history = history
        isHoliday = history.plan.calendar.publicHolidays.contains(window.date)
        table = WindowTable(window, history: history, isTold: isTold)
        self.eventDays = eventDays
        weightsOfTown = .init(repeating: nil, count: eventDays.count)
    }

    /// For each of the 84 days what it weighs as history; 0 for holidays and days with an event in the municipality.
    private mutating func weights(in town: Int) -> [Double] {
        if let known = weightsOfTown[town] { return known }
        let weekday = isHoliday ? 6 : table.window.date.weekday
        let weights = (1...WindowTable.span).reversed().map { back -> Double in
            let date = table.window.date.advanced(byDays: -back)
            let isOut =
                history.plan.calendar.publicHolidays.contains(date)
                || eventDays[town].contains(date.daysSinceEpoch)
            return isOut ? 0 : Self.weight(date.weekday, beside: weekday)
        }
        weightsOfTown[town] = weights
        return weights
    }

    private static func weight(_ weekday: Int, beside other: Int) -> Double {
        weekday == other ? 1 : (weekday < 5) == (other < 5) ? 0.6 : 0.35
    }

    /// Forgets what only editions with the same controls share.
    mutating func turn() { shared.removeAll(keepingCapacity: true) }

    /// - Parameters:
    ///   - targets: sites; none leads to an obstacle.
    ///   - candidates: sites to compare with, the best first.
    mutating func effect(at targets: [Int], candidates: [Int]) -> Effect {
        var effect = Effect(targets: targets)
        sum(&effect)
        effect.past = past(of: targets)
        effect.obstacle = obstacle(effect)
        guard effect.obstacle == nil else { return effect }
        let movement = movement(candidates, effect.past)
        effect.movement = movement
        effect.adjustment = movement.adjustment(for: effect.past.ratios)
        effect.find(isHoliday: isHoliday)
        return effect
    }

    private mutating func sum(_ effect: inout Effect) {
        var present = 0
        for site in effect.targets {
            let cell = table[site, WindowTable.span]
            effect.observed += cell.observed
            effect.expected += cell.expected
            effect.sitesCompared += cell.present > 0 ? 1 : 0
            present += cell.present
        }
        effect.cells = table.length * effect.targets.count
        effect.coverage = effect.cells > 0 ? Double(present) / Double(effect.cells) : 0
        effect.logRatio = Statistics.log((effect.observed + 0.5) / (effect.expected + 0.5))
    }

    private func obstacle(_ effect: Effect) -> Reason? {
        if effect.targets.isEmpty { return .tooFewSensors }
        if effect.coverage == 0 { return isUnexpected(effect.targets) ? .coldStart : .noData }
        if effect.coverage <= 0.6 { return .lowCoverage }
        return effect.past.days.count < Effect.leastHistory ? .tooLittleHistory : nil
    }

    /// Whether people were counted of whom nothing was expected yet.
    private func isUnexpected(_ sites: [Int]) -> Bool {
        sites.contains { site in
            table.window.parts.contains { part in
                let day = table.window.date.daysSinceEpoch + part.day
                guard let cell = history.cell(site, day) else { return false }
                return part.hours.contains {
                    !history.people[24 * cell + $0].isNaN && history.expected[24 * cell + $0].isNaN
                }
            }
        }
    }

    private mutating func past(of targets: [Int]) -> Effect.Past {
        let weights = weights(beside: targets)
        var past = Effect.Past(capacity: WindowTable.span)
        for day in weights.indices where weights[day] > 0 {
            let ratio = targets.count == 1 ? ratio(of: targets[0], day) : ratio(of: targets, day)
            guard let ratio else { continue }
            past.days.append(day)
            past.weights.append(weights[day])
            past.ratios.append(ratio)
        }
        return past
    }

    /// Of targets in several municipalities the least.
    private mutating func weights(beside targets: [Int]) -> [Double] {
        guard let first = targets.first.map(town) else { return [] }
        let others = targets.count == 1 ? [] : Set(targets.map(town)).subtracting([first])
        return others.reduce(weights(in: first)) { zip($0, weights(in: $1)).map { min($0, $1) } }
    }

    private func town(of site: Int) -> Int { history.sites.municipalities[history.sites.zones[site]] }

    /// What a control has is the same where no event is on, and there is enough for one.
    private mutating func ratio(of target: Int, _ day: Int) -> Double? {
        let cell = table[target, day]
        return cell.isStruck || cell.control.isNaN ? ratio(of: [target], day) : cell.control
    }

    /// `nil` where too little was measured or a known event was on.
    private mutating func ratio(of targets: [Int], _ day: Int) -> Double? {
        var (observed, expected, present) = (0.0, 0.0, 0)
        for site in targets {
            let cell = table[site, day]
            if cell.isStruck { return nil }
            observed += cell.observed
            expected += cell.expected
            present += cell.present
        }
        let cells = table.window.hours.count * targets.count
        guard Double(present) > 0.6 * Double(cells) else { return nil }
        return Statistics.log((observed + 0.5) / (expected + 0.5))
    }

    private mutating func movement(_ candidates: [Int], _ past: Effect.Past) -> CommonMovement {
        let candidates = candidates.count < 2 ? [] : candidates
        if let known = shared.first(where: { $0.days == past.days && $0.controls == candidates }) {
            return known.movement
        }
        let movement = CommonMovement(
            candidates, days: past.days, weights: past.weights, limit: Self.mostControls, table: &table)
        shared.append(.init(days: past.days, controls: candidates, movement: movement))
        return movement
    }
}

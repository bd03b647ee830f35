import Barometer

@testable import Footfall

/// Event scores of the reference beside ours.
struct GoldenScores {
    private(set) var compared = 0
    /// What differs by more than the reference allows.
    private(set) var misses: [String] = []

    private static let tolerances = [
        "coverage": 1e-3, "L": 2e-3, "n_eff": 2e-3, "sum_beta": 2e-3, "n_history": 0, "holiday": 0,
        "theta": 2e-3, "sigma": 2e-3, "t": 2e-3, "z": 0.01, "uplift_pct": 0.1, "lo90": 0.15, "hi90": 0.15,
    ]

    init(_ days: [SensorDay], of city: GoldenCity) throws {
        var history = ImpactHistory(plan: city.plan, days: 1200)
        for day in days { history.add(day) }
        let scorer = ImpactScorer(history: history, editions: [])
        for row in try GoldenCity.table("event_scores.csv.gz") where row["city"] == city.name {
            compared += 1
            guard let edition = Self.edition(row, city.plan),
                let account = scorer.assess(edition, isFinal: true).accounts.last
            else {
                misses.append("no edition of \(row)")
                continue
            }
            let ours = Self.values(account)
            for (column, tolerance) in Self.tolerances.sorted(by: { $0.key < $1.key }) {
                guard let golden = row[column].flatMap(Double.init), let value = ours[column],
                    abs(value - golden) <= tolerance
                else {
                    misses.append(
                        "\(row["id"] ?? ""): \(column) \(ours[column] ?? .nan), not \(row[column] ?? "")")
                    continue
                }
            }
        }
    }

    private static func edition(_ row: [String: String], _ plan: Plan) -> EventEdition? {
        guard let date = row["date"].flatMap(CalendarDate.init), let first = row["h0"].flatMap(Int.init),
            let last = row["h1"].flatMap(Int.init)
        else { return nil }
        let names = Set((row["sensors"] ?? "").split(separator: " ").map { SensorID(String($0)) })
        func time(_ hour: Int) -> EventTime {
            plan.clock.time(of: date.advanced(byDays: hour / 24), second: hour % 24 * 3600)
        }
        let zones = Set(plan.sensors.filter { names.contains($0.id) }.map { plan.zones[$0.zone].id })
        return EventEdition(
            id: EventID(row["id"] ?? ""), name: Words(nl: row["name"] ?? "", en: row["name"] ?? ""),
            kind: "golden", zones: zones.sorted(), sensors: names,
            window: Window(from: time(first), to: time(last)))
    }

    private static func values(_ account: ImpactAccount) -> [String: Double] {
        let weights = account.history.map(\.weight)
        let sum = weights.reduce(0, +)
        var values = [
            "coverage": account.coverage, "L": account.logRatio,
            "n_history": Double(account.history.count), "holiday": account.isHoliday ? 1 : 0,
            "n_eff": sum * sum / weights.reduce(0) { $0 + $1 * $1 },
            "sum_beta": account.controls.reduce(0) { $0 + $1.beta },
        ]
        guard let result = account.result else { return values }
        values["theta"] = result.theta
        values["sigma"] = result.sigma
        values["t"] = result.t
        values["z"] = result.z
        for (column, reach) in [("uplift_pct", 0.0), ("lo90", -1.70548), ("hi90", 1.70548)] {
            values[column] = 100 * (Statistics.exp(result.theta + reach * result.sigma) - 1)
        }
        return values
    }
}

import Barometer
import Testing

@testable import Footfall

/// The method's reference results on recorded cities (section 13 of `dasta-1.0`), made by another program.
@Suite struct GoldenTests {
    @Test(
        "expectations and deviations of the zones are those of the reference",
        arguments: [
            ("leeds", "Europe/London"), ("melbourne", "Australia/Melbourne"), ("ghent", "Europe/Brussels"),
        ])
    func city(name: String, timeZone: String) throws {
        let city = try GoldenCity(name, timeZone: timeZone)
        var expectation = GoldenRows(try GoldenCity.table("expectation.csv.gz"), of: city, by: "sensor")
        var live = GoldenRows(try GoldenCity.table("live.csv.gz"), of: city, by: "zone")
        let days = city.tell { start, pipeline in
            expectation.compare(start) { sensor in
                pipeline.expectation(of: sensor, at: start, city.plan)
            }
            live.compare(start) { zone in pipeline.deviation(of: zone, at: start, city.plan) }
        }
        for (rows, what) in [(expectation, "expectation"), (live, "live")] {
            #expect(
                rows.compared > 300 && rows.missed.isEmpty, "\(name): \(what) lacks \(rows.missed.prefix(5))")
        }
        #expect(expectation.worst(of: "expected") < 1e-3, "\(expectation.worstRow)")
        #expect(expectation.worst(of: "sigma") < 1e-3, "\(expectation.worstRow)")
        for column in ["r", "sigma", "percentile"] {
            #expect(live.worst(of: column) < 2e-3, "\(live.worstRow)")
        }
        #expect(live.worst(of: "level") == 0, "\(live.worstRow)")
        let scores = try GoldenScores(days, of: city)
        #expect(scores.compared > 10)
        #expect(scores.misses.isEmpty, "\(scores.misses.joined(separator: "\n"))")
    }
}

extension Pipeline {
    /// As fixed at midnight; `nil` while nothing is expected.
    fileprivate func expectation(of sensor: Int, at start: EventTime, _ plan: Plan) -> [String: Double]? {
        let moment = plan.clock.moment(at: start)
        guard let day = state.sensors[sensor].day(moment.date) else { return nil }
        let slot = moment.second / 3600
        return ["expected": day.people[slot], "sigma": day.spread[slot]]
    }

    /// The zone's hour that has just closed.
    fileprivate func deviation(of zone: Int, at start: EventTime, _ plan: Plan) -> [String: Double]? {
        let window = Window(from: start, to: start + .seconds(3600))
        guard let closed = state.zones[zone].closed.last(where: { $0.told.window == window }),
            let level = state.zones[zone].classes.deviation.current
        else { return nil }
        let comparison = state.comparison(of: zone, window, plan)
        let score = Statistics.normalScore(comparison.logRatio / closed.usual.spread, scale: 0.74)
        return [
            "r": comparison.logRatio, "sigma": closed.usual.spread,
            "percentile": Statistics.normalShare(below: score), "level": Double(level),
        ]
    }
}

/// Rows of the reference, by hour, with how far ours are from them.
private struct GoldenRows {
    private var rows: [EventTime: [(place: Int, row: [String: String])]] = [:]
    /// Expectations are compared by their ratio.
    private let isRelative: Bool
    private var worst: [String: Double] = [:]
    private(set) var worstRow: [String: String] = [:]
    private(set) var compared = 0

    init(_ table: [[String: String]], of city: GoldenCity, by column: String) {
        isRelative = column == "sensor"
        let plan = city.plan
        let names = column == "sensor" ? plan.sensors.map(\.id.name) : plan.zones.map(\.id.name)
        for row in table where row["city"] == city.name {
            guard let date = row["date"].flatMap(CalendarDate.init), let hour = row["hour"].flatMap(Int.init),
                let place = row[column].flatMap({ names.firstIndex(of: $0) })
            else { continue }
            rows[plan.clock.time(of: date, second: hour * 3600), default: []].append((place, row))
        }
    }

    /// Rows that no hour was found for.
    var missed: [String] { rows.values.flatMap { $0 }.map { "\($0.row)" } }

    /// The largest difference in a column.
    func worst(of column: String) -> Double { worst[column] ?? .infinity }

    mutating func compare(_ start: EventTime, _ ours: (Int) -> [String: Double]?) {
        for (place, row) in rows.removeValue(forKey: start) ?? [] {
            let values = ours(place)
            // Where the reference has no hour, we must have none.
            if !isRelative, row["observed"] == nil, values == nil { continue }
            for column in isRelative ? ["expected", "sigma"] : ["r", "sigma", "percentile", "level"] {
                guard let golden = row[column].flatMap(Double.init) else { continue }
                compared += 1
                let difference = difference(values?[column] ?? .infinity, golden)
                guard difference > worst[column, default: -1] else { continue }
                worst[column] = difference
                worstRow[column] = "\(row), ours \(values ?? [:])"
            }
        }
    }

    /// Beyond the half digit by which the reference is rounded.
    private func difference(_ value: Double, _ golden: Double) -> Double {
        isRelative ? max(0, abs(value - golden) - 0.00005) / golden : abs(value - golden)
    }
}

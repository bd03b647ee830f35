import Barometer
import Footfall
import Foundation

/// Recorded counts of a city in a folder as `Benchmarks/quality/cities.py` writes it, and what the pipeline keeps of
/// its days.
struct RecordedCity {
    let plan: Plan
    private let folder: String

    struct Unreadable: Error {
        let what: Substring
    }

    init(_ folder: String, clock: CityClock) throws {
        self.folder = folder
        let rows = try Table(path: "\(folder)/sensors.csv").rows
        let zones = rows.reduce(into: [String]()) { names, row in
            if !names.contains(String(row[1])) { names.append(String(row[1])) }
        }
        let holidays = try String(contentsOfFile: "\(folder)/calendar.yaml", encoding: .utf8)
            .split(whereSeparator: \.isNewline)
            .compactMap { CalendarDate($0.trimmingPrefix("  - ")) }
        let events = try Table(path: "\(folder)/events.csv").rows.flatMap { row in
            let sensors = Set(row[2].split(separator: " ").map { SensorID(String($0)) })
            let window = Window(from: try Self.time(row[3], clock), to: try Self.time(row[4], clock))
            return row[1].split(separator: " ").map { zone in
                CityCalendar.Event(zone: ZoneID(String(zone)), window: window, sensors: sensors)
            }
        }
        plan = Plan(
            clock: clock, zones: zones.map { Plan.Zone(id: ZoneID($0)) },
            sensors: rows.map { row in
                let zone = zones.firstIndex(of: String(row[1])) ?? 0
                return Plan.Sensor(id: SensorID(String(row[0])), zone: zone)
            },
            calendar: CityCalendar(publicHolidays: Set(holidays), events: events),
            windows: .init(lengths: [3600], slot: 3600))
    }

    /// Takes a local time such as `2012-12-31T18:00`.
    private static func time(_ text: Substring, _ clock: CityClock) throws -> EventTime {
        let face = text.suffix(5).split(separator: ":").compactMap { Int($0) }
        guard let date = CalendarDate(text.prefix(10)), face.count == 2 else { throw Unreadable(what: text) }
        return clock.time(of: date, second: face[0] * 3600 + face[1] * 60)
    }

    /// Tells a pipeline all that was recorded.
    ///
    /// - Returns: the sensors' days as they can no longer be corrected.
    func days() throws -> [SensorDay] {
        let numbers = Dictionary(
            plan.sensors.enumerated().map { ($1.id.name, Roster.Number($0)) },
            uniquingKeysWith: { first, _ in first })
        var pipeline = Pipeline(plan: plan)
        pipeline.meet(Roster(plan.sensors.map { Roster.Entry(source: "city", sensor: $0.id) }))
        var (days, clock): ([SensorDay], EventTime?) = ([], nil)
        func take(_ actions: [Action]) {
            for case .keep(.sensorDay(let day)) in actions where day.isFinal { days.append(day) }
        }
        for row in try Table(path: "\(folder)/observations.csv").rows {
            guard let number = numbers[String(row[0])], let start = EventTime(String(row[1])),
                let seconds = Int(row[2]), let count = Double(row[3])
            else { throw Unreadable(what: row.joined(separator: ",")[...]) }
            let end = start + .seconds(Int64(seconds))
            if clock.map({ $0 < end }) ?? true {
                take(pipeline.handle(.tick(end)))
                clock = end
            }
            take(
                pipeline.handle(
                    .observation(
                        Observation(
                            sensor: number, start: start, seconds: seconds, direction: .both, count: count,
                            kind: .delta, key: 0))))
        }
        if let clock { take(pipeline.handle(.tick(clock + .seconds(2 * 86_400)))) }
        return days
    }
}

import Barometer
import Foundation
import TestKit

@testable import Footfall

/// Recorded counts of a real city by the hour, with its zones, events and holidays, and what the method's reference
/// makes of them.
struct GoldenCity {
    let name: String
    let plan: Plan
    /// In order of time: the hour, and the count of each sensor of the plan; `nil` is missing.
    private let hours: [(start: EventTime, counts: [Double?])]

    init(_ name: String, timeZone: String) throws {
        let url = URL(filePath: "/usr/share/zoneinfo/\(timeZone)")
        guard let clock = CityClock(name: timeZone, timeZoneFile: [UInt8](try Data(contentsOf: url))) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        self.name = name
        let sensors = try Self.table("sensors.csv").filter { $0["city"] == name }
        let zones = sensors.compactMap { $0["zone"] }.reduce(into: [String]()) { names, zone in
            if !names.contains(zone) { names.append(zone) }
        }
        let posts = sensors.compactMap { row in
            zones.firstIndex(of: row["zone"] ?? "").map {
                Plan.Sensor(id: SensorID(row["sensor_id"] ?? ""), zone: $0)
            }
        }
        let holidays = try Self.table("holidays.csv").filter { $0["city"] == name }
            .compactMap { $0["date"].flatMap(CalendarDate.init) }
        let events = try Self.table("events.csv").filter { $0["city"] == name }
            .flatMap { try Self.events($0, posts, zones, clock) }
        plan = Plan(
            clock: clock, zones: zones.map { Plan.Zone(id: ZoneID($0)) }, sensors: posts,
            calendar: CityCalendar(publicHolidays: Set(holidays), events: events),
            windows: .init(lengths: [3600], slot: 3600), hasColdStart: false)
        hours = try Self.lines("\(name).csv.gz").dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard let hour = Int64(cells[0]) else { return nil }
            // The columns stand in the order of sensors.csv.
            return (EventTime(seconds: hour * 3600), cells.dropFirst().map { Double($0) })
        }
    }

    /// Each event once a zone, for those of its sensors that stand there.
    private static func events(
        _ row: [String: String], _ posts: [Plan.Sensor], _ zones: [String], _ clock: CityClock
    ) throws -> [CityCalendar.Event] {
        guard let start = row["start_local"].flatMap({ time($0, clock) }),
            let end = row["end_local"].flatMap({ time($0, clock) })
        else { throw CocoaError(.fileReadCorruptFile) }
        let names = Set((row["sensors"] ?? "").split(separator: " ").map { SensorID(String($0)) })
        return zones.indices.compactMap { zone in
            let struck = Set(posts.filter { $0.zone == zone }.map(\.id)).intersection(names)
            return struck.isEmpty
                ? nil
                : CityCalendar.Event(
                    zone: ZoneID(zones[zone]), window: Window(from: start, to: end), sensors: struck)
        }
    }

    private static func time(_ local: String, _ clock: CityClock) -> EventTime? {
        let parts = local.split(separator: "T")
        let face = parts.last?.split(separator: ":").compactMap { Int($0) } ?? []
        guard let date = parts.first.flatMap({ CalendarDate(String($0)) }), face.count == 2 else {
            return nil
        }
        return clock.time(of: date, second: face[0] * 3600 + face[1] * 60)
    }

    /// Tells a pipeline hour after hour, and calls after each one.
    ///
    /// - Returns: the days that it asked to keep, in order.
    func tell(_ afterHour: (EventTime, Pipeline) -> Void) -> [SensorDay] {
        var days: [SensorDay] = []
        var pipeline = Pipeline(plan: plan)
        pipeline.meet(Roster(plan.sensors.map { Roster.Entry(source: "city", sensor: $0.id) }))
        for (start, counts) in hours {
            for (sensor, count) in counts.enumerated() {
                guard let count else { continue }
                let observation = Observation(
                    sensor: Roster.Number(sensor), start: start, seconds: 3600, direction: .both,
                    count: count, kind: .delta, key: 0)
                days += pipeline.handle(.observation(observation)).sensorDays
            }
            // The hour is told by now, and nothing is waited for.
            days += pipeline.handle(.tick(start + .seconds(3600 + 600))).sensorDays
            afterHour(start, pipeline)
        }
        return days
    }

    /// The rows of a file under `Golden`, by column.
    static func table(_ file: String) throws -> [[String: String]] {
        let lines = try lines(file)
        let names = lines.first?.split(separator: ",").map(String.init) ?? []
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return Dictionary(
                uniqueKeysWithValues: zip(names, cells).compactMap { name, cell in
                    cell.isEmpty ? nil : (name, String(cell))
                })
        }
    }

    private static func lines(_ file: String) throws -> [Substring] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(file)")
        let data = file.hasSuffix(".gz") ? try unpacked(url) : try Data(contentsOf: url)
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    }

    private static func unpacked(_ url: URL) throws -> Data {
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = ["-dc", url.path()]
        gzip.standardOutput = output
        try gzip.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
        return data
    }
}

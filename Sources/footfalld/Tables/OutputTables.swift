import Barometer
import Footfall
import Foundation
import Sinks

/// Writes a replay's outcome: the newest version of each window, ordered by its end and zone.
///
/// A row is written once its window can no longer be corrected, so memory does not grow with the period.
final class OutputTables {
    private struct Key: Hashable, Comparable {
        let end: EventTime
        let start: EventTime
        let zone: ZoneID

        static func < (left: Key, right: Key) -> Bool {
            (left.end, left.zone, left.start) < (right.end, right.zone, right.start)
        }
    }

    private let lateness: Duration
    private let readingsFile: FileHandle
    private let talliesFile: FileHandle?
    private let forecastsFile: FileHandle?
    private let healthFile: FileHandle?
    private let scoresFile: FileHandle
    private var scores: ReplayScores
    private var impacts: [Impact] = []
    private var troubles: [SensorHealth] = []
    private var readings: [Key: (reading: Reading, version: Int)] = [:]
    private var tallies: [Key: Tally] = [:]
    /// A forecast is never corrected, so that its row needs to wait for nothing.
    private var forecasts = ""
    private var newest: EventTime?
    private var flushed: EventTime?
    private(set) var rows = 0

    init(folder: String, isPrivate: Bool, plan: Plan, editions: [EventEdition]) throws {
        lateness = plan.windows.lateness + .seconds(2 * 86_400)
        scores = ReplayScores(plan: plan, editions: editions)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        readingsFile = try Self.create("\(folder)/readings.csv", header: IndicatorTable.header)
        scoresFile = try Self.create("\(folder)/scores.csv", header: IndicatorTable.header)
        talliesFile =
            isPrivate
            ? try Self.create(
                "\(folder)/tallies.csv",
                header: "zone,from,to,count,expected,lower,upper,completeness,state\n") : nil
        forecastsFile =
            isPrivate
            ? try Self.create(
                "\(folder)/forecasts.csv", header: "zone,made,from,to,usual,expected,lower,upper\n") : nil
        healthFile =
            isPrivate
            ? try Self.create(
                "\(folder)/health.csv", header: "sensor,zone,trouble,since,noticed,until\n") : nil
    }

    private static func create(_ path: String, header: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: Data(header.utf8)),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw FileProblem(path: path, problem: "cannot be written") }
        try handle.seekToEnd()
        return handle
    }

    func take(_ actions: [Action]) throws {
        for action in actions {
            switch action {
            case .publish(let reading):
                let key = Key(end: reading.window.end, start: reading.window.start, zone: reading.zone)
                readings[key] = (reading, (readings[key]?.version ?? 0) + 1)
                newest = max(newest ?? key.end, key.end)
            case .keep(.tally(let tally)) where talliesFile != nil:
                tallies[Key(end: tally.window.end, start: tally.window.start, zone: tally.zone)] = tally
            case .keep(.sensorDay(let day)): impacts += scores.take(day)
            case .keep(.forecast(let forecast)) where forecastsFile != nil:
                forecasts += row(forecast)
            case .keep(.health(let health)) where talliesFile != nil: keep(health)
            case .tell, .keep, .reject: break
            }
        }
        if forecasts.utf8.count > 1 << 16 { try writeForecasts() }
        if let newest, newest - (flushed ?? newest) > lateness + .seconds(86_400) {
            try flush(before: newest - lateness)
        }
        if flushed == nil { flushed = newest.map { $0 - lateness } }
    }

    func finish() throws {
        try flush(before: EventTime(milliseconds: .max))
        try readingsFile.close()
        try talliesFile?.close()
        try writeScores()
        try writeForecasts()
        try forecastsFile?.close()
        try writeTroubles()
    }

    private func writeScores() throws {
        let publications = (impacts + scores.finish()).map {
            Publication(sequence: 1, created: $0.window.end, version: 1, content: .impact($0))
        }
        try scoresFile.write(contentsOf: Data(IndicatorTable(publications).rows.utf8))
        try scoresFile.close()
    }

    private func writeForecasts() throws {
        try forecastsFile?.write(contentsOf: Data(forecasts.utf8))
        forecasts.removeAll(keepingCapacity: true)
    }

    /// A trouble that has ended takes the place of the one that lasted.
    private func keep(_ health: SensorHealth) {
        if health.until != nil {
            troubles.removeAll {
                $0.until == nil
                    && ($0.sensor, $0.trouble, $0.since)
                        == (health.sensor, health.trouble, health.since)
            }
        }
        troubles.append(health)
    }

    private func writeTroubles() throws {
        guard let healthFile else { return }
        for trouble in troubles.sorted(by: { ($0.since, $0.sensor) < ($1.since, $1.sensor) }) {
            let cells = [
                trouble.sensor.name, trouble.zone?.name ?? "", trouble.trouble.rawValue,
                "\(trouble.since)", "\(trouble.noticed)", trouble.until.map { "\($0)" } ?? "",
            ]
            try healthFile.write(contentsOf: Data((cells.joined(separator: ",") + "\n").utf8))
        }
        try healthFile.close()
    }

    private func flush(before time: EventTime) throws {
        flushed = time
        let ready = readings.keys.filter { $0.end < time }.sorted()
        let publications = ready.compactMap { key in
            readings.removeValue(forKey: key).map { known in
                Publication(
                    sequence: 1, created: known.reading.window.end, version: known.version,
                    content: .reading(known.reading))
            }
        }
        rows += publications.count
        try readingsFile.write(contentsOf: Data(IndicatorTable(publications).rows.utf8))
        let counted = tallies.keys.filter { $0.end < time }.sorted()
            .compactMap { tallies.removeValue(forKey: $0) }.map(row).joined()
        try talliesFile?.write(contentsOf: Data(counted.utf8))
    }

    private func number(_ value: Double?) -> String {
        value.map { $0 == $0.rounded() ? "\(Int($0))" : "\(($0 * 10_000).rounded() / 10_000)" } ?? ""
    }

    private func row(_ forecast: Forecast) -> String {
        let people = [forecast.usual, forecast.expected, forecast.lower, forecast.upper].map(number)
        let window = forecast.window
        return "\(forecast.zone),\(forecast.made),\(window.start),\(window.end),"
            + people.joined(separator: ",") + "\n"
    }

    private func row(_ tally: Tally) -> String {
        let expectation = tally.expectation
        let cells = [
            tally.zone.name, "\(tally.window.start)", "\(tally.window.end)", number(tally.count),
            number(expectation?.expected), number(expectation?.lower), number(expectation?.upper),
            number(tally.completeness), tally.state.rawValue,
        ]
        return cells.joined(separator: ",") + "\n"
    }
}

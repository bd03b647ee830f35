import Barometer
import Footfall
import Foundation

/// Scores made-up editions in a recorded city, each by itself; `Benchmarks/quality/effects.py` judges them.
///
/// usage: Cases FOLDER TIMEZONE <cases.csv >effects.csv
///
/// A case is `sensors,date,first,end,counts`: names and counts stand between spaces; `first` and `end` are hours, from
/// 24 on of the next day. What comes back is in the same order.

func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func read(_ row: [Substring]) throws -> CaseScorer.Case {
    guard row.count == 5, let date = CalendarDate(row[1]), let first = Int(row[2]), let end = Int(row[3])
    else { throw RecordedCity.Unreadable(what: row.joined(separator: ",")[...]) }
    return CaseScorer.Case(
        sensors: row[0].split(separator: " ").map { SensorID(String($0)) }, date: date, hours: first..<end,
        counts: row[4].split(separator: " ").map { Float($0) ?? .nan })
}

let (folder, zone) = (CommandLine.arguments[1], CommandLine.arguments[2])
let file = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(zone)")))
guard let clock = CityClock(name: zone, timeZoneFile: file) else {
    fatalError("\(zone) is no time zone")
}
let city = try RecordedCity(folder, clock: clock)
var scorer = CaseScorer(try city.days(), plan: city.plan)
let input = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
print("theta,sigma,z,coverage,history,controls,obstacle,microseconds")
for row in Table(text: input).rows {
    let item = try read(row)
    let begin = seconds()
    let account = scorer.score(item)
    let taken = (seconds() - begin) * 1e6
    let result = account?.result
    let numbers = result.map { "\($0.theta),\($0.sigma),\($0.z)" } ?? ",,"
    print(
        numbers, account?.coverage ?? 0, account?.history.count ?? 0, account?.controls.count ?? 0,
        result == nil ? account?.obstacle?.code ?? "unknown" : "", taken, separator: ",")
}

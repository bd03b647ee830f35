import Barometer
import Foundation
import Logging
import Sinks

/// Writes readings of 100 zones in batches as the daemon does: new ones, the same again, and corrections of all.
func readings(_ count: Int, version: Int) -> [Publication] {
    (0..<count).map { number in
        let start = EventTime(seconds: 1_770_000_000 + Int64(number / 100) * 900)
        let index = Index(ratio: Double((number * 7 + version * 13) % 60) / 20)
        let measurement = Reading.Measurement(
            index: index, deviation: .usual,
            peak: .init(busyness: Busyness(ratio: Double(number % 40) / 20), level: .busy), confidence: .high)
        return Publication(
            sequence: version * count + number, created: start + .seconds(901), version: version,
            content: .reading(
                Reading(
                    zone: ZoneID("zone-\(number % 100)"),
                    window: Window(from: start, to: start + .seconds(900)),
                    content: .final(measurement), completeness: .whole,
                    reasons: number % 5 == 0 ? [.sensors(.init(2, of: 3))] : [],
                    validUntil: start + .seconds(2100))))
    }
}

func measure(_ what: String, _ all: [Publication], batch: Int, over store: PostgresStore) async throws {
    let clock = ContinuousClock()
    let cpu = processorTime()
    let time = try await clock.measure {
        for start in stride(from: 0, to: all.count, by: batch) {
            try await store.write(Array(all[start..<min(start + batch, all.count)]))
        }
    }
    let ours = Double(processorTime() - cpu) / 1000 / Double(all.count)
    let rate =
        Double(all.count) / (Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
    let name = what.padding(toLength: 30, withPad: " ", startingAt: 0)
    print("\(name) \(Int(rate)) rows/s, \(String(format: "%.1f", ours)) µs of our CPU a row")
}

/// CPU of this process.
func processorTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let count = Int(arguments[2]), let batch = Int(arguments[3]) else {
    print("usage: Bench SOCKET-FOLDER ROWS BATCH")
    exit(64)
}
let store = PostgresStore(
    PostgresSettings(server: .host(arguments[1], port: 5432), database: "postgres", user: "postgres"),
    logger: Logger(label: "bench"))
try await store.connect()
print("\(count) readings, \(batch) a batch")
for version in 1...2 {
    let all = readings(count, version: version)
    try await measure(version == 1 ? "new" : "corrected", all, batch: batch, over: store)
    try await measure("the same again", all, batch: batch, over: store)
}
await store.close()

import Barometer
import TestKit
import Testing

@testable import Footfall

/// A thousand outages by chance: of a sensor, a zone, a gateway or the whole broker, at any time of two days around
/// a midnight and around both changes of the clock.
@Suite("Never green when blind") struct OutageTests {
    private static let zones: KeyValuePairs = [
        "old-market": ["gate-1", "gate-2", "gate-3"], "quay": ["gate-4", "gate-5"],
        "station": ["gate-6", "gate-7", "gate-8"],
    ]
    private static let sensors = zones.flatMap(\.value)
    private static let zoneOf = Dictionary(
        uniqueKeysWithValues: zones.flatMap { zone in zone.value.map { ($0, zone.key) } })
    private static let slot: Int64 = 900

    @Test(
        "no level is told of a window that was not heard, and none stays valid after the data stop",
        arguments: ["2026-03-28", "2026-10-24", "2026-06-12", "2026-06-15"])
    func outages(around day: String) throws {
        let clock = CityClock.brussels
        let date = try #require(CalendarDate(day))
        var chance = Chance(seed: UInt64(date.daysSinceEpoch))
        let base = Self.houses(from: clock.midnight(of: date), clock)
        var judged = 0
        var complaints: [String] = []
        for _ in 0..<125 {
            let (start, house) = base[Int.random(in: 0..<base.count, using: &chance)]
            judged += Self.play(house, from: start, &chance, &complaints)
        }
        #expect(judged > 10_000)
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(3))")
    }

    /// The house as it stands at each third hour of a day and a half, after four weeks.
    private static func houses(from day: EventTime, _ clock: CityClock) -> [(EventTime, House)] {
        var house = House(.house(zones, clock: clock))
        var now = day - .seconds(28 * 86_400)
        var houses: [(EventTime, House)] = []
        while now < day + .seconds(36 * 3600) {
            if now >= day { houses.append((now, house)) }
            for _ in 0..<12 { hearSlot(from: now, &house, sensors: sensors); now = now + .seconds(slot) }
        }
        return houses
    }

    private static func crowd(at time: EventTime) -> Double {
        let hour = Double(time.seconds % 86_400) / 3600
        return (90 + 60 * (hour < 12 ? hour / 12 : (24 - hour) / 12)).rounded()
    }

    private static func hearSlot(from start: EventTime, _ house: inout House, sensors: [String]) {
        _ = house.hear(sensors.map { report($0, from: start) })
        _ = house.hear(.tick(start + .seconds(slot + 30)))
    }

    private static func report(_ sensor: String, from start: EventTime) -> Told {
        // Two gateways, so that one of them can fail alone.
        .from(
            sensor, source: sensor < "gate-5" ? "north" : "south", counting: crowd(at: start), at: start,
            lasting: Int(slot))
    }

    private struct Outage {
        let sensors: Set<String>
        let span: Range<EventTime>
    }

    private static func outage(from start: EventTime, _ chance: inout Chance) -> Outage {
        let kind = Int.random(in: 0..<4, using: &chance)
        let struck: [String] =
            switch kind {
            case 0: Array(sensors.shuffled(using: &chance).prefix(Int.random(in: 1...3, using: &chance)))
            case 1: zones[Int.random(in: 0..<zones.count, using: &chance)].value
            case 2: Bool.random(using: &chance) ? Array(sensors.prefix(4)) : Array(sensors.dropFirst(4))
            default: sensors
            }
        let begin = start + .seconds(60 * Int64.random(in: 0..<240, using: &chance))
        let length = Int64.random(in: 5...420, using: &chance)
        return Outage(sensors: Set(struck), span: begin..<begin + .seconds(60 * length))
    }

    /// Plays eight hours with two outages, and a tick every three minutes.
    ///
    /// - Returns: how many readings with a level were judged.
    private static func play(
        _ settled: House, from start: EventTime, _ chance: inout Chance, _ complaints: inout [String]
    ) -> Int {
        var house = settled
        let outages = [outage(from: start, &chance), outage(from: start, &chance)]
        var heard: [String: Set<EventTime>] = [:]
        var judged = 0
        // What came before the start was heard in full.
        for sensor in sensors { heard[sensor] = [start - .seconds(slot), start - .seconds(2 * slot)] }
        for minute in stride(from: Int64(3), through: 480, by: 3) {
            let now = start + .seconds(60 * minute)
            var actions: [Action] = []
            if minute.isMultiple(of: 15) {
                let from = now - .seconds(slot)
                for sensor in sensors
                where !outages.contains(where: { $0.sensors.contains(sensor) && $0.span.contains(now) }) {
                    heard[sensor]?.insert(from)
                    actions += house.hear(report(sensor, from: from))
                }
            }
            actions += house.hear(.tick(now))
            for reading in actions.readings where reading.measurement != nil {
                judged += 1
                complaints += complaint(reading, at: now, heard).map { [$0] } ?? []
            }
        }
        return judged
    }

    private static func complaint(
        _ reading: Reading, at now: EventTime, _ heard: [String: Set<EventTime>]
    ) -> String? {
        let posts = sensors.filter { zoneOf[$0] == reading.zone.name }
        let slots = stride(from: reading.window.start.seconds, to: reading.window.end.seconds, by: Int(slot))
            .map { EventTime(seconds: $0) }
        let cells = posts.flatMap { post in slots.map { (post, $0) } }
        let known = cells.filter { heard[$0.0]?.contains($0.1) ?? false }
        // What has not come by now, and should have: a slot is told of when it is over, and waited for a little.
        let missing = cells.filter {
            $0.1 + .seconds(slot + 600) <= now && !(heard[$0.0]?.contains($0.1) ?? false)
        }
        func people(_ cells: [(String, EventTime)]) -> Double { cells.reduce(0) { $0 + crowd(at: $1.1) } }
        if known.isEmpty { return "a level of a window from which nothing was heard: \(reading)" }
        // The pipeline goes by what it learned, which is not the crowd to the last person.
        if people(known) < people(missing) * 0.99 {
            return "at \(now) a level of a window half unheard: \(reading)"
        }
        let last = posts.compactMap { heard[$0]?.max() }.max().map { $0 + .seconds(slot) }
        guard let last, reading.validUntil > last + .seconds(3600) else { return nil }
        return "valid long after the data stopped: \(reading)"
    }
}

import Barometer
import Footfall
import Glibc

/// Times 10,000 editions over two years of 100 zones with three sensors each, in 50 towns or, told `one-city`, in one
/// whose editions fall on one day in forty, since a day with an event is no history; one core.
///
/// One edition in four has an effect that is shown, so that its shape, its reach and its rings are looked for too.

/// SplitMix64.
struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func wave() -> Double {
        (0..<4).reduce(-2) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
    }
}

func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let (zones, sensors, days, editions) = (100, 3, 730 + 90, 10_000)
let first = 20_000
let isOneCity = CommandLine.arguments.contains("one-city")
let sparse = isOneCity ? 40 : 1
let plan = Plan(
    clock: .utc,
    zones: (0..<zones).map { zone in
        Plan.Zone(
            id: ZoneID("zone-\(zone)"), neighbours: [ZoneID("zone-\(zone ^ 1)")],
            municipality: isOneCity ? nil : "town-\(zone / 2)")
    },
    sensors: (0..<zones * sensors).map { Plan.Sensor(id: SensorID("sensor-\($0)"), zone: $0 / sensors) })
var chance = Chance(state: 1)

let known = (0..<editions).map { number in
    let day = first + 90 + number * 730 / editions / sparse * sparse
    let hour = [8, 9, 10, 12, 17, 18][number % 6]
    let length = [3, 6, 8, 9, 11][number % 5]
    let start = EventTime(seconds: Int64(day) * 86_400 + Int64(hour) * 3600)
    return EventEdition(
        id: EventID("event-\(number)"), series: nil, name: Words(nl: "", en: ""), kind: "market",
        zones: [ZoneID("zone-\(number * 37 % zones)")],
        window: Window(from: start, to: start + .seconds(Int64(length) * 3600)))
}
var loud: [Int: Set<Int>] = [:]
for (number, edition) in known.enumerated() where number % 4 == 0 {
    loud[Int(edition.window.start.seconds / 86_400), default: []].insert(number * 37 % zones)
}

var history = ImpactHistory(plan: plan, days: days)
var begin = seconds()
for day in 0..<days {
    let city = 0.08 * chance.wave()
    for sensor in 0..<zones * sensors {
        let isLoud = loud[first + day]?.contains(sensor / sensors) ?? false
        let level: Double = (1 + city + 0.1 * chance.wave()) * (isLoud ? 1.8 : 1)
        let expected = (0..<24).map { (hour: Int) -> Float in
            let share: Int = max(0, 12 - abs(hour - 14))
            return Float(20 + 200 * share / 12)
        }
        let people = expected.map { (usual: Float) -> Float in
            let chanced: Double = level * (1 + 0.05 * chance.wave())
            return Float((Double(usual) * chanced).rounded())
        }
        history.add(
            SensorDay(
                sensor: SensorID("sensor-\(sensor)"), zone: ZoneID("zone-\(sensor / sensors)"),
                date: CalendarDate(daysSinceEpoch: first + day), isFinal: true,
                people: people, expected: expected, spread: .init(repeating: 0.2, count: 24)))
    }
}
print(
    "\(isOneCity ? "one city" : "fifty towns"): \(zones * sensors) sensors, \(days) days, \(Int((seconds() - begin) * 1000)) ms with making it up"
)

begin = seconds()
let scorer = ImpactScorer(history: history, editions: known)
let made = seconds() - begin
var (shown, told, sum) = (0, 0, 0)
begin = seconds()
// A day's editions together, as a replay asks for them.
let daily = Dictionary(grouping: known) { $0.window.start.seconds / 86_400 }.sorted { $0.key < $1.key }
for (_, editions) in daily {
    for effect in scorer.assess(editions, isFinal: { _ in true }).compactMap({ $0.impacts.first?.effect }) {
        told += 1
        shown += effect.size == .noEffect ? 0 : 1
        sum &+= effect.score.tenths &* 31 &+ effect.uplift.percent
    }
}
let taken = seconds() - begin
print("scorer: \(Int(made * 1000)) ms for \(editions) known editions")
print("scores: \(editions) in \(Int(taken * 1000)) ms, \(Int(taken / Double(editions) * 1e6)) µs each;")
print("\(told) told, \(shown) with an effect shown, and so with shape, reach and rings; checksum \(sum)")

// Those without effect alone: the price of a score by itself.
let plain = known.enumerated().filter { $0.offset % 4 == 1 }.prefix(1000).map(\.element)
begin = seconds()
var controls = 0
for edition in plain {
    controls += scorer.assess(edition, isFinal: true).details.first?.basis.controls ?? 0
}
let each = (seconds() - begin) / Double(plain.count)
print("mostly without effect: \(Int(each * 1e6)) µs each, \(controls / plain.count) controls on average")

import Barometer
import TestKit

@testable import Footfall

/// A square where gate-1 gets a successor, gate-1b, that sees another share of the same people.
struct ExchangeStory {
    /// Gates beside gate-1.
    var others: [String] = []
    /// What gate-1b counts where gate-1 counts 1.
    var factor = 1.0
    /// Days in which both count.
    var overlap = 14
    /// Of the reports, in seconds: of gate-1 and the others, and of gate-1b.
    var intervals = (old: 3600, new: 3600)
    /// Seconds after midnight at which gate-1 ends.
    var hour = 0
    /// Whether gate-1 says when it ends, or leaves it to its successor.
    var hasEnd = true

    /// Saturday 14 March 2026, at midnight unless told otherwise.
    var handover: EventTime { .at("00:00") + .seconds(hour) }
    var begin: EventTime { handover - .seconds(overlap * 86_400) }
    static let start = EventTime.at("00:00") - .seconds(63 * 86_400)

    var plan: Plan {
        let from = hasEnd ? begin : handover
        return plan([
            Plan.Sensor(id: SensorID("gate-1"), zone: 0, to: hasEnd ? handover : nil),
            Plan.Sensor(id: SensorID("gate-1b"), zone: 0, from: from, replaces: SensorID("gate-1")),
        ])
    }

    /// Nobody is exchanged.
    var undisturbed: Plan { plan([Plan.Sensor(id: SensorID("gate-1"), zone: 0)]) }

    func plan(_ sensors: [Plan.Sensor]) -> Plan {
        Plan(
            clock: .utc, zones: [.init(id: ZoneID("old-market"))],
            sensors: sensors + others.map { Plan.Sensor(id: SensorID($0), zone: 0) })
    }

    /// What is told from one moment to another. Without an exchange gate-1 goes on.
    func told(from start: EventTime = start, to end: EventTime, exchanged: Bool = true) -> [Told] {
        stride(from: start.seconds, to: end.seconds, by: 900).flatMap { second -> [Told] in
            let time = EventTime(seconds: second)
            var told: [Told] = []
            if time < handover || !exchanged {
                told += report("gate-1", time, every: intervals.old, share: 1)
            }
            if exchanged, time >= begin {
                told += report("gate-1b", time, every: intervals.new, share: factor)
            }
            return told + others.flatMap { report($0, time, every: intervals.old, share: 1) }
        }
    }

    private func report(_ gate: String, _ time: EventTime, every seconds: Int, share: Double) -> [Told] {
        guard time.seconds % Int64(seconds) == 0 else { return [] }
        let count = stride(from: time.seconds, to: time.seconds + Int64(seconds), by: 900)
            .reduce(0) { $0 + crowd(gate, EventTime(seconds: $1)) * share }
        return [.from(gate, counting: count.rounded(), at: time, lasting: seconds)]
    }

    /// A wave over the day of 400 to 1,200 a quarter, days that differ, each gate with its own chance; gate-1b sees the
    /// same people as gate-1, give or take two in a hundred.
    private func crowd(_ gate: String, _ time: EventTime) -> Double {
        let wave = 1200 - 66 * Double((time.seconds / 3600 % 24 - 12).magnitude)
        let day = 1 + 0.1 * Double((time.seconds / 86_400 * 7919) % 11 - 5) / 5
        let seed = gate.prefix(6).utf8.reduce(UInt64(time.seconds)) { $0 &* 31 &+ UInt64($1) }
        var chance = Chance(seed: seed)
        let crowd = wave * day * Double.random(in: 0.95..<1.05, using: &chance)
        return gate == "gate-1b" ? crowd * Double.random(in: 0.98..<1.02, using: &chance) : crowd
    }
}

extension Reading {
    var percent: Int { measurement?.index.percent ?? -1 }
    var levelNumber: Int { measurement?.peak?.level.rawValue ?? -1 }
}

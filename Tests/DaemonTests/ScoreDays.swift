import Barometer
import Footfall
import TestKit
import Vault

/// Sensors' days of a made-up town, as the pipeline would have kept them: what is usual, a little chance, and fairs.
struct ScoreDays {
    /// The first day that is kept, a Monday.
    static let first = CalendarDate(daysSinceEpoch: 20_454)
    private let sensors: [(sensor: SensorID, zone: ZoneID)]
    /// Hours of the old market's days on which there are half as many people more, by day.
    var fairs: [Int: Range<Int>] = [:]
    /// Days on which the old market's sensors were not heard.
    var silent: Set<Int> = []
    var people: Float = 200

    init(_ town: Town) {
        sensors = town.sensors.map { name in
            (SensorID(name), ZoneID(name.split(separator: "-").dropLast().joined(separator: "-")))
        }
    }

    static func date(_ day: Int) -> CalendarDate { first.advanced(byDays: day) }

    /// - Parameter days: counted from the first.
    func keepsakes(_ days: Range<Int>, areFinal: Bool = true) -> [Keepsake] {
        days.flatMap { day in
            sensors.enumerated().filter { !(silent.contains(day) && isMarket($0.element.zone)) }.map {
                .sensorDay(sensorDay(of: $0.element, number: $0.offset, day, areFinal))
            }
        }
    }

    private func isMarket(_ zone: ZoneID) -> Bool { zone.name == "old-market" }

    private func sensorDay(
        of post: (sensor: SensorID, zone: ZoneID), number: Int, _ day: Int, _ isFinal: Bool
    ) -> SensorDay {
        var dice = Chance(seed: UInt64(day * 100 + number))
        let expected = (0..<24).map { people * Float(24 - abs($0 - 14)) / 24 }
        let counted = expected.indices.map { hour -> Float in
            let isFair = isMarket(post.zone) && fairs[day]?.contains(hour) ?? false
            return (expected[hour] * (isFair ? 1.5 : 1) * Float.random(in: 0.94...1.06, using: &dice))
                .rounded()
        }
        return SensorDay(
            sensor: post.sensor, zone: post.zone, date: Self.date(day), isFinal: isFinal, people: counted,
            expected: expected, spread: .init(repeating: 0.1, count: 24))
    }
}

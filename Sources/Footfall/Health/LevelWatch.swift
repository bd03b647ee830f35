internal import Barometer

/// Whether what a sensor counts jumped by a factor that stays: its last telling hours and days, beside what was
/// expected and less how the whole city was off.
struct LevelWatch: Sendable, Equatable {
    private struct Hour: Equatable {
        /// Since 1970.
        let number: Int64
        /// The logarithm of counted by expected.
        let shift: Float
    }

    private static let hoursKept = 24
    private static let daysKept = 28
    /// An hour in which fewer are expected tells nothing.
    static let tellingPeople = 20.0

    private var hours: [Hour] = []
    /// Shifts of the last days on which all was well.
    private var days: [Float] = []
    /// How much its whole days stray.
    private var spread: Float = 0.15

    mutating func hear(_ shift: Double, hour: Int64) {
        hours = Array((hours + [Hour(number: hour, shift: Float(shift))]).suffix(Self.hoursKept))
    }

    mutating func hearDay(_ shift: Double) {
        days = Array((days + [Float(shift)]).suffix(Self.daysKept))
        guard days.count >= 10, let middle = Statistics.median(days.map(Double.init)),
            let distance = Statistics.median(days.map { abs(Double($0) - middle) })
        else { return }
        spread = max(0.05, 1.4826 * Float(distance))
    }

    /// - Parameter isOpen: a change was noticed, and the level has not followed.
    func verdict(isOpen: Bool) -> Verdict {
        isOpen ? ending : large ?? lasting ?? .unclear
    }

    /// Four hours in a row at a quarter or less, or at four times alike: an event swells, a unit does not.
    private var large: Verdict? {
        let run = hours.suffix(4).map { Double($0.shift) }
        guard run.count == 4, isWithin(hours: 12, 4), let middle = Statistics.median(run),
            abs(middle) >= max(1.25, 6 * Double(spread)), let least = run.min(), let most = run.max(),
            least >= 1.1 && most - least <= 0.8 || most <= -1.1
        else { return nil }
        return .trouble(since: start(4))
    }

    /// Sixteen hours, night and day, on one side.
    private var lasting: Verdict? {
        let run = hours.suffix(16).map { Double($0.shift) }
        guard run.count == 16, isWithin(hours: 40, 16), let middle = Statistics.median(run),
            abs(middle) >= max(0.5, 4.5 * Double(spread)),
            run.count(where: { abs($0) >= 0.3 && ($0 > 0) == (middle > 0) }) >= 15
        else { return nil }
        return .trouble(since: start(16))
    }

    private var ending: Verdict {
        let run = hours.suffix(6).map { Double($0.shift) }
        guard run.count == 6, let middle = Statistics.median(run), abs(middle) < 0.35 else { return .unclear }
        return .well(since: start(6))
    }

    private func isWithin(hours limit: Int64, _ count: Int) -> Bool {
        guard let last = hours.last else { return false }
        return last.number - hours[hours.count - count].number < limit
    }

    private func start(_ count: Int) -> EventTime {
        EventTime(seconds: hours[max(0, hours.count - count)].number * 3600)
    }

    mutating func forget() { hours = [] }
}

extension LevelWatch: Stored {
    func write(to writer: inout ByteWriter) {
        writer.list(hours) { writer, hour in
            writer.signed(hour.number)
            writer.float(hour.shift)
        }
        writer.floats(days)
        writer.float(spread)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        hours = try reader.list { reader throws(Damage) in
            let number = try reader.signed()
            try reader.require((-1_000_000_000...1_000_000_000).contains(number))
            return Hour(number: number, shift: try reader.float())
        }
        try reader.require(hours.count <= Self.hoursKept)
        days = try reader.floats(upTo: Self.daysKept)
        spread = try reader.float()
    }
}

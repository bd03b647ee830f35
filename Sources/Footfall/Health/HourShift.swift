internal import Barometer

/// Whether the rhythm of the day is shifted by whole hours, as when a device takes local time for another.
struct HourShift: Sendable, Equatable {
    /// How many hours late the last day fits best, and for how many days it has.
    private var hours: Int8 = 0
    private var days: UInt8 = 0

    /// - Parameter city: hours by which most sensors are shifted alike: then people changed, not clocks.
    mutating func hear(_ shift: Int?, city: Int?) -> Bool? {
        guard let shift else { return nil }
        let own = shift == city ? 0 : Int8(clamping: shift)
        days = own == hours ? min(days + 1, 250) : 1
        hours = own
        return days >= 2 ? own != 0 : nil
    }

    /// By how many hours a day is late beside what was expected: -3...3; 0 unless another fits far better; `nil`
    /// when the day does not tell.
    static func best(_ day: [Double], expected: [Double]) -> Int? {
        let (seen, usual) = (logarithms(day), logarithms(expected))
        guard let still = misfit(seen, usual, by: 0) else { return nil }
        let others = [-3, -2, -1, 1, 2, 3].compactMap { hours in
            misfit(seen, usual, by: hours).map { (hours, $0) }
        }
        guard still > 0.25, let best = others.min(by: { $0.1 < $1.1 }), best.1 < 0.4 * still else { return 0 }
        return best.0
    }

    /// Of people by the hour, whatever the slots; `nan` where they are not known or few.
    private static func logarithms(_ slots: [Double]) -> [Double] {
        let parts = slots.count / 24
        guard parts > 0 else { return [] }
        return (0..<24).map { hour in
            let people = slots[hour * parts..<(hour + 1) * parts].reduce(0, +)
            return Statistics.log(people + 3)
        }
    }

    /// The mean distance from the expectation, told so many hours later, whatever the level.
    private static func misfit(_ seen: [Double], _ usual: [Double], by hours: Int) -> Double? {
        let differences = seen.indices.filter { (3..<21).contains($0) && usual.indices.contains($0 - hours) }
            .map { seen[$0] - usual[$0 - hours] }.filter { !$0.isNaN }
        guard differences.count >= 16, let middle = Statistics.median(differences) else { return nil }
        return differences.reduce(0) { $0 + abs($1 - middle) } / Double(differences.count)
    }
}

extension HourShift: Stored {
    func write(to writer: inout ByteWriter) {
        writer.signed(Int64(hours))
        writer.byte(days)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        hours = Int8(truncatingIfNeeded: try reader.signed())
        days = try reader.byte()
    }
}

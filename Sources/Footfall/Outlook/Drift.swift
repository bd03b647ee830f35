internal import Barometer

/// How a sensor's day goes beside what is usual, in log units: 0 at local midnight (method `dasta-1.0`, section 3.6).
struct Drift: Sendable, Equatable {
    private var value = 0.0
    private var date: CalendarDate?

    func value(on date: CalendarDate) -> Double { self.date == date ? value : 0 }

    /// Takes a slot that has ended.
    ///
    /// - Parameters:
    ///   - people: `nil` is missing.
    ///   - usual: people; `nan` where it is not known, and then nothing changes.
    mutating func follow(_ people: Double?, usual: Double, slotSeconds: Int, on date: CalendarDate) {
        if self.date != date { (self.date, value) = (date, 0) }
        guard !usual.isNaN else { return }
        let residual = people.map { Statistics.log($0 + 0.5) - Statistics.log(usual + 0.5) } ?? 0
        let gain = Self.gain(usual: usual, slotSeconds: slotSeconds)
        value += gain * (Statistics.clip(residual, -1, 1) - value)
    }

    /// Four quarters of an hour in a row weigh as much as the hour that they make.
    static func gain(usual: Double, slotSeconds: Int) -> Double {
        let hourly = usual * 3600 / Double(slotSeconds)
        let gain = 0.45 * hourly / (hourly + 30)
        return slotSeconds == 900 ? 1 - (1 - gain).squareRoot().squareRoot() : gain
    }

    /// How much of it is left in the slots ahead: 0.75 for the coming hour, and 0.75 of that for each hour more.
    ///
    /// Taken at the middle of a slot, so that the quarters of an hour have the hour's weight between them.
    static func weights(slotSeconds: Int) -> [Double] {
        let hours = Double(slotSeconds) / 3600
        return (0..<25 * 3600 / slotSeconds).map { slot in
            Statistics.exp(Statistics.log(0.75) * ((Double(slot) + 0.5) * hours + 0.5))
        }
    }
}

extension Drift: Stored {
    func write(to writer: inout ByteWriter) {
        writer.double(value)
        writer.optional(date) { $0.date($1) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        value = try reader.double()
        date = try reader.optional(CalendarDate.init(from:))
    }
}

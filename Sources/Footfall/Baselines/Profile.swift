internal import Barometer

/// What is usual for one sensor: a level times a weekly profile, learned day by day (method `dasta-1.0`,
/// section 3). All in natural logarithms of counts plus one half; `nan` is not known yet.
struct Profile: Sendable, Equatable {
    /// Slots of a day: 24 or 96.
    let slots: Int
    private(set) var mean: [Double]
    private(set) var count: [Double]
    private(set) var variance: [Double]
    private(set) var level = 0.0
    private(set) var holidayOffset: [Double]
    private(set) var holidayCount: [Double]
    /// The last daily shifts, at most 7; seven large ones in one direction are a lasting change.
    private(set) var shifts: [Double] = []
    private(set) var firstDay: CalendarDate?
    /// The day of the last lasting change.
    private(set) var epoch: CalendarDate?

    init(slots: Int) {
        self.slots = slots
        mean = .init(repeating: .nan, count: 7 * slots)
        count = .init(repeating: 0, count: 7 * slots)
        variance = .init(repeating: .nan, count: 7 * slots)
        holidayOffset = .init(repeating: 0, count: slots)
        holidayCount = .init(repeating: 0, count: slots)
    }

    /// The whole day as expected at its midnight; `nan` where it is not known.
    func expectation(weekday: Int, isHoliday: Bool) -> (people: [Double], spread: [Double]) {
        let row = (isHoliday ? 6 : weekday) * slots
        let people = (0..<slots).map { slot in
            max(0, Statistics.exp(mu(row + slot) + (isHoliday ? holidayOffset[slot] : 0)) - 0.5)
        }
        // `max` passes over what is no number, so cold slots are put back.
        let known = (0..<slots).map { mean[row + $0].isNaN ? Double.nan : people[$0] }
        return (known, (0..<slots).map { variance[row + $0].squareRoot() })
    }

    /// People expected in a slot of the plain week.
    func usual(weekday: Int, slot: Int) -> Double {
        let mu = mu(weekday * slots + slot)
        return mu.isNaN ? .nan : max(0, Statistics.exp(mu) - 0.5)
    }

    private func mu(_ index: Int) -> Double { mean[index] + level }

    /// The logarithm of how far a day was off as a whole; `nil` when too little of it is known (section 4).
    func shift(of day: [Double], weekday: Int) -> Double? {
        let row = weekday * slots
        var (known, expected, seen) = (0, 0.0, 0.0)
        for slot in 0..<slots where !day[slot].isNaN && !mean[row + slot].isNaN {
            known += 1
            expected += Statistics.exp(mu(row + slot))
            seen += day[slot]
        }
        guard known * 2 >= slots, expected >= 50 else { return nil }
        return Statistics.log((seen + 1) / (expected + 1))
    }

    /// Learns an ordinary day; `shift` is its shift less that of the whole city.
    mutating func learn(_ day: [Double], date: CalendarDate, shift: Double?) {
        guard day.contains(where: { !$0.isNaN }) else { return }
        firstDay = firstDay ?? date
        if hides(shift, on: date) { return }
        let row = date.weekday * slots
        let residuals = (0..<slots).map { Statistics.log(day[$0] + 0.5) - mu(row + $0) }
        let deviations = (0..<slots).map { variance[row + $0].isNaN ? 0.4 : variance[row + $0].squareRoot() }
        learnLevel(residuals, deviations, row: row, date: date)
        for slot in 0..<slots where !day[slot].isNaN {
            learnSlot(slot, day[slot], residuals[slot], deviations[slot], weekday: date.weekday)
        }
    }

    private mutating func learnLevel(
        _ residuals: [Double], _ deviations: [Double], row: Int, date: CalendarDate
    ) {
        // In the first two weeks the profile absorbs the level.
        guard let firstDay, date.daysSinceEpoch - firstDay.daysSinceEpoch >= 14 else { return }
        var (sum, weights) = (0.0, 0.0)
        for slot in 0..<slots where !residuals[slot].isNaN {
            let usual = Statistics.exp(mu(row + slot))
            let weight = usual / (1 + 0.02 * usual)
            let bound = 2.5 * deviations[slot]
            sum += weight * Statistics.clip(residuals[slot], -bound, bound)
            weights += weight
        }
        if weights > 0 { level += 0.15 * Statistics.clip(sum / weights, -0.35, 0.35) }
    }

    private mutating func learnSlot(
        _ slot: Int, _ people: Double, _ residual: Double, _ deviation: Double, weekday: Int
    ) {
        let index = weekday * slots + slot
        let seen = Statistics.log(people + 0.5)
        if mean[index].isNaN {
            mean[index] = seen - level
        } else {
            let rest = Statistics.clip(seen - mu(index), -2.5 * deviation, 2.5 * deviation)
            for other in weekday < 5 ? 0..<5 : 5..<7
            where other != weekday && !mean[other * slots + slot].isNaN {
                mean[other * slots + slot] += 0.5 * 0.25 * rest
            }
            mean[index] += max(0.25, 1 / (count[index] + 1)) * rest
        }
        count[index] += 1
        guard !residual.isNaN else { return }
        let clipped = Statistics.clip(residual, -4 * deviation, 4 * deviation)
        let square = clipped * clipped
        if variance[index].isNaN {
            variance[index] = 0.5 * square + 0.045
        } else {
            variance[index] += max(0.06, 1 / (count[index] + 1)) * (square - variance[index])
        }
    }

    /// Learns what a public holiday adds to a Sunday; nothing else changes.
    mutating func learnHoliday(_ day: [Double], date: CalendarDate) {
        for slot in 0..<slots where !day[slot].isNaN && !mean[6 * slots + slot].isNaN {
            let residual = Statistics.log(day[slot] + 0.5) - mu(6 * slots + slot)
            holidayCount[slot] += 1
            holidayOffset[slot] +=
                (Statistics.clip(residual, -1.5, 1.5) - holidayOffset[slot]) / (holidayCount[slot] + 2)
        }
    }

    /// Whether the day is hidden from learning: a fault, or the week in which a lasting change shows.
    private mutating func hides(_ shift: Double?, on date: CalendarDate) -> Bool {
        guard let shift, shift >= -3 else {
            shifts = []
            return shift != nil
        }
        shifts = (shifts + [shift]).suffix(7)
        if shifts.count == 7, shifts.allSatisfy({ $0 > 0.4 }) || shifts.allSatisfy({ $0 < -0.4 }) {
            level += Statistics.median(shifts) ?? 0
            shifts = []
            epoch = date
            return true
        }
        return shift < -1.6 || shift > 2.0
    }
}

extension Profile: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(slots))
        for values in [mean, count, variance, holidayOffset, holidayCount, shifts] { writer.doubles(values) }
        writer.double(level)
        for day in [firstDay, epoch] { writer.optional(day) { $0.signed(Int64($1.daysSinceEpoch)) } }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        slots = try reader.length(96)
        mean = try reader.doubles()
        count = try reader.doubles()
        variance = try reader.doubles()
        holidayOffset = try reader.doubles()
        holidayCount = try reader.doubles()
        shifts = try reader.doubles()
        level = try reader.double()
        firstDay = try reader.optional(CalendarDate.init(from:))
        epoch = try reader.optional(CalendarDate.init(from:))
        try reader.require(
            [mean, count, variance].allSatisfy { $0.count == 7 * slots }
                && holidayOffset.count == slots && holidayCount.count == slots)
    }
}

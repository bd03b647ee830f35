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
    /// What each special kind of day adds to a Sunday, in the order of `DayKind`.
    private(set) var offsets: [Offset]
    /// The last daily shifts, at most 7; seven large ones in one direction are a lasting change.
    private(set) var shifts: [Double] = []
    private(set) var firstDay: CalendarDate?
    /// The day of the last lasting change.
    private(set) var epoch: CalendarDate?
    /// How sure the level was after it: the standard deviation of its logarithm.
    private(set) var doubt = 0.0

    init(slots: Int) {
        self.slots = slots
        mean = .init(repeating: .nan, count: 7 * slots)
        count = .init(repeating: 0, count: 7 * slots)
        variance = .init(repeating: .nan, count: 7 * slots)
        offsets = DayKind.allCases.dropFirst().map { _ in Offset(slots: slots) }
    }

    /// How days of one kind differ from a Sunday, by slot.
    struct Offset: Sendable, Equatable {
        fileprivate(set) var mean: [Double]
        fileprivate(set) var count: [Double]

        fileprivate init(slots: Int) {
            mean = .init(repeating: 0, count: slots)
            count = .init(repeating: 0, count: slots)
        }
    }

    /// The whole day as expected at its midnight; `nan` where it is not known.
    ///
    /// - Parameter borrowed: for slots of the week that were never seen; `nil` borrows none.
    func expectation(
        weekday: Int, kind: DayKind = .ordinary, borrowed: Borrowed? = nil
    ) -> (people: [Double], spread: [Double]) {
        let row = (kind == .ordinary ? weekday : 6) * slots
        let offset = offset(of: kind)
        let people = (0..<slots).map { slot in
            let mu = mean[row + slot].isNaN ? borrowed?.week[row + slot] ?? .nan : mu(row + slot)
            return Self.people(mu + (offset?.mean[slot] ?? 0))
        }
        let spread = (row..<row + slots).map { index in
            let own = variance[index].squareRoot()
            guard borrowed != nil, count[index] < 2 else { return own }
            return own.isNaN ? Borrowed.spread : max(own, Borrowed.leastSpread)
        }
        return (people, spread)
    }

    /// `nil` for an ordinary day.
    func offset(of kind: DayKind) -> Offset? { kind == .ordinary ? nil : offsets[kind.rawValue - 1] }

    /// People expected in each slot of the plain week.
    func week(borrowed: Borrowed? = nil) -> [Double] {
        mean.indices.map { Self.people(mean[$0].isNaN ? borrowed?.week[$0] ?? .nan : mu($0)) }
    }

    /// `max` passes over what is no number, so it has to be looked for.
    private static func people(_ mu: Double) -> Double {
        mu.isNaN ? .nan : max(0, Statistics.exp(mu) - 0.5)
    }

    /// Whether half of the week or more was ever seen.
    var isKnown: Bool { mean.count { !$0.isNaN } * 2 >= mean.count }

    func mu(_ index: Int) -> Double { mean[index] + level }

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

    /// Learns an ordinary day.
    ///
    /// - Parameters:
    ///   - shift: of the day, less that of the whole city.
    ///   - settling: so many days, from the first on, the level stays where it is, since the profile absorbs it.
    mutating func learn(_ day: [Double], date: CalendarDate, shift: Double?, settling: Int = 14) {
        guard day.contains(where: { !$0.isNaN }) else { return }
        firstDay = firstDay ?? date
        if hides(shift, on: date) { return }
        let row = date.weekday * slots
        let residuals = (0..<slots).map { Statistics.log(day[$0] + 0.5) - mu(row + $0) }
        let deviations = (0..<slots).map { variance[row + $0].isNaN ? 0.4 : variance[row + $0].squareRoot() }
        if let firstDay, firstDay.advanced(byDays: settling) <= date {
            learnLevel(residuals, deviations, row: row)
        }
        for slot in 0..<slots where !day[slot].isNaN {
            learnSlot(slot, day[slot], residuals[slot], deviations[slot], weekday: date.weekday)
        }
    }

    private mutating func learnLevel(_ residuals: [Double], _ deviations: [Double], row: Int) {
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

    /// Learns what a day that is not ordinary adds to a Sunday; nothing else changes.
    mutating func learn(_ day: [Double], of kind: DayKind) {
        guard kind != .ordinary else { return }
        for slot in 0..<slots where !day[slot].isNaN && !mean[6 * slots + slot].isNaN {
            let residual = Statistics.log(day[slot] + 0.5) - mu(6 * slots + slot)
            offsets[kind.rawValue - 1].learn(Statistics.clip(residual, -1.5, 1.5), slot)
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
            let middle = Statistics.median(shifts) ?? 0
            let distance = Statistics.median(shifts.map { abs($0 - middle) }) ?? 0
            change(by: .init(logarithm: middle, doubt: 1.4826 * distance / 7.0.squareRoot()), on: date)
            return true
        }
        return Self.isFault(shift)
    }

    /// From a day on, the sensor sees more or less than before.
    mutating func change(by factor: Exchange.Factor, on date: CalendarDate) {
        level += factor.logarithm
        doubt = factor.doubt
        shifts = []
        epoch = date
    }

    /// A day so far off, beside the city, is a fault of the sensor (section 4).
    static func isFault(_ shift: Double) -> Bool { shift < -1.6 || shift > 2.0 }
}

extension Profile {
    /// The same with fewer slots a day, for a sensor by the hour where another counted by the quarter; itself where
    /// it has no more than that.
    func coarsened(to slots: Int) -> Profile {
        guard slots < self.slots else { return self }
        var coarse = Profile(slots: slots)
        coarse.level = level
        coarse.mean = week().summed(to: 7 * slots).map { Statistics.log($0 + 0.5) - level }
        coarse.count = count.averaged(to: 7 * slots)
        coarse.variance = variance.averaged(to: 7 * slots)
        for index in offsets.indices {
            coarse.offsets[index].mean = offsets[index].mean.averaged(to: slots)
            coarse.offsets[index].count = offsets[index].count.averaged(to: slots)
        }
        (coarse.firstDay, coarse.epoch, coarse.doubt) = (firstDay, epoch, doubt)
        return coarse
    }
}

extension Profile.Offset {
    fileprivate mutating func learn(_ residual: Double, _ slot: Int) {
        count[slot] += 1
        mean[slot] += (residual - mean[slot]) / (count[slot] + 2)
    }
}

extension Profile: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(slots))
        for values in [mean, count, variance, shifts] { writer.doubles(values) }
        for offset in offsets {
            writer.doubles(offset.mean)
            writer.doubles(offset.count)
        }
        writer.double(level)
        for day in [firstDay, epoch] { writer.optional(day) { $0.signed(Int64($1.daysSinceEpoch)) } }
        writer.double(doubt)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        slots = try reader.length(96)
        mean = try reader.doubles()
        count = try reader.doubles()
        variance = try reader.doubles()
        shifts = try reader.doubles()
        offsets = DayKind.allCases.dropFirst().map { [slots] _ in Offset(slots: slots) }
        for index in offsets.indices {
            offsets[index].mean = try reader.doubles()
            offsets[index].count = try reader.doubles()
        }
        level = try reader.double()
        firstDay = try reader.optional(CalendarDate.init(from:))
        epoch = try reader.optional(CalendarDate.init(from:))
        doubt = try reader.double()
        try reader.require(
            [mean, count, variance].allSatisfy { $0.count == 7 * slots }
                && offsets.allSatisfy { $0.mean.count == slots && $0.count.count == slots })
    }
}

/// What was counted in each slot of the last eight weeks: just enough to tell whether a slot is usually lively
/// (method `dasta-1.0`, section 2.4).
struct RecentWeeks: Sendable, Equatable {
    private static let weeks = 8
    private static let missing: UInt8 = 255
    /// A quarter of a person is told apart, up to twice the limit: more changes no median's side of it.
    private static let steps = 4.0
    static let lively = 20.0

    let slots: Int
    /// Eight values a slot of the week, in quarters of a person.
    private var values: [UInt8]
    /// Which of the eight is written next, by day of the week.
    private var next: [UInt8]

    init(slots: Int) {
        self.slots = slots
        values = .init(repeating: Self.missing, count: 7 * slots * Self.weeks)
        next = .init(repeating: 0, count: 7)
    }

    /// - Parameter day: people by slot; `nan` is missing.
    mutating func remember(_ day: [Double], weekday: Int) {
        for slot in 0..<slots {
            let people = Statistics.clip(day[slot] * Self.steps, 0, 2 * Self.lively * Self.steps)
            values[(weekday * slots + slot) * Self.weeks + Int(next[weekday])] =
                day[slot].isNaN ? Self.missing : UInt8(people.rounded())
        }
        next[weekday] = (next[weekday] + 1) % UInt8(Self.weeks)
    }

    /// The same as another sensor would have counted it.
    func scaled(by factor: Double) -> RecentWeeks {
        var scaled = self
        scaled.values = values.map { value in
            value == Self.missing
                ? value
                : UInt8(Statistics.clip(Double(value) * factor, 0, 2 * Self.lively * Self.steps).rounded())
        }
        return scaled
    }

    /// Whether the median of the weeks that are known, at least one, is 20 people or more.
    func isLively(weekday: Int, slot: Int) -> Bool {
        let start = (weekday * slots + slot) * Self.weeks
        let known = values[start..<start + Self.weeks].filter { $0 != Self.missing }.map { Double($0) }
        return Statistics.median(known).map { $0 >= Self.lively * Self.steps } ?? false
    }
}

extension RecentWeeks: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(slots))
        for value in values + next { writer.byte(value) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        slots = try reader.length(96)
        values = []
        next = []
        for _ in 0..<7 * slots * Self.weeks { values.append(try reader.byte()) }
        for _ in 0..<7 { next.append(try reader.byte()) }
        try reader.require(next.allSatisfy { $0 < Self.weeks })
    }
}

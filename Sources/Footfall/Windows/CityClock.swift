public import Barometer

/// The clock on the town hall: local days and hours, with both nights on which it changes.
public struct CityClock: Hashable, Sendable {
    /// IANA name, such as `Europe/Brussels`.
    public let name: String
    /// Seconds since 1970 from which the offset beside it holds.
    private let transitions: [Int64]
    private let offsets: [Int64]
    private let firstOffset: Int64
    /// What holds after the last transition.
    private let rule: ClockRule?

    /// Always UTC.
    public static let utc = CityClock(name: "UTC", transitions: [], offsets: [], firstOffset: 0, rule: nil)

    private init(
        name: String, transitions: [Int64], offsets: [Int64], firstOffset: Int64, rule: ClockRule?
    ) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.rule = rule
    }

    /// Takes a file of the time zone database (RFC 8536, version 2 or later).
    ///
    /// After its last listed change the rule holds with which it ends, and for ever.
    /// - Returns: `nil` when the bytes are no such file.
    public init?(name: String, timeZoneFile file: [UInt8]) {
        guard let table = TimeZoneTable(file) else { return nil }
        self.init(
            name: name, transitions: table.transitions, offsets: table.offsets,
            firstOffset: table.firstOffset, rule: table.rule)
    }

    /// Seconds east of UTC.
    public func offset(at time: EventTime) -> Int64 { offset(atSecond: time.seconds) }

    private func offset(atSecond time: Int64) -> Int64 {
        if let rule, transitions.last.map({ $0 <= time }) ?? true { return rule.offset(at: time) }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }

    /// The local day.
    public func date(at time: EventTime) -> CalendarDate { moment(at: time).date }

    /// The local day, and seconds since its midnight on the clock's face.
    public func moment(at time: EventTime) -> (date: CalendarDate, second: Int) {
        let local = time.seconds + offset(at: time)
        let day = local.flooredQuotient(by: 86_400)
        return (CalendarDate(daysSinceEpoch: Int(day)), Int(local - day * 86_400))
    }

    /// The moment a local day begins.
    public func midnight(of date: CalendarDate) -> EventTime {
        time(of: date, second: 0)
    }

    /// A local day, of 23 to 25 hours.
    public func day(_ date: CalendarDate) -> Window {
        Window(from: midnight(of: date), to: midnight(of: date.advanced(byDays: 1)))
    }

    /// The first moment at which the clock shows this; where the clock jumps over it, the moment of the jump.
    public func time(of date: CalendarDate, second: Int) -> EventTime {
        let face = Int64(date.daysSinceEpoch) * 86_400 + Int64(second)
        return EventTime(seconds: moments(showing: face)?.earliest ?? jump(over: face))
    }

    /// The first and the last moment at which the clock shows this, in seconds; `nil` if it jumps over it.
    private func moments(showing face: Int64) -> (earliest: Int64, latest: Int64)? {
        let before = face - offset(atSecond: face - 86_400)
        let after = face - offset(atSecond: face + 86_400)
        let isBefore = before + offset(atSecond: before) == face
        let isAfter = after + offset(atSecond: after) == face
        switch (isBefore, isAfter) {
        case (true, true): return (min(before, after), max(before, after))
        case (true, false): return (before, before)
        case (false, true): return (after, after)
        case (false, false): return nil
        }
    }

    /// The moment at which the clock jumps over this.
    private func jump(over face: Int64) -> Int64 {
        let offsets = (offset(atSecond: face - 86_400), offset(atSecond: face + 86_400))
        var (low, high) = (face - max(offsets.0, offsets.1), face - min(offsets.0, offsets.1))
        let before = offset(atSecond: low)
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if offset(atSecond: middle) == before { low = middle } else { high = middle }
        }
        return high
    }

    /// How far slots of an hour stand from full hours in UTC, in seconds: half an hour in India.
    var phase: Int64 { (rule?.standard ?? offsets.last ?? firstOffset) % 3600 }
}

extension CityClock {
    /// The first and the last moment at which the clock shows this; they differ in the hour that comes twice.
    ///
    /// - Parameter microseconds: the clock's face as if it were UTC. Between years 1 and 9999.
    /// - Returns: microseconds since 1970; `nil` where the clock jumps over it.
    func instants(ofLocal microseconds: Int64) -> (earliest: Int64, latest: Int64)? {
        let face = microseconds.flooredQuotient(by: 1_000_000)
        guard let moments = moments(showing: face) else { return nil }
        let fraction = microseconds - face * 1_000_000
        return (moments.earliest * 1_000_000 + fraction, moments.latest * 1_000_000 + fraction)
    }

    /// The moment that is meant where rows follow each other: the earliest that lies after the previous one,
    /// else the earliest.
    func resolve(_ local: Int64, after previous: Int64?) -> Int64? {
        guard let (earliest, latest) = instants(ofLocal: local) else { return nil }
        guard let previous, earliest <= previous, latest > previous else { return earliest }
        return latest
    }
}

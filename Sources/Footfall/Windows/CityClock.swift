public import Barometer

/// The clock on the town hall: local days and hours, with both nights on which it changes.
public struct CityClock: Sendable {
    /// IANA name, such as `Europe/Brussels`.
    public let name: String
    /// Seconds since 1970 from which the offset beside it holds.
    private let transitions: [Int64]
    private let offsets: [Int64]
    private let firstOffset: Int64

    /// Always UTC.
    public static let utc = CityClock(name: "UTC", transitions: [], offsets: [], firstOffset: 0)

    private init(name: String, transitions: [Int64], offsets: [Int64], firstOffset: Int64) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
        self.firstOffset = firstOffset
    }

    /// Takes a file of the time zone database (RFC 8536, version 2 or later).
    ///
    /// After its last listed change, in 2037 for the usual files, the last offset holds.
    /// - Returns: `nil` when the bytes are no such file.
    public init?(name: String, timeZoneFile file: [UInt8]) {
        func word(_ at: Int) -> Int64? {
            guard at >= 0, at + 4 <= file.count else { return nil }
            return Int64(Int32(bitPattern: file[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }))
        }
        func long(_ at: Int) -> Int64? {
            guard at >= 0, at + 8 <= file.count else { return nil }
            return Int64(bitPattern: file[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) })
        }
        func counts(_ header: Int) -> [Int]? {
            guard header + 44 <= file.count, Array(file[header..<header + 4]) == Array("TZif".utf8) else {
                return nil
            }
            let values = (0..<6).compactMap { word(header + 20 + 4 * $0).map(Int.init) }
            return values.count == 6 && values.allSatisfy { (0...100_000).contains($0) } ? values : nil
        }
        // Header counts: UT indicators, standard indicators, leap seconds, transitions, types, letters.
        guard let old = counts(0), file.count > 4, file[4] >= UInt8(ascii: "2") else { return nil }
        let second = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
        guard let new = counts(second) else { return nil }
        let (times, kinds) = (second + 44, second + 44 + new[3] * 8)
        let types = kinds + new[3]
        guard types + new[4] * 6 <= file.count, new[4] > 0, let first = word(types) else { return nil }
        var (transitions, offsets): ([Int64], [Int64]) = ([], [])
        for index in 0..<new[3] {
            guard let time = long(times + 8 * index), let offset = word(types + 6 * Int(file[kinds + index]))
            else { return nil }
            transitions.append(time)
            offsets.append(offset)
        }
        self.init(name: name, transitions: transitions, offsets: offsets, firstOffset: first)
    }

    /// Seconds east of UTC.
    public func offset(at time: EventTime) -> Int64 {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= time.seconds { low = middle + 1 } else { high = middle }
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

    /// The first moment at which the clock shows this; where the clock jumps over it, the moment of the jump.
    public func time(of date: CalendarDate, second: Int) -> EventTime {
        let face = Int64(date.daysSinceEpoch) * 86_400 + Int64(second)
        let around = EventTime(seconds: face)
        let candidates = [offset(at: around - .seconds(86_400)), offset(at: around + .seconds(86_400))]
        let fitting = candidates.map { EventTime(seconds: face - $0) }
            .filter { $0.seconds + offset(at: $0) == face }
        return fitting.min() ?? EventTime(seconds: face - (candidates.max() ?? 0) + jump(candidates, face))
    }

    /// How far a time that the clock jumps over lies before the jump.
    private func jump(_ offsets: [Int64], _ face: Int64) -> Int64 {
        let early = face - (offsets.max() ?? 0)
        let after = transitions.first { $0 > early }
        return after.map { max(0, $0 - early) } ?? 0
    }

    /// How far slots of an hour stand from full hours in UTC, in seconds: half an hour in India.
    var phase: Int64 { (offsets.last ?? firstOffset) % 3600 }
}

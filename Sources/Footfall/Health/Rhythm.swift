internal import Barometer

/// How long a sensor or a source is usually silent: the longest silence of each quarter of the last 14 days.
///
/// The second longest counts, so that one outage does not become usual, and a weekly day of rest does. A silence
/// that was a trouble is remembered as half as long again as was usual, so that one that comes back again and
/// again is a rhythm in the end.
struct Rhythm: Sendable, Equatable {
    private static let days = 14
    private static let parts = 4
    private static let partSeconds: Int64 = 21_600

    /// When it last came in, by our clock.
    private(set) var last: EventTime?
    private var day: Int64?
    /// Days with a report, up to 255.
    private(set) var daysHeard: UInt8 = 0
    /// Seconds, for the quarters of the day in which the silences began.
    private var today = [Int32](repeating: 0, count: Self.parts)
    /// The same of the days before, as eighths of a doubling; 0 is none.
    private var before = [UInt8](repeating: 0, count: Self.parts * Self.days)

    /// - Parameter least: seconds that are never too long.
    mutating func hear(at now: EventTime, least: Double) {
        turn(to: now.seconds.flooredQuotient(by: Self.partSeconds * Int64(Self.parts)))
        defer { last = max(last ?? now, now) }
        guard let last, now > last else { return }
        let silence = Double((now - last).wholeSeconds)
        let part = Self.part(of: last)
        guard silence > Double(today[part]) else { return }
        today[part] = Int32(min(silence, limit(from: last, least: least) * 1.5))
    }

    /// Seconds of silence, from a moment on, that are beyond what is usual.
    func limit(from start: EventTime, least: Double) -> Double {
        let part = Self.part(of: start)
        let known = before[part * Self.days..<(part + 1) * Self.days].sorted()
        let past = [Self.seconds(known[Self.days - 1]), Self.seconds(known[Self.days - 2])]
        let second = (past + [Double(today[part])]).sorted()[1]
        // In its first week a sensor still shows what is usual for it.
        return max(least, 1.5 * second, daysHeard < 7 ? 86_400 : 0)
    }

    private mutating func turn(to day: Int64) {
        guard let known = self.day else {
            self.day = day
            return
        }
        guard day > known else { return }
        for skipped in max(known + 1, day - Int64(Self.days) + 1)..<max(day, known + 1) {
            store(0, on: skipped)
        }
        for part in 0..<Self.parts {
            before[place(part, known)] = Self.code(today[part])
            today[part] = 0
        }
        daysHeard = daysHeard == 255 ? 255 : daysHeard + 1
        self.day = day
    }

    private mutating func store(_ code: UInt8, on day: Int64) {
        for part in 0..<Self.parts { before[place(part, day)] = code }
    }

    private func place(_ part: Int, _ day: Int64) -> Int {
        let days = Int64(Self.days)
        return part * Self.days + Int(day - day.flooredQuotient(by: days) * days)
    }

    private static func part(of time: EventTime) -> Int {
        let part = time.seconds.flooredQuotient(by: partSeconds)
        return Int(part - part.flooredQuotient(by: Int64(parts)) * Int64(parts))
    }

    private static func code(_ seconds: Int32) -> UInt8 {
        seconds < 1
            ? 0 : UInt8(Statistics.clip((8 * Statistics.log(Double(seconds)) / ln2).rounded(), 1, 255))
    }

    private static func seconds(_ code: UInt8) -> Double {
        code == 0 ? 0 : Statistics.exp(Double(code) * ln2 / 8)
    }

    private static let ln2 = 0.693_147_180_559_945_3
}

extension Rhythm: Stored {
    func write(to writer: inout ByteWriter) {
        writer.optional(last)
        writer.optional(day) { $0.signed($1) }
        writer.byte(daysHeard)
        for seconds in today { writer.signed(Int64(seconds)) }
        for code in before { writer.byte(code) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        last = try reader.optionalTime()
        day = try reader.optional { reader throws(Damage) in try reader.signed() }
        try reader.require(day.map { (-1_000_000_000...1_000_000_000).contains($0) } ?? true)
        daysHeard = try reader.byte()
        for part in today.indices { today[part] = Int32(truncatingIfNeeded: try reader.signed()) }
        for place in before.indices { before[place] = try reader.byte() }
    }
}

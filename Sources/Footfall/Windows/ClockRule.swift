internal import Barometer

/// When a clock changes, year by year, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ClockRule: Hashable, Sendable {
    /// Seconds east of UTC.
    let standard: Int64
    private let summer: Summer?

    private struct Summer: Hashable, Sendable {
        let offset: Int64
        let start: Change
        let end: Change
    }

    /// - Returns: `nil` when the text is no such rule.
    init?(_ text: Span<UInt8>) {
        var reader = ClockRuleReader()
        guard reader.skipName(text), let standard = reader.offset(text) else { return nil }
        self.standard = standard
        guard !reader.isAtEnd(text) else {
            summer = nil
            return
        }
        guard reader.skipName(text) else { return nil }
        var offset = standard + 3600
        if !reader.isComma(text) {
            guard let written = reader.offset(text) else { return nil }
            offset = written
        }
        guard let start = reader.change(text), let end = reader.change(text), reader.isAtEnd(text) else {
            return nil
        }
        summer = Summer(offset: offset, start: start, end: end)
    }

    /// Seconds east of UTC at a moment.
    func offset(at time: Int64) -> Int64 {
        guard let summer else { return standard }
        let day = (time + standard).flooredQuotient(by: 86_400)
        // Beyond what any calendar here reads, the year does not matter.
        let year = CalendarDate(daysSinceEpoch: Int(min(max(day, -700_000), 2_900_000))).components.year
        let start = summer.start.moment(in: year) - standard
        let end = summer.end.moment(in: year) - summer.offset
        let isSummer = start < end ? start <= time && time < end : start <= time || time < end
        return isSummer ? summer.offset : standard
    }

    /// A day of the year and a time on the clock's face.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Mm.w.d`: in week 1...5 of the month, where 5 is the last, on weekday 0 (Sunday) to 6.
            case weekday(month: Int, week: Int, day: Int)
            /// `Jn`: 1...365, 29 February never counted.
            case ordinal(Int)
            /// `n`: 0...365.
            case sinceNewYear(Int)
        }

        let day: Day
        /// Seconds from midnight, which may be those of a neighbouring day.
        let time: Int64

        /// Seconds from 1970 on the clock's face.
        func moment(in year: Int) -> Int64 { Int64(days(in: year)) * 86_400 + time }

        private func days(in year: Int) -> Int {
            switch day {
            case .weekday(let month, let week, let day):
                let first = Self.first(of: month, year)
                // Monday is 0 there, Sunday is 0 here.
                let offset = (day - (first.weekday + 1) % 7 + 7) % 7
                let next = month == 12 ? Self.first(of: 1, year + 1) : Self.first(of: month + 1, year)
                let date = first.daysSinceEpoch + offset + (week - 1) * 7
                return date < next.daysSinceEpoch ? date : date - 7
            case .ordinal(let number):
                let february = Self.first(of: 3, year).daysSinceEpoch - Self.first(of: 2, year).daysSinceEpoch
                return Self.first(of: 1, year).daysSinceEpoch + number
                    - (february == 29 && number >= 60 ? 0 : 1)
            case .sinceNewYear(let number): return Self.first(of: 1, year).daysSinceEpoch + number
            }
        }

        private static func first(of month: Int, _ year: Int) -> CalendarDate {
            CalendarDate(year: min(max(year, 1), 9999), month: month, day: 1)
                ?? CalendarDate(daysSinceEpoch: 0)
        }
    }
}

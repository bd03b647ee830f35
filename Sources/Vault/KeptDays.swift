public import Barometer
import Footfall
import GRDB

/// Which local days are kept, and which of them can no longer be corrected.
public struct KeptDays: Hashable, Sendable {
    /// The oldest and the newest; the newest is over.
    public let dates: ClosedRange<CalendarDate>
    /// The newest that is final; with it all before it are. `nil` while none is.
    public let newestFinal: CalendarDate?

    public init(dates: ClosedRange<CalendarDate>, newestFinal: CalendarDate?) {
        self.dates = dates
        self.newestFinal = newestFinal
    }

    public func isFinal(_ date: CalendarDate) -> Bool { newestFinal.map { date <= $0 } ?? false }
}

extension Counters {
    mutating func set(_ days: DayProgress) throws {
        try set(.dayOver, to: Int64(days.newestOver.daysSinceEpoch))
        try set(.dayFinal, to: Int64(days.newestFinal.daysSinceEpoch))
    }
}

extension KeptDays {
    /// `nil` while no day is kept.
    static func read(from database: Database) throws -> KeptDays? {
        let ends = try Row.fetchOne(database, sql: "SELECT min(day), max(day) FROM sensor_days")
        guard let ends, let oldest = ends[0] as Int?, let newest = ends[1] as Int? else { return nil }
        let counters = Counters(database)
        let over = max(newest, Int(try counters.stored(.dayOver) ?? .min))
        let dates = CalendarDate(daysSinceEpoch: oldest)...CalendarDate(daysSinceEpoch: over)
        let final = try counters.stored(.dayFinal).map { CalendarDate(daysSinceEpoch: Int($0)) }
        return KeptDays(dates: dates, newestFinal: try final ?? newestFinal(in: dates, database))
    }

    /// As the days themselves have it; what earlier releases kept has no other sign.
    private static func newestFinal(
        in dates: ClosedRange<CalendarDate>, _ database: Database
    ) throws -> CalendarDate? {
        var day = dates.upperBound
        while day >= dates.lowerBound {
            var isFinal = false
            try SensorDayTable.forEach(in: day...day, of: database) { isFinal = isFinal || $0.isFinal }
            if isFinal { return day }
            day = day.advanced(byDays: -1)
        }
        return nil
    }
}

import Barometer
import Footfall
import GRDB

/// The history that event scores rest on: the newest account of each sensor, zone and local day, some 400 bytes.
enum SensorDayTable {
    static func upsert(_ keepsakes: [Keepsake], counters: inout Counters) throws {
        let upsert = try counters.database.cachedStatement(
            sql: "INSERT OR REPLACE INTO sensor_days VALUES(?, ?, ?, ?)")
        var changes: Int64 = 0
        for case .sensorDay(let day) in keepsakes {
            try upsert.execute(arguments: [
                day.date.daysSinceEpoch, day.sensor.name, day.zone.name, Seal.close(body(of: day)),
            ])
            changes += 1
        }
        if changes > 0 { try counters.set(.dayChanges, to: try counters.value(.dayChanges) + changes) }
    }

    static func days(in dates: ClosedRange<CalendarDate>, of database: Database) throws -> [SensorDay] {
        var days: [SensorDay] = []
        try forEach(in: dates, of: database) { days.append($0) }
        return days
    }

    /// By day, sensor and zone.
    static func forEach(
        in dates: ClosedRange<CalendarDate>, of database: Database, _ body: (SensorDay) -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT day, sensor, zone, body FROM sensor_days WHERE day BETWEEN ? AND ? ORDER BY day, sensor, zone",
            arguments: [dates.lowerBound.daysSinceEpoch, dates.upperBound.daysSinceEpoch])
        while let row = try rows.next() {
            body(
                try day(
                    try Seal.open(row[3]), sensor: SensorID(row[1]), zone: ZoneID(row[2]),
                    date: CalendarDate(daysSinceEpoch: row[0])))
        }
    }

    private static let format: UInt8 = 1

    private static func body(of day: SensorDay) -> [UInt8] {
        var writer = ByteWriter()
        let hasNoise = day.told.map(\.bitPattern) != day.people.map(\.bitPattern)
        writer.byte(format)
        writer.byte(
            (day.isFinal ? 1 : 0) | (day.isFault ? 2 : 0) | (hasNoise ? 4 : 0) | (day.epoch == nil ? 0 : 8))
        writer.signed(Int64(day.epoch?.daysSinceEpoch ?? 0))
        writer.unsigned(UInt64(day.hidden))
        for hours in [day.people, day.expected, day.spread] + (hasNoise ? [day.told] : []) {
            for pair in stride(from: 0, to: 24, by: 2) {
                writer.word(UInt64(hours[pair].bitPattern) | UInt64(hours[pair + 1].bitPattern) << 32)
            }
        }
        return writer.bytes
    }

    private static func day(
        _ bytes: [UInt8], sensor: SensorID, zone: ZoneID, date: CalendarDate
    ) throws -> SensorDay {
        var reader = ByteReader(bytes)
        guard try reader.byte() == format else { throw Garbled(what: "a sensor's day of another format") }
        let flags = try reader.byte()
        let epoch = CalendarDate(daysSinceEpoch: Int(try reader.signed()))
        let hidden = UInt32(truncatingIfNeeded: try reader.unsigned())
        let (people, expected, spread) = (try hours(&reader), try hours(&reader), try hours(&reader))
        return SensorDay(
            sensor: sensor, zone: zone, date: date, isFinal: flags & 1 != 0, isFault: flags & 2 != 0,
            epoch: flags & 8 != 0 ? epoch : nil, hidden: hidden, people: people,
            told: flags & 4 != 0 ? try hours(&reader) : nil, expected: expected, spread: spread)
    }

    private static func hours(_ reader: inout ByteReader) throws -> [Float] {
        try (0..<12).flatMap { _ -> [Float] in
            let pair = try reader.word()
            return [
                Float(bitPattern: UInt32(truncatingIfNeeded: pair)),
                Float(bitPattern: UInt32(truncatingIfNeeded: pair >> 32)),
            ]
        }
    }
}

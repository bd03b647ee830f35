import Barometer
import Footfall
import Foundation
import GRDB

/// What was wrong with sensors and sources: a row for each trouble, without an end while it lasts.
///
/// Names of sensors are bytes: they may hold a zero, at which SQLite's texts would end. A source has no zone.
enum TroubleTable {
    static func upsert(_ keepsakes: [Keepsake], in database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO troubles VALUES(?, ?, ?, ?, ?, ?)")
        for case .health(let health) in keepsakes {
            try upsert.execute(arguments: [
                Data(health.sensor.name.utf8), health.zone?.name ?? "", health.trouble.rawValue,
                health.since.milliseconds, health.noticed.milliseconds, health.until?.milliseconds,
            ])
        }
    }

    static func troubles(isOpen: Bool, in database: Database) throws -> [SensorHealth] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT sensor, zone, trouble, since, noticed, until FROM troubles
                \(isOpen ? "WHERE until IS NULL" : "") ORDER BY since DESC, zone, sensor, trouble
                """)
        return try rows.map { row in
            guard let trouble = SensorHealth.Trouble(rawValue: row[2]) else {
                throw Garbled(what: "a value out of range")
            }
            let (sensor, zone): (Data, String) = (row[0], row[1])
            let until: Int64? = row[5]
            return SensorHealth(
                sensor: SensorID(String(decoding: sensor, as: UTF8.self)),
                zone: zone.isEmpty ? nil : ZoneID(zone), trouble: trouble,
                since: EventTime(milliseconds: row[3]), noticed: EventTime(milliseconds: row[4]),
                until: until.map(EventTime.init(milliseconds:)))
        }
    }

    static func prune(before time: EventTime, in database: Database) throws {
        try database.execute(sql: "DELETE FROM troubles WHERE until < ?", arguments: [time.milliseconds])
    }
}

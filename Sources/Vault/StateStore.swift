public import Barometer
public import Footfall
import Foundation
import GRDB

/// How far the journal is consumed and what came of it, always written together: `state.sqlite`.
public final class StateStore: Sendable {
    let file: DurableFile
    /// At most so many publications wait for sinks; beyond, the oldest go and are counted as lost.
    public let maxOutbox: Int

    /// Opens the file, or makes it; one that is damaged is refused.
    ///
    /// - Parameter maxOutbox: above zero.
    public init(in folder: DataFolder, maxOutbox: Int = 1_000_000) throws(VaultError) {
        precondition(maxOutbox > 0, "an outbox has room")
        self.maxOutbox = maxOutbox
        file = try DurableFile("state.sqlite", in: folder, migrations: StateSchema.migrations)
    }

    /// What the pipeline made of the journal up to a position.
    public struct Step: Sendable {
        /// In the journal; never below the one before.
        public let position: Int64
        public let contents: [Publication.Content]
        public let notices: [Notice]
        public let keepsakes: [Keepsake]
        /// The whole state after `position`; `nil` when this step keeps none.
        public let checkpoint: [UInt8]?
        /// `nil` before the first day.
        public let days: DayProgress?
        /// By the clock, which may run back.
        public let now: EventTime

        public init(
            position: Int64, contents: [Publication.Content], notices: [Notice] = [], keepsakes: [Keepsake],
            checkpoint: [UInt8]?, days: DayProgress? = nil, now: EventTime
        ) {
            self.position = position
            self.contents = contents
            self.notices = notices
            self.keepsakes = keepsakes
            self.checkpoint = checkpoint
            self.days = days
            self.now = now
        }
    }

    /// Stores a step, all or nothing, and numbers what it publishes; on the disk when it returns.
    ///
    /// - Returns: what was published, in order.
    public func commit(_ step: Step) throws(VaultError) -> [Publication] {
        try file.write { database in
            var counters = Counters(database)
            let stored = try counters.value(.position)
            guard step.position >= stored else {
                throw VaultError(
                    what: "\(file.name): position \(step.position) comes after \(stored), which is consumed",
                    remedy: "restore journal and state from the same copy")
            }
            try counters.set(.position, to: step.position)
            let publications = try Outbox.publish(step.contents, now: step.now, counters: &counters)
            try Outbox.bound(to: maxOutbox, counters: &counters)
            try TallyTable.upsert(step.keepsakes, in: database)
            try TroubleTable.upsert(step.keepsakes, in: database)
            try AlarmTable.record(step.notices.compactMap(\.alarm), now: step.now, in: database)
            try AccountTable.insert(step.keepsakes, of: publications, in: database)
            try SensorDayTable.upsert(step.keepsakes, counters: &counters)
            if let days = step.days { try counters.set(days) }
            if let checkpoint = step.checkpoint {
                try Self.keep(checkpoint, at: step.position, in: database)
            }
            return publications
        }
    }

    private static func keep(_ bytes: [UInt8], at position: Int64, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO checkpoints VALUES(?, ?)", arguments: [position, Seal.close(bytes)])
        try database.execute(
            sql: """
                DELETE FROM checkpoints WHERE position NOT IN
                (SELECT position FROM checkpoints ORDER BY position DESC LIMIT 2)
                """)
    }

    /// Consumed so far; 0 at the very start.
    public func position() throws(VaultError) -> Int64 {
        try file.read { try Counters($0).value(.position) }
    }

    /// The two newest, the newest first. One that is damaged is left out, so that the older one serves.
    public func checkpoints() throws(VaultError) -> [(position: Int64, bytes: [UInt8])] {
        try file.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT position, body FROM checkpoints ORDER BY position DESC")
            return rows.compactMap { row in
                guard let bytes = try? Seal.open(row[1]) else { return nil }
                return (row[0], bytes)
            }
        }
    }

    /// `nil` while there is none that is whole.
    public func newestCheckpoint() throws(VaultError) -> (position: Int64, bytes: [UInt8])? {
        try checkpoints().first
    }

    /// Of windows that start in the half-open span, by start and zone.
    ///
    /// - Parameter zone: `nil` for all.
    public func tallies(
        from start: EventTime, to end: EventTime, zone: ZoneID? = nil
    ) throws(VaultError) -> [Tally] {
        try file.read { try TallyTable.tallies(from: start, to: end, zone: zone, in: $0) }
    }

    /// Troubles of sensors and sources, those that began last first.
    ///
    /// - Parameter isOpen: just those that last.
    public func troubles(isOpen: Bool) throws(VaultError) -> [SensorHealth] {
        try file.read { try TroubleTable.troubles(isOpen: isOpen, in: $0) }
    }

    /// What each sensor counted and was expected to count on local days, by day, sensor and zone.
    public func sensorDays(in dates: ClosedRange<CalendarDate>) throws(VaultError) -> [SensorDay] {
        try file.read { try SensorDayTable.days(in: dates, of: $0) }
    }

    /// Removes tallies of windows and troubles that ended before the retention, sensors' days as old (at least 120 days
    /// are kept), versions after 40 days, and accounts of readings after `accountDays`.
    ///
    /// - Returns: how many tallies.
    @discardableResult
    public func prune(asOf now: EventTime, retentionDays: Int, accountDays: Int = 35) throws(VaultError)
        -> Int
    {
        try file.write { database in
            try AccountTable.delete(before: now - .seconds(86_400 * accountDays), in: database)
            try database.execute(
                sql: "DELETE FROM versions WHERE window_end < ?",
                arguments: [(now - .seconds(40 * 86_400)).milliseconds])
            try TroubleTable.prune(before: now - .seconds(86_400 * retentionDays), in: database)
            let oldest = now.utcDate.advanced(byDays: -max(retentionDays, 120))
            try database.execute(
                sql: "DELETE FROM sensor_days WHERE day < ?", arguments: [oldest.daysSinceEpoch])
            try database.execute(
                sql: "DELETE FROM tallies WHERE window_end < ?",
                arguments: [(now - .seconds(86_400 * retentionDays)).milliseconds])
            return database.changesCount
        }
    }

    /// Folds the write-ahead log into the file. Calls after this one fail.
    public func close() throws(VaultError) { try file.close() }
}

public import Barometer
import GRDB

/// What is raised now, and every change in order: the memory of the operator's desk.
enum AlarmTable {
    /// So many changes are kept; those beyond that nobody took are counted as lost.
    static let limit = 100_000
    /// A change that came to light so late is history: it is kept, and nobody is called.
    static let staleAfter = Duration.seconds(86_400)

    static func record(_ alarms: [Alarm], now: EventTime, in database: Database) throws {
        guard !alarms.isEmpty else { return }
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO alarm_changes(zone, rule, cause, state, since, changed, blind, stale)
                VALUES(?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for alarm in alarms {
            let isStale = alarm.changed + staleAfter < now
            try insert.execute(arguments: values(of: alarm) + [isStale])
            try set(alarm, in: database)
        }
        try bound(in: database)
    }

    private static func set(_ alarm: Alarm, in database: Database) throws {
        switch alarm.state {
        case .raised, .acknowledged:
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO alarms VALUES(?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: values(of: alarm))
        case .cleared:
            try database.cachedStatement(sql: "DELETE FROM alarms WHERE zone = ? AND rule = ?")
                .execute(arguments: [alarm.zone.name, alarm.rule.name])
        }
    }

    private static func values(of alarm: Alarm) -> StatementArguments {
        [
            alarm.zone.name, alarm.rule.name, alarm.cause.rawValue, alarm.state.rawValue,
            alarm.since.milliseconds, alarm.changed.milliseconds, alarm.isBlind,
        ]
    }

    private static func bound(in database: Database) throws {
        let newest = Int(database.lastInsertedRowID)
        guard newest > limit else { return }
        var counters = Counters(database)
        let end = newest - limit
        if let taken = try counters.stored(.alarmsTaken), taken < end {
            let lost = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM alarm_changes WHERE sequence > ? AND sequence <= ?",
                arguments: [taken, end])
            try counters.set(.alarmsLost, to: try counters.value(.alarmsLost) + Int64(lost ?? 0))
        }
        try database.execute(sql: "DELETE FROM alarm_changes WHERE sequence <= ?", arguments: [end])
    }

    static func raised(in database: Database) throws -> [Alarm] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT zone, rule, cause, state, since, changed, blind FROM alarms ORDER BY zone, rule")
        return try rows.map { try alarm($0) }
    }

    static func changes(
        after sequence: Int, limit: Int, in database: Database
    ) throws -> [(sequence: Int, alarm: Alarm)] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT zone, rule, cause, state, since, changed, blind, sequence FROM alarm_changes
                WHERE sequence > ? AND NOT stale ORDER BY sequence LIMIT ?
                """, arguments: [sequence, limit])
        return try rows.map { (sequence: $0[7], alarm: try alarm($0)) }
    }

    private static func alarm(_ row: Row) throws -> Alarm {
        guard let cause = Alarm.Cause(rawValue: row[2]), let state = Alarm.State(rawValue: row[3]) else {
            throw Garbled(what: "an alarm is out of range")
        }
        return Alarm(
            zone: ZoneID(row[0] as String), rule: AlarmRuleID(row[1] as String), cause: cause, state: state,
            since: EventTime(milliseconds: row[4]), changed: EventTime(milliseconds: row[5]), isBlind: row[6])
    }
}

extension StateStore {
    /// All that are raised, by zone and rule.
    public func alarms() throws(VaultError) -> [Alarm] {
        try file.read { try AlarmTable.raised(in: $0) }
    }

    /// What the webhook has still to take, in order. Before its first turn nothing is: it begins with what is new.
    public func alarmChanges(limit: Int) throws(VaultError) -> [(sequence: Int, alarm: Alarm)] {
        try file.read { database in
            let taken = try Counters(database).stored(.alarmsTaken)
            guard let taken else { return [] }
            return try AlarmTable.changes(after: Int(taken), limit: limit, in: database)
        }
    }

    /// Remembers what the webhook has taken.
    public func takeAlarmChanges(upTo sequence: Int) throws(VaultError) {
        try file.write { database in
            var counters = Counters(database)
            try counters.set(.alarmsTaken, to: Int64(sequence))
        }
    }

    /// Whether there is a webhook from now on: its first change is the next one; without one none waits.
    public func expectAlarmChanges(_ isExpected: Bool) throws(VaultError) {
        try file.write { database in
            var counters = Counters(database)
            guard isExpected else { return try counters.forget(.alarmsTaken) }
            guard try counters.stored(.alarmsTaken) == nil else { return }
            let newest = try Int64.fetchOne(
                database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'alarm_changes'")
            try counters.set(.alarmsTaken, to: newest ?? 0)
        }
    }

    /// Changes that went before the webhook had taken them, since the file was made.
    public func lostAlarmChanges() throws(VaultError) -> Int {
        Int(try file.read { try Counters($0).value(.alarmsLost) })
    }
}

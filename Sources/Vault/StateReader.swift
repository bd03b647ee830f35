public import Barometer
public import Footfall
import Foundation
import GRDB

/// A look into `state.sqlite` beside a daemon that runs: it takes no lock and changes nothing.
public final class StateReader: Sendable {
    private let queue: DatabaseQueue
    private static let name = "state.sqlite"

    /// - Parameter path: of the data folder.
    public init(dataFolder path: String) throws(VaultError) {
        let file = "\(path)/\(Self.name)"
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw VaultError(
                what: "there is no \(file) that may be read",
                remedy: "let --data name the daemon's folder, and run this as the daemon's user; "
                    + "what was only imported is heard when the daemon starts")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            queue = try DatabaseQueue(path: file, configuration: configuration)
        } catch {
            throw VaultError(Self.name, error)
        }
    }

    /// As `StateStore.troubles`; none in a file of a release that kept none.
    public func troubles(isOpen: Bool) throws(VaultError) -> [SensorHealth] {
        try read { database in
            try database.tableExists("troubles")
                ? TroubleTable.troubles(isOpen: isOpen, in: database) : []
        }
    }

    /// As `StateStore.alarms`.
    public func alarms() throws(VaultError) -> [Alarm] {
        try read { try AlarmTable.raised(in: $0) }
    }

    /// `nil` while no day of a sensor is kept.
    public func keptDays() throws(VaultError) -> KeptDays? {
        try read { try $0.tableExists("sensor_days") ? KeptDays.read(from: $0) : nil }
    }

    /// What sensors counted and were expected to count, by day, sensor and zone, one at a time.
    public func forEachSensorDay(
        in dates: ClosedRange<CalendarDate>, _ body: (SensorDay) -> Void
    ) throws(VaultError) {
        try read { try SensorDayTable.forEach(in: dates, of: $0, body) }
    }

    /// Which version of what was told of an event is the newest; 1 before the first.
    public func version(of event: EventID, in zone: ZoneID) throws(VaultError) -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT version FROM event_versions WHERE event = ? AND zone = ?",
                arguments: [event.name, zone.name]) ?? 1
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(VaultError) -> Value {
        do { return try queue.read(body) } catch { throw VaultError(Self.name, error) }
    }
}

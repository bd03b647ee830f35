public import Barometer
import Foundation
import GRDB

/// The newest version of every published reading and impact, in one SQLite file that any program may read.
///
/// The tables are `readings`, `impacts` and `summaries`, in `ReadingSchema`; they have the public columns only. A commit has reached the disk when `write`
/// returns.
public struct ReadingStore: Sink {
    public let name = "sqlite"
    /// How many days of readings `prune(asOf:)` keeps; `nil` keeps all.
    public let retentionDays: Int?
    private let pool: DatabasePool

    /// Opens the file, makes it when there is none, and brings an older one up to date.
    ///
    /// - Parameter path: the folder must exist; SQLite puts `-wal` and `-shm` beside the file.
    public init(path: String, retentionDays: Int? = nil) throws(SinkError) {
        self.retentionDays = retentionDays
        do {
            var configuration = Configuration()
            configuration.label = "readings"
            configuration.busyMode = .timeout(5)
            pool = try DatabasePool(path: path, configuration: configuration)
            try makeDurable()
            try pool.write { try $0.migrate(through: ReadingSchema.steps) }
        } catch {
            throw SinkError(store: error)
        }
    }

    /// DatabasePool sets synchronous=NORMAL when it opens, after any preparation, so durability has to be asked for
    /// here, on the writer, and be checked.
    private func makeDurable() throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        guard try synchronousLevel() == 2 else {
            throw DatabaseError(message: "synchronous=FULL was not taken")
        }
    }

    /// As the connection that writes has it: 1 is NORMAL, 2 is FULL.
    func synchronousLevel() throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    public func write(_ publications: [Publication]) async throws(SinkError) {
        guard !publications.isEmpty else { return }
        do {
            let rows = try publications.map { try StoredRow($0) }
            try await pool.write { database in
                for row in rows {
                    try database.cachedStatement(sql: row.upsert).execute(arguments: row.columns)
                }
            }
        } catch {
            throw SinkError(store: error)
        }
    }

    /// Removes windows and events that ended before a moment, and details from before it; returns how many windows.
    @discardableResult
    public func prune(before time: EventTime) async throws(SinkError) -> Int {
        do {
            return try await pool.write { database in
                try database.execute(
                    sql: "DELETE FROM impacts WHERE window_end < ?", arguments: [time.milliseconds])
                try database.execute(
                    sql: "DELETE FROM summaries WHERE kind = 'detail' AND created < ?",
                    arguments: [time.milliseconds])
                try database.execute(
                    sql: "DELETE FROM readings WHERE window_end < ?", arguments: [time.milliseconds])
                return database.changesCount
            }
        } catch {
            throw SinkError(store: error)
        }
    }

    /// Removes what is older than `retentionDays`; returns how many windows.
    @discardableResult
    public func prune(asOf now: EventTime) async throws(SinkError) -> Int {
        guard let retentionDays else { return 0 }
        return try await prune(before: now - .seconds(86_400 * retentionDays))
    }

    /// Folds the write-ahead log into the file and lets go of it. Calls after this one fail.
    public func close() throws(SinkError) {
        do { try pool.close() } catch { throw SinkError(store: error) }
    }

    func read<Value: Sendable>(
        _ query: @Sendable @escaping (Database) throws -> Value
    ) async throws(SinkError) -> Value {
        do { return try await pool.read(query) } catch { throw SinkError(store: error) }
    }
}

extension SinkError {
    /// What SQLite said, with the way out.
    init(store error: any Error) {
        self.init(
            sink: "sqlite", problem: Self.problem(error), remedy: Self.remedy(error),
            retryHelps: Self.retryHelps(error))
    }

    private static func problem(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError: "\(error.message ?? "no message") (SQLite code \(error.resultCode))"
        case is CancellationError: "the call was cancelled"
        default: String(describing: error)
        }
    }

    private static func remedy(_ error: any Error) -> String {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            "make the folder of the file, writable by the daemon's user"
        case .SQLITE_FULL: "free some space on the disk of the file, or shorten the retention"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "close other programs that write to the file"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            "move the file away and restart: the daemon makes a new one and fills it from its journal"
        case .SQLITE_IOERR: "look at the health of the disk in the system log"
        default: "see whether file and daemon are of the same release"
        }
    }

    private static func retryHelps(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: true
        case let error as DatabaseError:
            [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_INTERRUPT, .SQLITE_NOMEM]
                .contains(error.resultCode)
        default: false
        }
    }
}

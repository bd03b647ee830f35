public import Barometer
import Foundation
import GRDB

/// All versions ever published, as a Linked Data Event Stream in one SQLite file; in order, each once.
///
/// Pages hold members of one UTC day of publication, at most a thousand. A page that is full or of a day that is over is
/// sealed: its bytes are stored and stay. A commit has reached the disk when `write` returns.
public struct StreamStore: TimedSink {
    /// Where it is and what it promises.
    public struct Settings: Sendable {
        /// The folder must exist.
        public var path: String
        public var addresses: AddressSpace
        /// What the stream is called.
        public var title: Words
        /// Whole days that members stay, above zero.
        public var retentionDays: Int
        /// Above zero.
        public var membersPerPage: Int

        public init(
            path: String, addresses: AddressSpace, title: Words? = nil, retentionDays: Int = 730,
            membersPerPage: Int = 1000
        ) {
            self.path = path
            self.addresses = addresses
            self.title = title ?? Words(nl: "Indicatoren passanten", en: "Indicators of passers-by")
            self.retentionDays = retentionDays
            self.membersPerPage = membersPerPage
        }
    }

    public let name = "ldes"
    let nodes: StreamNodes
    private let membersPerPage: Int
    private let pool: DatabasePool

    /// Opens the file, or makes it; one that was begun under another base address is refused.
    public init(_ settings: Settings) throws(SinkError) {
        nodes = StreamNodes(
            addresses: settings.addresses, title: settings.title,
            retention: StreamRetention(days: settings.retentionDays))
        membersPerPage = settings.membersPerPage
        do {
            var configuration = Configuration()
            configuration.label = "ldes"
            configuration.busyMode = .timeout(5)
            pool = try DatabasePool(path: settings.path, configuration: configuration)
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try pool.write { [nodes] database in
                try database.migrate(through: StreamSchema.steps)
                try Self.check("base", nodes.addresses.base, in: database)
                try Self.check("vocabulary", nodes.addresses.vocabulary, in: database)
            }
        } catch let error as ForeignStream {
            throw SinkError(
                sink: "ldes", problem: error.description,
                remedy: "go back to that address, or move the file away to begin a new stream",
                retryHelps: false)
        } catch {
            throw SinkError(stream: error)
        }
    }

    /// Addresses of members are for ever, so the first ones bind.
    private static func check(_ name: String, _ value: String, in database: Database) throws {
        let known = try String.fetchOne(
            database, sql: "SELECT value FROM facts WHERE name = ?", arguments: [name])
        if let known, known != value { throw ForeignStream(name: name, value: known) }
        try database.execute(sql: "INSERT OR IGNORE INTO facts VALUES(?, ?)", arguments: [name, value])
    }

    private struct ForeignStream: Error, CustomStringConvertible {
        let name: String
        let value: String
        var description: String { "the stream was begun with the \(name) \(value)" }
    }

    /// Adds what has a higher sequence than everything before; what is there already is not added again.
    public func write(_ publications: [Publication]) async throws(SinkError) {
        guard !publications.isEmpty else { return }
        try await change { try $0.append(publications) }
    }

    /// Whether a day is open that is over.
    public func isDue(at time: EventTime) async throws(SinkError) -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS(SELECT 1 FROM days WHERE state = 'open' AND day < ?)",
                arguments: [time.utcDate.daysSinceEpoch]) ?? false
        }
    }

    /// Seals the days that are over.
    public func pass(_ time: EventTime) async throws(SinkError) {
        try await change { try $0.closeDay(before: time.utcDate.daysSinceEpoch) }
    }

    /// Removes days that are kept no longer, oldest first; returns how many.
    @discardableResult
    public func prune(asOf now: EventTime) async throws(SinkError) -> Int {
        let oldest = nodes.retention.oldest(asOf: now).daysSinceEpoch
        do {
            return try await pool.write { try StreamAppending.removeDays(before: oldest, in: $0) }
        } catch {
            throw SinkError(stream: error)
        }
    }

    /// Folds the write-ahead log into the file and lets go of it. Calls after this one fail.
    public func close() throws(SinkError) {
        do { try pool.close() } catch { throw SinkError(stream: error) }
    }

    private func change(
        _ work: @Sendable @escaping (inout StreamAppending) throws -> Void
    ) async throws(SinkError) {
        do {
            try await pool.write { [nodes, membersPerPage] database in
                var appending = try StreamAppending(database, nodes: nodes, membersPerPage: membersPerPage)
                try work(&appending)
            }
        } catch let error as OutOfOrder {
            throw SinkError(
                sink: name, problem: error.description,
                remedy: "restore state and stream from the same copy, or move the stream's file away",
                retryHelps: false)
        } catch {
            throw SinkError(stream: error)
        }
    }

    /// Waits until it is written.
    func write(_ work: (Database) throws -> Void) throws(SinkError) {
        do { try pool.write(work) } catch { throw SinkError(stream: error) }
    }

    func read<Value: Sendable>(
        _ query: @Sendable @escaping (Database) throws -> Value
    ) async throws(SinkError) -> Value {
        do { return try await pool.read(query) } catch { throw SinkError(stream: error) }
    }
}

extension SinkError {
    /// What SQLite said of the stream's file.
    fileprivate init(stream error: any Error) {
        let told = SinkError(store: error)
        self.init(sink: "ldes", problem: told.problem, remedy: told.remedy, retryHelps: told.retryHelps)
    }
}

public import Barometer
public import Footfall
import Foundation
import GRDB

/// How each published version came about.
enum AccountTable {
    /// Keeps the accounts of what was published; one whose reading was not, since it was stale, is let go.
    static func insert(
        _ keepsakes: [Keepsake], of publications: [Publication], in database: Database
    ) throws {
        let published = Dictionary(
            publications.compactMap { publication in publication.reading.map { ($0, publication) } }
        ) { _, newer in newer }
        let insert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO accounts VALUES(?, ?, ?, ?, ?, ?)")
        for case .account(let account) in keepsakes {
            guard let publication = published[account.reading] else { continue }
            let window = account.reading.window
            try insert.execute(arguments: [
                account.reading.zone.name, window.end.milliseconds, window.start.milliseconds,
                publication.version, publication.created.milliseconds, Seal.close(account.encoded()),
            ])
        }
    }

    static func delete(before time: EventTime, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM accounts WHERE created < ?", arguments: [time.milliseconds])
    }
}

/// The account of one version.
public struct KeptAccount: Hashable, Sendable {
    public let account: Account
    public let version: Int
    /// When it was published.
    public let created: EventTime
}

/// Reads accounts beside a daemon that may be writing them, and writes nothing.
public struct AccountReader: Sendable {
    private let file: DatabaseQueue
    private static let name = "state.sqlite"

    public init(readingFrom folder: String) throws(VaultError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            file = try DatabaseQueue(path: "\(folder)/\(Self.name)", configuration: configuration)
        } catch {
            throw VaultError("\(folder)/\(Self.name)", error)
        }
    }

    /// The account of the reading that stood at a time: of the newest that was told by then and still held, else of
    /// the last window that had ended by then, which was told of only later.
    public func account(of zone: ZoneID, at time: EventTime) throws(VaultError) -> KeptAccount? {
        let told = try accounts(
            "zone = ? AND created <= ? ORDER BY created DESC, window_end DESC, version DESC LIMIT 1",
            [zone.name, time.milliseconds]
        ).first
        if let told, time < told.account.reading.validUntil { return told }
        let later = try accounts(
            "zone = ? AND window_end BETWEEN ? AND ? ORDER BY window_end DESC, version DESC LIMIT 1",
            [zone.name, (time - .seconds(3600)).milliseconds, time.milliseconds]
        ).first
        return later
    }

    /// All accounts of one window that are kept, by version.
    public func accounts(of zone: ZoneID, _ window: Window) throws(VaultError) -> [KeptAccount] {
        try accounts(
            "zone = ? AND window_end = ? AND window_start = ? ORDER BY version",
            [zone.name, window.end.milliseconds, window.start.milliseconds])
    }

    /// Zones that there are accounts of, with the first and the last moment at which one was published.
    public func zones() throws(VaultError) -> [(zone: ZoneID, first: EventTime, last: EventTime)] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT zone, min(created), max(created) FROM accounts GROUP BY zone ORDER BY zone"
            ).map {
                (
                    ZoneID($0[0] as String), EventTime(milliseconds: $0[1]), EventTime(milliseconds: $0[2])
                )
            }
        }
    }

    private func accounts(
        _ condition: String, _ arguments: StatementArguments
    ) throws(VaultError) -> [KeptAccount] {
        try read { database in
            let sql = "SELECT version, created, body FROM accounts WHERE \(condition)"
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
                KeptAccount(
                    account: try Account(Seal.open(row[2])), version: row[0],
                    created: EventTime(milliseconds: row[1]))
            }
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(VaultError) -> Value {
        do { return try file.read(body) } catch { throw VaultError(Self.name, error) }
    }
}

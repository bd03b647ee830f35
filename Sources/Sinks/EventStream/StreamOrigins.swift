public import Barometer
import GRDB

/// What numbers were made with from some moment on.
struct StreamOrigin: Hashable, Sendable {
    /// Of the configuration, such as `sha256-3b1f…`.
    let digest: String
    /// Of the software, such as `0.1.0`.
    let release: String
    /// The methods of that release, with their versions.
    let barometer: String
    let impact: String
}

extension StreamStore {
    /// Remembers what numbers are made with from now on.
    ///
    /// - Parameters:
    ///   - configuration: all that they depend on; only its digest is kept.
    ///   - release: of the software.
    public func begin(
        configuration: [UInt8], release: String, at time: EventTime
    ) throws(SinkError) {
        let digest = "sha256-" + Digest.sha256(configuration).map(Escaping.hexadecimal).joined().lowercased()
        let origin = StreamOrigin(
            digest: digest, release: release, barometer: Reading.method, impact: Impact.method)
        try write { database in
            let newest = try Row.fetchOne(
                database, sql: "SELECT * FROM origins ORDER BY since DESC LIMIT 1")
            guard newest.map(StreamOrigin.init) != origin else { return }
            try database.execute(
                sql: "INSERT OR REPLACE INTO origins VALUES(?, ?, ?, ?, ?)",
                arguments: [time.milliseconds, digest, release, origin.barometer, origin.impact])
        }
    }

    /// When a version was published and with what; `nil` where it is not or no longer, and of a retraction.
    ///
    /// - Parameter address: of the version.
    func origin(of address: String) async throws(SinkError) -> (EventTime, StreamOrigin)? {
        try await read { database in
            let created = try Int64.fetchOne(
                database, sql: "SELECT created FROM versions WHERE key = ? AND created IS NOT NULL",
                arguments: [address.stableHash])
            guard let created else { return nil }
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM origins WHERE since <= ? ORDER BY since DESC LIMIT 1",
                arguments: [created])
            return row.map { (EventTime(milliseconds: created), StreamOrigin($0)) }
        }
    }

    /// `nil` of a configuration that was never used.
    func origin(withDigest digest: String) async throws(SinkError) -> StreamOrigin? {
        try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM origins WHERE digest = ? LIMIT 1", arguments: [digest]
            ).map(StreamOrigin.init)
        }
    }
}

extension StreamOrigin {
    fileprivate init(_ row: Row) {
        digest = row["digest"]
        release = row["release"]
        barometer = row["barometer"]
        impact = row["impact"]
    }
}

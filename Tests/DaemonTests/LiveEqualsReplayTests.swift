import Barometer
import Foundation
import GRDB
import Mosquitto
import TestKit
import Testing

@testable import footfalld

@Suite("Live and looked back upon") struct LiveEqualsReplayTests {
    @Test("the same messages give the same readings")
    func equal() async throws {
        let broker = try await Broker()
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let traffic = Traffic(.init(sensors: 12, hours: 5), now: now)
        let town = try await traffic.town(broker, "live")
        let daemon = try town.daemon()
        try await daemon.ready()
        let publisher = Publisher(broker.endpoint("p"))
        for chunk in traffic.messages.chunks(of: 500) { try await publisher.publish(chunk) }
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()
        #expect(try await daemon.stop() == 0)

        let live = try town.table()
        let file = try town.file("live.csv", Traffic.header + traffic.live.joined())
        let replay = try DaemonProcess([
            "replay", "--config", town.config, "--observations", town.folder + "/history.csv", file, "--out",
            town.folder + "/out", "--data", town.data,
        ])
        #expect(try await replay.ended() == 0, "\(replay.errors)")
        let past = try Table.rows(of: town.folder + "/out/readings.csv")
        let newest = try #require(live.keys.map(\.to).max())
        #expect(newest >= "\(traffic.begin + .seconds(traffic.size.hours * 3600 - 900))")
        #expect(live.count > 14 * 96)
        // Live the last windows are still open; looked back upon they are all closed.
        #expect(live == past.filter { $0.key.to <= newest })
        #expect(live.values.contains { $0.contains("final") })
        #expect(live.values.contains { $0.contains("withheld") })
    }
}

/// A table of readings by zone and window, in the columns that replay writes, but for the version.
enum Table {
    struct Key: Hashable {
        let zone: String
        let from: String
        let to: String
    }

    static let columns = [
        "value", "deviation", "busyness", "level", "confidence", "completeness", "status", "reason",
    ]

    static func rows(of path: String) throws -> [Key: [String]] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let header = try #require(lines.first)
        var rows: [Key: [String]] = [:]
        for line in lines.dropFirst() {
            let cells = Dictionary(zip(header, line)) { $1 }
            let key = Key(zone: cells["zone"] ?? "", from: cells["from"] ?? "", to: cells["to"] ?? "")
            rows[key] = columns.map { cells[$0] ?? "" }
        }
        return rows
    }
}

extension Town {
    /// The closed windows in the daemon's store, in the form of a replay's table.
    func table() throws -> [Table.Key: [String]] {
        let file = try DatabaseQueue(path: data + "/readings.sqlite")
        return try file.read { database in
            var rows: [Table.Key: [String]] = [:]
            let sql = """
                SELECT *, (SELECT group_concat(coalesce(json_extract(value, '$.code'), value), ' ')
                FROM json_each(reasons)) AS reason FROM readings_utc WHERE status <> 'provisional'
                """
            for row in try Row.fetchAll(database, sql: sql) {
                let key = Table.Key(zone: row["zone"], from: row["from"], to: row["to"])
                rows[key] = Table.columns.map { name in
                    if name == "completeness", let share = row[name] as Double? {
                        return share == share.rounded() ? "\(Int(share))" : "\(share)"
                    }
                    return String.fromDatabaseValue(row[name]) ?? (row[name] as Int?).map { "\($0)" } ?? ""
                }
            }
            return rows
        }
    }
}

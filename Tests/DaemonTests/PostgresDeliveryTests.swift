import Barometer
import Foundation
import GRDB
import Glibc
import TestKit
import Testing
import Vault

@testable import footfalld

@Suite("Readings on their way to PostgreSQL", .serialized) struct PostgresDeliveryTests {
    @Test("are all there, each in its newest version, whatever happens to the server and to the daemon")
    func faults() async throws {
        let total = KillTests.isSoak ? 200_000 : 12_000
        let leastFaults = KillTests.isSoak ? 30 : 5
        let (broker, server) = (try await Broker(), try await PostgresServer())
        let town = try Town(broker: broker.port, more: server.section)
        _ = try town.file("config/password", PostgresServer.password)
        try town.publish(total, seed: 11)

        var storm = try Storm(town: town, server: server, total: total, step: total / leastFaults / 4)
        while try await storm.progress() < total { try await storm.strike() }
        print("\(total) readings, \(storm.count) faults: \(storm.tally)")
        #expect(storm.count >= leastFaults)
        #expect(try await storm.stop() == 0)
        let (kept, expected) = (try await server.rows(), try town.rows())
        #expect(expected.count > total / 2)
        #expect(kept.count == expected.count)
        #expect(zip(kept, expected).first { $0 != $1 } == nil)
    }

    @Test("hold up no other sink and no shutdown while the server says nothing")
    func frozen() async throws {
        let (broker, server) = (try await Broker(), try await PostgresServer())
        let town = try Town(broker: broker.port, more: server.section)
        _ = try town.file("config/password", PostgresServer.password)
        var daemon = try town.daemon()
        try await daemon.ready()
        while try await server.query("SELECT to_regclass('footfall.readings')") == "" {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try await daemon.stop() == 0)
        server.freeze()
        try town.publish(3_000, seed: 12)
        daemon = try town.daemon()
        try await arrival(of: 3_000) { try town.newestSequence() }
        #expect(try await daemon.get("/healthz").status == 200)
        daemon.send(SIGTERM)
        // Less than the time that a call to the server may take.
        #expect(try await daemon.ended(within: .seconds(20)) == 0)
        server.thaw()
        daemon = try town.daemon()
        try await arrival(of: 3_000) { await server.newestSequence() }
        #expect(try await daemon.stop() == 0)
        #expect(try await server.rows() == town.rows())
        #expect(!daemon.errors.contains(PostgresServer.password))
    }

    @Test("wait while the password is wrong, with a way out in the log and no password")
    func wrongPassword() async throws {
        let (broker, server) = (try await Broker(), try await PostgresServer())
        let town = try Town(broker: broker.port, more: server.section)
        _ = try town.file("config/password", "not-so-secret")
        try town.publish(10, seed: 13)
        let daemon = try town.daemon()
        try await daemon.says("sink does not take readings")
        #expect(daemon.errors.contains("password authentication failed for user"))
        #expect(daemon.errors.contains("correct 'user' and the password in 'password_file'"))
        #expect(!daemon.errors.contains("not-so-secret"))
        try await arrival(of: 10) { try town.newestSequence() }
        #expect(try await daemon.stop() == 0)
    }
}

/// Everything that may happen to a server and a daemon, one thing after the other, with some work between.
private struct Storm {
    private let town: Town
    private let server: PostgresServer
    private let total: Int
    /// At most so many more arrive before the next fault, and what is under way.
    private let step: Int
    private var daemon: DaemonProcess
    private var dice = Chance(seed: 5)
    private var target = 1
    private(set) var tally: [String: Int] = [:]

    init(town: Town, server: PostgresServer, total: Int, step: Int) throws {
        (self.town, self.server, self.total, self.step) = (town, server, total, step)
        daemon = try town.daemon()
    }

    var count: Int { tally.values.reduce(0, +) }

    /// Waits until some more has arrived; the highest sequence that has.
    mutating func progress() async throws -> Int {
        var arrived = 0
        while arrived < target {
            try await Task.sleep(for: .milliseconds(10))
            arrived = await server.newestSequence() ?? 0
        }
        target = min(total, arrived + Int.random(in: 1...step, using: &dice))
        return arrived
    }

    mutating func strike() async throws {
        let faults = ["kill", "stop", "cut", "freeze", "daemon", "both"]
        let fault = faults[Int.random(in: 0..<faults.count, using: &dice)]
        tally[fault, default: 0] += 1
        switch fault {
        case "kill":
            try await server.kill()
            try await pause()
            try await server.start()
        case "stop":
            try await server.stop()
            try await pause()
            try await server.start()
        case "cut":
            try await server.cut()
        case "freeze":
            server.freeze()
            try await pause()
            server.thaw()
        case "daemon":
            try await restart()
        default:
            server.freeze()
            try await restart()
            server.thaw()
            try await server.kill()
            try await server.start()
        }
    }

    private mutating func restart() async throws {
        daemon.send(SIGKILL)
        #expect(try await daemon.ended() == 1009)
        daemon = try town.daemon()
        try await pause()
    }

    private mutating func pause() async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...900, using: &dice)))
    }

    mutating func stop() async throws -> Int32 {
        try await arrival(of: total) { try town.newestSequence() }
        return try await daemon.stop()
    }
}

/// Waits until a store has a sequence.
private func arrival(of sequence: Int, _ newest: () async throws -> Int?) async throws {
    for _ in 0..<1200 {
        if try await newest() == sequence { return }
        try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("\(sequence) did not arrive")
}

extension Town {
    /// Puts readings by chance into the outbox, as if the pipeline had made them. Every third corrects an earlier one,
    /// and some take one back.
    fileprivate func publish(_ count: Int, seed: UInt64) throws {
        let store = try StateStore(in: DataFolder(path: data))
        var readings = ReadingsByChance(seed: seed).prefix(count).compactMap(\.reading)
        for index in stride(from: 2, to: count, by: 3) {
            let (new, old) = (readings[index], readings[index / 2])
            readings[index] = Reading(
                zone: old.zone, window: old.window, content: new.content, completeness: new.completeness,
                reasons: new.reasons, validUntil: new.validUntil)
        }
        let contents = readings.enumerated().map { index, reading in
            index % 21 == 20
                ? Publication.Content.retraction(.window(reading.zone, reading.window)) : .reading(reading)
        }
        for chunk in contents.chunks(of: 5_000) {
            let step = StateStore.Step(
                position: try store.position(), contents: chunk, keepsakes: [], checkpoint: nil,
                now: .at("15:00"))
            _ = try store.commit(step)
        }
        try store.close()
    }

    /// In the SQLite file.
    fileprivate func newestSequence() throws -> Int? {
        let file = try DatabaseQueue(path: data + "/readings.sqlite")
        return try file.read { try Int.fetchOne($0, sql: "SELECT max(sequence) FROM readings") }
    }

    /// The table of the SQLite file, a text for each row.
    fileprivate func rows() throws -> [String] {
        let file = try DatabaseQueue(path: data + "/readings.sqlite")
        return try file.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT zone || '|' || window_start || '|' || window_end || '|' || ifnull(value, '') || '|'
                        || ifnull(deviation, '') || '|' || ifnull(busyness, '') || '|' || ifnull(level, '')
                        || '|' || ifnull(confidence, '') || '|' || CAST(round(completeness * 100) AS INTEGER)
                        || '|' || status || '|' || ifnull(reasons, '') || '|' || valid_until || '|' || method
                        || '|' || version || '|' || sequence || '|' || created
                    FROM readings ORDER BY window_start, window_end, zone
                    """)
        }
    }
}

extension PostgresServer {
    /// For `footfall.yaml`.
    fileprivate var section: String {
        """
        stores:
          postgres: {host: 127.0.0.1, port: \(port), password_file: password}
        """
    }

    /// `nil` also when it does not answer.
    fileprivate func newestSequence() async -> Int? {
        let answer = try? await query("SELECT max(sequence) FROM footfall.readings")
        return answer.flatMap { Int($0) }
    }

    /// The table, a text for each row, as the SQLite file has it.
    fileprivate func rows() async throws -> [String] {
        func milliseconds(_ column: String) -> String { "(extract(epoch FROM \(column)) * 1000)::bigint" }
        return try await query(
            """
            SELECT zone, \(milliseconds("window_start")), \(milliseconds("window_end")), value, deviation, busyness,
                level, confidence, coalesce(completeness * 100, 0)::int, status,
                (SELECT '[' || string_agg('{"code":"' || (reason->>'code') || '"'
                    || coalesce(',"of":' || (reason->>'of') || ',"ok":' || (reason->>'ok'), '') || '}',
                    ',' ORDER BY place) || ']'
                FROM jsonb_array_elements(reasons) WITH ORDINALITY AS list(reason, place)), coalesce(\(milliseconds("valid_until")), 0),
                coalesce(method, '\(Reading.method)'), version, sequence, \(milliseconds("created"))
            FROM footfall.readings ORDER BY window_start, window_end, zone COLLATE "C"
            """
        ).split(separator: "\n").map(String.init)
    }
}

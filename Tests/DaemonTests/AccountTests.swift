import Barometer
import Footfall
import Foundation
import GRDB
import Mosquitto
import TestKit
import Testing
import Vault

@testable import footfalld

/// Why did it say that? Asked of a real daemon while it runs.
@Suite("The account of a reading") struct AccountTests {
    private func run(_ arguments: [String]) async throws -> (code: Int32, output: String, errors: String) {
        let process = try DaemonProcess(arguments)
        let code = try await process.ended()
        return (code, process.output, process.errors)
    }

    private func explain(
        _ town: Town, _ zone: String, at time: String, _ more: String...
    ) async throws -> (code: Int32, output: String, errors: String) {
        try await run(["explain", "--zone", zone, "--at", time, "--data", town.data] + more)
    }

    @Test("holds the numbers of the version that was published, or says what could be asked instead")
    func whileRunning() async throws {
        let broker = try await Broker()
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let traffic = Traffic(.init(sensors: 6, hours: 3), now: now)
        let town = try await traffic.town(broker, "explain")
        let daemon = try town.daemon()
        try await daemon.ready()
        let publisher = Publisher(broker.endpoint("p"))
        for chunk in traffic.messages.chunks(of: 500) { try await publisher.publish(chunk) }
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()

        let end = traffic.begin + .seconds(7200)
        let published = try await row(town, "old-market", endingAt: end)
        let (code, page, errors) = try await explain(
            town, "old-market", at: "\(end + .seconds(1))", "--config", town.config)
        try #require(code == 0, "\(errors)")
        for part in [
            "What was said", "People counted and expected (private)", "From people to the index",
            "Versions of this window", "In short", "old-market-4", "epsilon 1.00",
            "\(try #require(published.value)) %",
        ] { #expect(page.contains(part), "\(part) is missing:\n\(page)") }
        #expect(page.split(separator: "\n").allSatisfy { $0.count <= 120 })

        let document = try #require(
            try JSONSerialization.jsonObject(
                with: Data(
                    try await explain(town, "old-market", at: "\(end + .seconds(1))", "--json").output.utf8))
                as? [String: Any])
        let said = try #require(document["said"] as? [String: Any])
        #expect(said["value"] as? Int == published.value && said["version"] as? Int == published.version)
        #expect((document["sensors"] as? [Any])?.count == 8)
        // The noise of eight draws, of which none is told; now and then they add up to nothing.
        var noise: [Double] = []
        for quarter in 0..<6 {
            noise.append(try await self.noise(town, at: end + .seconds(1 - 900 * quarter)))
        }
        #expect(noise.contains { $0 != 0 } && noise.allSatisfy { abs($0) < 60 }, "\(noise)")

        let strange = try await explain(town, "alley", at: "\(traffic.begin - .seconds(13 * 86_400))")
        #expect(strange.code == 0 && strange.output.contains("Nothing was said of alley"), "\(strange)")
        #expect(strange.output.contains("nothing is known yet"), "\(strange)")
        let unknown = try await explain(town, "old-markt", at: "\(end)")
        #expect(unknown.code == 64 && unknown.errors.contains("old-market"), "\(unknown)")
        let early = try await explain(town, "old-market", at: "1999-01-01T00:00:00Z")
        #expect(early.code == 65 && early.errors.contains("What is kept was published from"), "\(early)")
        #expect(try await explain(town, "old-market", at: "noon").code == 64)
        #expect(try await explain(town, "old-market", at: "\(end)", "--data", town.folder).code == 74)
        #expect(try await daemon.stop() == 0)
        #expect(
            try await explain(town, "old-market", at: "\(end + .seconds(1))").code == 0, "without a daemon")
        print(page)
        try size(town)
        try FileManager.default.removeItem(atPath: town.data + "/noise.key")
        let next = try town.daemon()
        try await next.says("the noise key was gone")
        try await next.ready()
        #expect(try await next.stop() == 0)
    }

    /// What a window's sum has beside the people that its sensors counted.
    private func noise(_ town: Town, at time: EventTime) async throws -> Double {
        let told = try await explain(town, "old-market", at: "\(time)", "--json").output
        let document = try #require(try JSONSerialization.jsonObject(with: Data(told.utf8)) as? [String: Any])
        let sensors = try #require(document["sensors"] as? [[String: Any]])
        let sums = try #require(document["sums"] as? [String: Double])
        return try #require(sums["observed"]) - sensors.compactMap { $0["counted"] as? Double }.reduce(0, +)
    }

    private func row(
        _ town: Town, _ zone: String, endingAt end: EventTime
    ) async throws -> (value: Int?, version: Int) {
        for _ in 0..<200 {
            let file = try DatabaseQueue(path: town.data + "/readings.sqlite")
            let row = try file.read { database in
                try Row.fetchOne(
                    database, sql: "SELECT value, version FROM readings WHERE zone = ? AND window_end = ?",
                    arguments: [zone, end.milliseconds])
            }
            if let row { return (row[0], row[1]) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw FileProblem(path: "readings.sqlite", problem: "has no reading that ends at \(end)")
    }

    private func size(_ town: Town) throws {
        let file = try DatabaseQueue(path: town.data + "/state.sqlite")
        let (rows, bytes) = try file.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM accounts") ?? 0,
                try Int.fetchOne(database, sql: "SELECT sum(length(body)) FROM accounts") ?? 0
            )
        }
        print("accounts: \(rows), \(bytes / max(1, rows)) bytes each")
        #expect(rows > 1000 && bytes / rows < 700)
    }

    @Test("the key is made once, for its owner alone, and its loss is told")
    func lostKey() async throws {
        let broker = try await Broker()
        let town = try Town(broker: broker.port)
        func start() async throws -> String {
            let daemon = try town.daemon()
            try await daemon.ready()
            #expect(try await daemon.stop() == 0)
            return daemon.errors
        }
        #expect(try await !start().contains("noise key"))
        let path = town.data + "/noise.key"
        let key = try Data(contentsOf: URL(filePath: path))
        #expect(key.count == 32)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        _ = try await start()
        #expect(try Data(contentsOf: URL(filePath: path)) == key)
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        let damaged = try town.daemon()
        #expect(try await damaged.ended() == 74)
        #expect(damaged.errors.contains("noise.key is damaged"))
    }

    @Test("HMAC-SHA-256 is that of RFC 4231, and gives the noise of the method")
    func hash() throws {
        let data = Array("what do ya want for nothing?".utf8)
        let digest = Noise.hmac(key: Array("Jefe".utf8), data)
        #expect(
            digest.map { String(format: "%02x", $0) }.joined()
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }
}

import Barometer
import Footfall
import Foundation
import GRDB
import Sinks
import TestKit
import Testing
import Vault

@testable import footfalld

/// The same journal, key and clock make the same stream, whatever happens to the daemon on the way.
@Suite("Two runs from one journal") struct StreamTwinTests {
    @Test("seal pages of the same bytes, also when one of them begins again and again")
    func pages() async throws {
        let now = EventTime.at("00:00")
        let town = try Town(zones: ["old-market": 6, "alley": 2], broker: 1)
        let history = try town.file("history.csv", Traffic(.init(sensors: 8, hours: 2), now: now).history)
        let load = try DaemonProcess(["import", "--config", town.config, "--data", town.data, history])
        try #require(try await load.ended() == 0, "\(load.errors)")
        _ = try NoiseKey(in: DataFolder(path: town.data))

        let steady = try await run(town, "steady", at: now, restarts: false)
        let shaken = try await run(town, "shaken", at: now, restarts: true)
        #expect(steady.count > 20)
        #expect(shaken == steady)
    }

    private struct Page: Equatable {
        let day: Int
        let number: Int
        let turtle: Data
        let nquads: Data
    }

    private func run(
        _ town: Town, _ name: String, at start: EventTime, restarts: Bool
    ) async throws -> [Page] {
        let path = "\(town.folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for file in ["journal.sqlite", NoiseKey.name] {
            try FileManager.default.copyItem(atPath: "\(town.data)/\(file)", toPath: "\(path)/\(file)")
        }
        let data = try DataFolder(path: path)
        let (journal, store) = (try Journal(in: data), try StateStore(in: data))
        let configuration = try #require(Configuration.read(folder: town.config, environment: [:]).0)
        let plan = configuration.plan(with: try NoiseKey(in: data))
        func desk() throws -> Desk { try Desk(plan: plan, journal: journal, store: store, tell: { _ in }) }
        let stream = try StreamStore(
            .init(
                path: "\(path)/ldes.sqlite", addresses: AddressSpace(base: "https://data.example.org"),
                membersPerPage: 50))

        var (work, now, cursor) = (try desk(), start, 0)
        repeat {
            try work.commit(now: now, withCheckpoint: false, metrics: Metrics())
            now = now + .seconds(3600)
            if restarts { work = try desk() }
        } while try work.readOn(upTo: work.position + 1)
        while let last = try await deliver(from: store, after: cursor, by: restarts ? 13 : 500, to: stream) {
            cursor = last
        }
        try await stream.pass(now + .seconds(2 * 86_400))
        try stream.close()
        return try pages(of: "\(path)/ldes.sqlite")
    }

    private func deliver(
        from store: StateStore, after cursor: Int, by limit: Int, to stream: StreamStore
    ) async throws -> Int? {
        let publications = try store.publications(after: cursor, limit: limit)
        try await stream.write(publications)
        return publications.last?.sequence
    }

    private func pages(of path: String) throws -> [Page] {
        try DatabaseQueue(path: path).read { database in
            try Row.fetchAll(database, sql: "SELECT day, number, turtle, nquads FROM pages ORDER BY 1, 2").map
            {
                Page(day: $0[0], number: $0[1], turtle: $0[2], nquads: $0[3])
            }
        }
    }
}

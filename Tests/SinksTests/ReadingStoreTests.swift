import Barometer
import Foundation
import GRDB
import TestKit
import Testing

@testable import Sinks

@Suite("The SQLite file") struct ReadingStoreTests {
    @Test("holds any reading as it is, over a restart", arguments: UInt64(0)..<5)
    func roundTrip(seed: UInt64) async throws {
        try await Folder.use { folder in
            let written = unique(ReadingsByChance(seed: seed).prefix(300))
            let store = try ReadingStore(path: folder + "readings.sqlite")
            try await store.write(written)
            try store.close()
            let reopened = try ReadingStore(path: folder + "readings.sqlite")
            let page = try await reopened.page(
                from: EventTime(seconds: 0), to: EventTime(seconds: 4_000_000_000), limit: 1_000)
            #expect(page.publications == written)
            #expect(page.next == nil)
        }
    }

    @Test("is written through to the disk, in a log ahead")
    func durable() async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            try await store.write([.sample(1)])
            let other = try DatabaseQueue(path: folder + "readings.sqlite")
            let mode = try await other.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            #expect(mode == "wal")
            let version = try await other.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            #expect(version == 3)
            #expect(try store.synchronousLevel() == 2)
        }
    }

    @Test("of a later release is refused with a way out")
    func laterSchema() async throws {
        try await Folder.use { folder in
            let path = folder + "readings.sqlite"
            let other = try DatabaseQueue(path: path)
            try await other.write { try $0.execute(sql: "PRAGMA user_version = 99") }
            let error = #expect(throws: SinkError.self) { try ReadingStore(path: path) }
            #expect(error?.problem.contains("99") == true)
            #expect(error?.retryHelps == false)
        }
    }

    @Test("in a folder that is not there is an error with a remedy")
    func noFolder() throws {
        let error = #expect(throws: SinkError.self) { try ReadingStore(path: "/nowhere/readings.sqlite") }
        #expect(error?.remedy.contains("folder") == true)
    }

    @Test("gives its pages without gap or repeat", arguments: [1, 2, 7, 100])
    func pages(limit: Int) async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            let zones = ["a", "b", "c"]
            let all = (0..<30).map { number in
                Publication.sample(
                    number + 1,
                    .sample(zones[number % 3], from: .at("10:00") + .seconds(900 * (number / 3))))
            }
            try await store.write(all.shuffled())
            for zone in [nil, ZoneID("b")] {
                var (collected, cursor): ([Publication], ReadingCursor?) = ([], nil)
                repeat {
                    let page = try await store.page(
                        from: .at("10:15"), to: .at("12:00"), zone: zone, after: cursor, limit: limit)
                    collected += page.publications
                    #expect(page.publications.count <= limit)
                    cursor = page.next.flatMap { ReadingCursor("\($0)") }
                } while cursor != nil
                let expected = all[3..<24].filter { (publication: Publication) -> Bool in
                    zone == nil || publication.subject.zone == zone
                }
                #expect(collected == expected)
            }
        }
    }

    @Test("tells what came after a sequence, lowest first, up to a bound")
    func after() async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            #expect(try await store.newestSequence() == nil)
            let correction = Publication.sample(9, version: 2)
            try await store.write([
                .sample(1), .sample(4, .sample("b")), .sample(6, .sample("c")), correction,
            ])
            #expect(try await store.publications(after: 1, limit: 2).map(\.sequence) == [4, 6])
            #expect(try await store.publications(after: 0, limit: 9).map(\.sequence) == [4, 6, 9])
            #expect(try await store.newestSequence() == 9)
        }
    }

    @Test("forgets what is older than its retention")
    func retention() async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite", retentionDays: 1)
            try await store.write([
                .sample(1, .sample(from: .at("10:00"))), .sample(2, .sample(from: .at("14:00"))),
            ])
            #expect(try await store.prune(asOf: .at("12:00") + .seconds(86_400)) == 1)
            #expect(try await store.newest().map(\.sequence) == [2])
            #expect(try await store.prune(before: .at("14:15")) == 0)
        }
    }

    @Test(
        "holds impacts and retractions as they are, and tells them after a sequence", arguments: UInt64(0)..<5
    )
    func everything(seed: UInt64) async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            let written = PublicationsByChance(seed: seed).prefix(300)
            try await store.write(Array(written))
            var newest: [Subject: Publication] = [:]
            for publication in written where publication.version > newest[publication.subject]?.version ?? 0 {
                newest[publication.subject] = publication
            }
            let told = try await store.publications(after: 0, limit: 1_000)
            #expect(Set(told) == Set(newest.values) && told.map(\.sequence) == told.map(\.sequence).sorted())
            for event in Set(newest.values.compactMap(\.impact?.event)) {
                let known = newest.values.filter { $0.impact?.event == event }
                #expect(Set(try await store.impacts(of: event)) == Set(known))
            }
        }
    }

    @Test("forgets what is retracted, for good")
    func retraction() async throws {
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            let (reading, impact) = (Publication.sample(1), Publication.impact(2))
            try await store.write([reading, impact])
            try await store.write([
                .retraction(3, version: 2, of: reading.subject),
                .retraction(4, version: 2, of: impact.subject),
            ])
            try await store.write([reading, impact])
            #expect(try await store.newest().isEmpty)
            #expect(try await store.impacts(from: .at("00:00"), to: .at("23:00")).isEmpty)
            #expect(try await store.page(from: .at("00:00"), to: .at("23:00")).publications.isEmpty)
        }
    }

    @Test("has public columns only")
    func columns() async throws {
        try await Folder.use { folder in
            _ = try ReadingStore(path: folder + "readings.sqlite")
            let other = try DatabaseQueue(path: folder + "readings.sqlite")
            let columns = try await other.read { try $0.columns(in: "readings").map(\.name) }
            #expect(
                columns == [
                    "zone", "window_start", "window_end", "value", "deviation", "busyness", "level",
                    "confidence",
                    "completeness", "status", "reasons", "valid_until", "method", "version", "sequence",
                    "created",
                ])
        }
    }

    /// One publication for each zone and window, in the order of pages.
    private func unique(_ publications: some Sequence<Publication>) -> [Publication] {
        var byKey: [String: Publication] = [:]
        for publication in publications {
            byKey["\(publication.subject)"] = publication
        }
        return byKey.values.sorted {
            rank($0) < rank($1)
        }
    }

    private func rank(_ publication: Publication) -> (Int64, String, Int64) {
        let window = publication.reading?.window
        return (
            window?.end.milliseconds ?? 0, publication.subject.zone?.name ?? "",
            window?.start.milliseconds ?? 0
        )
    }
}

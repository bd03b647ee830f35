import Barometer
import Footfall
import Foundation
import TestKit
import Testing

@testable import Vault

@Suite("The journal") struct JournalTests {
    private let place = Place()

    @Test("gives back what was put in, bit by bit", arguments: UInt64(0)..<10)
    func roundTrip(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let batches = (0..<20).map { _ in
            (0..<Int.random(in: 1..<60, using: &chance)).map { _ in chance.input(sensors: 8) }
        }
        do {
            let journal = try Journal(in: place.folder())
            for (index, batch) in batches.enumerated() { #expect(try journal.add(batch) == Int64(index) + 1) }
        }
        let journal = try Journal(in: place.folder())
        let entries = try journal.entries(after: 0, limit: 100)
        #expect(entries.map(\.inputs) == batches)
        #expect(entries.map { EntryCoding.encode($0.inputs) } == batches.map(EntryCoding.encode))
        #expect(try journal.entries(after: 5, limit: 2).map(\.position) == [6, 7])
        #expect(try journal.entries(after: 5, limit: 9, bytes: 1).map(\.position) == [6])
        #expect(try journal.lastPosition() == 20)
        #expect(try journal.roster().entries == Roster.sample(8).entries)
    }

    @Test("takes at most 24 bytes for an observation, 30 on the disk")
    func size() throws {
        var chance = Chance(seed: 1)
        let journal = try Journal(in: place.folder())
        for batch in 0..<100 {
            let inputs = (0..<1_000).map { chance.street(batch * 1_000 + $0, sensors: 1_000) }
            #expect(EntryCoding.encode(inputs).count <= 24_000)
            try journal.add(inputs, roster: .sample(1_000))
        }
        try journal.close()
        let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/journal.sqlite")
        let bytes = try #require(attributes[.size] as? Int)
        #expect(bytes <= 30 * 100_000)
    }

    @Test("remembers the newest observations, the newest last")
    func newest() throws {
        var chance = Chance(seed: 2)
        let inputs = (0..<30).map { chance.street($0, sensors: 8) }
        let journal = try Journal(in: place.folder())
        for start in stride(from: 0, to: 30, by: 10) {
            try journal.add([.tick(EventTime(seconds: 1))] + inputs[start..<start + 10])
        }
        #expect(try journal.newestObservations(limit: 13).map(Input.observation) == inputs.suffix(13))
        #expect(try journal.newestObservations(limit: 99).map(Input.observation) == inputs)
    }

    @Test("stores nothing of a batch that finds the disk full, and takes it later")
    func full() throws {
        var chance = Chance(seed: 3)
        let inputs = (0..<5_000).map { chance.street($0, sensors: 8) }
        let journal = try Journal(in: place.folder())
        try journal.add([inputs[0]], roster: .sample(1))
        try journal.file.execute("PRAGMA max_page_count = 1")
        let late = Rejection(code: .late, detail: "late", source: "street", subject: "gate-1")
        let error = #expect(throws: VaultError.self) { try journal.add(inputs, rejections: [late]) }
        #expect(error?.isFull == true)
        #expect(try journal.all() == [inputs[0]])
        #expect(try journal.roster().entries.count == 1)
        #expect(try journal.rejections(limit: 9).isEmpty)
        try journal.file.execute("PRAGMA max_page_count = 1000000")
        #expect(try journal.add(inputs, rejections: [late]) == 2)
        #expect(try journal.all().count == 5_001)
        #expect(try journal.roster().entries.count == 8)
    }

    @Test("refuses what it could not read back, and all calls once closed")
    func refused() throws {
        let journal = try Journal(in: place.folder())
        #expect(throws: VaultError.self) { try journal.add([.tick(EventTime(milliseconds: .max))]) }
        #expect(try journal.lastPosition() == 0)
        try journal.close()
        #expect(throws: VaultError.self) { try journal.add([.tick(EventTime(seconds: 1))]) }
    }

    @Test("keeps names with a zero inside apart")
    func zeroByte() throws {
        let names = ["gate\0a", "gate\0b"]
        let roster = Roster(names.map { Roster.Entry(source: "street", sensor: SensorID($0)) })
        let journal = try Journal(in: place.folder())
        try journal.add([], roster: roster)
        #expect(try journal.roster().entries == roster.entries)
    }

    @Test("counts rejections by kind, with a bound on their number")
    func rejections() throws {
        let journal = try Journal(in: place.folder())
        func late(_ subject: String) -> Rejection {
            Rejection(code: .late, detail: "late", source: nil, subject: subject, excerpt: "x", count: 2)
        }
        try journal.add([], rejections: [late("a"), late("a")], at: EventTime(seconds: 5))
        try journal.add([], rejections: [late("a")], at: EventTime(seconds: 9))
        let record = try #require(try journal.rejections(limit: 9).first)
        #expect(record.rejection.count == 6)
        #expect(record.rejection.source == nil)
        #expect(record.first == EventTime(seconds: 5))
        #expect(record.last == EventTime(seconds: 9))
        try journal.add([], rejections: (0..<10_010).map { late("s\($0)") })
        let records = try journal.rejections(limit: 20_000)
        #expect(records.count == 10_001)
        #expect(records.first { $0.rejection.subject == "…" }?.rejection.count == 22)
    }

    @Test("prunes only what is old and consumed, and gives no position twice")
    func prune() throws {
        let journal = try Journal(in: place.folder())
        for second in 1...10 {
            let time = EventTime(seconds: Int64(second))
            try journal.add([.tick(time)], at: time)
        }
        #expect(try journal.prune(olderThan: EventTime(seconds: 6), consumed: 3) == 3)
        #expect(try journal.prune(olderThan: EventTime(seconds: 6), consumed: 9) == 2)
        #expect(try journal.prune(before: 8, consumed: 10) == 2)
        #expect(try journal.prune(before: .max, consumed: .max) == 3)
        #expect(try journal.lastPosition() == 10)
        #expect(try journal.add([.tick(EventTime(seconds: 11))]) == 11)
    }

    @Test("reads what was written before there were flags, and refuses flags that nobody knows")
    func flags() throws {
        func seen(_ flags: Observation.Flags) -> Input {
            .observation(
                Observation(
                    sensor: 3, start: EventTime(milliseconds: 1000), seconds: 60, direction: .out, count: 5,
                    kind: .cumulative, key: 7, flags: flags))
        }
        let old: [UInt8] = [0x25, 3, 0xD0, 0x0F, 120, 5, 7, 0, 0, 0, 0, 0, 0, 0]
        #expect(EntryCoding.encode([seen([])]) == old)
        #expect(try EntryCoding.decode(old) == [seen([])])
        #expect(EntryCoding.encode([seen([.reset, .sensorStatus])]) == [0xC9] + old)
        #expect(try EntryCoding.decode([0xC9] + old) == [seen([.reset, .sensorStatus])])
        for prefix in [[0xC0], [0xD0], [0x81], [0xC1, 0xC1], [0xC1, 0x80]] as [[UInt8]] {
            #expect(throws: Garbled.self) { try EntryCoding.decode(prefix + old).count }
        }
        #expect(!EntryCoding.holds(seen(Observation.Flags(rawValue: 16))))
    }

    @Test("decodes random bytes without a trap")
    func garbage() {
        var chance = Chance(seed: 4)
        var refused = 0
        for _ in 0..<10_000 {
            let bytes = (0..<Int.random(in: 0..<64, using: &chance)).map { _ in
                UInt8(truncatingIfNeeded: chance.next())
            }
            do { _ = try EntryCoding.decode(bytes).map(\.self) } catch { refused += 1 }
        }
        #expect(refused > 5_000)
    }
}

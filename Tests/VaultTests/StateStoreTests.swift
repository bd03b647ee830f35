import Barometer
import Footfall
import TestKit
import Testing

@testable import Vault

@Suite("The state store") struct StateStoreTests {
    private let place = Place()

    @Test("numbers what it publishes, and goes on after a restart, even when the clock runs back")
    func numbers() throws {
        do {
            let store = try StateStore(in: place.folder())
            let first = try store.publish([.sample(), .sample("quay")], at: 1, now: .at("15:00"))
            let second = try store.publish([.sample()], at: 2, now: .at("14:00"))
            #expect((first + second).map(\.sequence) == [1, 2, 3])
            #expect((first + second).map(\.version) == [1, 1, 2])
            #expect(second[0].created == .at("15:00"))
            try store.trimOutbox(keepingAfter: 3)
            try store.close()
        }
        let store = try StateStore(in: place.folder())
        let third = try store.publish([.sample(), .sample(from: .at("14:15"))], at: 3, now: .at("14:30"))
        #expect(third.map(\.sequence) == [4, 5])
        #expect(third.map(\.version) == [3, 1])
        #expect(third[0].created == .at("15:00"))
        #expect(try store.publications(after: 0, limit: 9) == third)
        #expect(try store.position() == 3)
    }

    @Test("gives back all that was published as it was", arguments: UInt64(0)..<5)
    func roundTrip(seed: UInt64) throws {
        let store = try StateStore(in: place.folder())
        let contents = PublicationsByChance(seed: seed).prefix(200).map(\.content)
        let published = try store.publish(contents: contents, at: 1, now: .at("15:00"))
        #expect(published.map(\.content) == contents)
        #expect(try store.publications(after: 0, limit: 999) == published)
        #expect(try store.publications(after: 150, limit: 7).map(\.sequence) == Array(151...157))
    }

    @Test("keeps nothing of a step that finds the disk full")
    func full() throws {
        let store = try StateStore(in: place.folder())
        try store.publish([.sample()], at: 1, now: .at("15:00"))
        try store.file.execute("PRAGMA max_page_count = 1")
        let step = StateStore.Step(
            position: 2, contents: (0..<200).map { .reading(.sample("zone-\($0)")) }, keepsakes: [],
            checkpoint: [UInt8](repeating: 7, count: 1 << 20), now: .at("16:00"))
        let error = #expect(throws: VaultError.self) { try store.commit(step) }
        #expect(error?.isFull == true)
        #expect(try store.position() == 1)
        #expect(try store.lastSequence() == 1)
        #expect(try store.newestCheckpoint() == nil)
        #expect(try store.publications(after: 0, limit: 999).count == 1)
        try store.file.execute("PRAGMA max_page_count = 1000000")
        #expect(try store.commit(step).first?.sequence == 2)
    }

    @Test("refuses a step that was consumed before")
    func backwards() throws {
        let store = try StateStore(in: place.folder())
        try store.publish([], at: 5, now: .at("15:00"))
        #expect(throws: VaultError.self) { try store.publish([.sample()], at: 4, now: .at("15:00")) }
        #expect(try store.lastSequence() == 0)
    }

    @Test("keeps two checkpoints, and falls back on the older")
    func checkpoints() throws {
        let store = try StateStore(in: place.folder())
        for position in Int64(1)...3 {
            let bytes = [UInt8](repeating: UInt8(position), count: 20)
            _ = try store.commit(
                .init(
                    position: position, contents: [], keepsakes: [], checkpoint: bytes, now: .at("15:00")))
        }
        #expect(try store.checkpoints().map(\.position) == [3, 2])
        #expect(try store.newestCheckpoint()?.bytes == [UInt8](repeating: 3, count: 20))
        try store.file.execute("UPDATE checkpoints SET body = x'0102' WHERE position = 3")
        #expect(try store.newestCheckpoint()?.position == 2)
    }

    @Test("remembers what each sink has taken, and counts what it could not wait for")
    func cursors() throws {
        let store = try StateStore(in: place.folder(), maxOutbox: 4)
        try store.publish((0..<4).map { .sample("zone-\($0)") }, at: 1, now: .at("15:00"))
        #expect(try store.cursor(of: "mqtt") == 0)
        try store.setCursor(2, of: "mqtt")
        try store.setCursor(3, of: "sqlite")
        #expect(try store.cursor(of: "mqtt") == 2)
        #expect(try store.trimOutbox(keepingAfter: 1) == 0)
        #expect(try store.publications(after: 0, limit: 9).map(\.sequence) == [2, 3, 4])
        try store.publish((0..<3).map { .sample("zone-\($0)") }, at: 2, now: .at("15:00"))
        #expect(try store.publications(after: 0, limit: 9).map(\.sequence) == [4, 5, 6, 7])
        #expect(try store.lost() == 1)
    }

    @Test("keeps the newest tally of each window, until it is pruned")
    func tallies() throws {
        func tally(_ zone: String, _ start: EventTime, _ count: Double?) -> Tally {
            Tally(
                zone: ZoneID(zone), window: Window(from: start, to: start + .seconds(900)), count: count,
                expectation: count.map { .init(expected: $0, lower: 1, upper: 99.5) }, completeness: 0.25,
                state: count == nil ? .missing : .estimated)
        }
        let store = try StateStore(in: place.folder())
        let newer = [tally("quay", .at("14:00"), 12), tally("old-market", .at("14:15"), nil)]
        for tallies in [[tally("quay", .at("14:00"), 3)], newer] {
            _ = try store.commit(
                .init(
                    position: 1, contents: [], keepsakes: tallies.map(Keepsake.tally), checkpoint: nil,
                    now: .at("15:00")))
        }
        #expect(try store.tallies(from: .at("14:00"), to: .at("15:00")) == newer)
        #expect(try store.tallies(from: .at("14:00"), to: .at("15:00"), zone: ZoneID("quay")) == [newer[0]])
        #expect(try store.tallies(from: .at("14:00"), to: .at("14:15"), zone: ZoneID("old-market")).isEmpty)
        let later = EventTime.at("14:20") + .seconds(86_400)
        #expect(try store.prune(asOf: later, retentionDays: 1) == 1)
    }

    @Test("keeps the newest account of a sensor's day to the bit, and at least 120 days of them")
    func sensorDays() throws {
        func day(_ date: Int, isFinal: Bool, told: [Float]? = nil) -> SensorDay {
            let hours = (0..<24).map { $0 == 2 ? Float.nan : Float($0) * 1.1 }
            return SensorDay(
                sensor: SensorID("gate-1"), zone: ZoneID("quay"), date: CalendarDate(daysSinceEpoch: date),
                isFinal: isFinal, isFault: true, epoch: CalendarDate(daysSinceEpoch: date - 3),
                hidden: 0xFF_0001, people: hours, told: told, expected: hours.reversed(), spread: hours)
        }
        let store = try StateStore(in: place.folder())
        let noisy = day(20_001, isFinal: true, told: .init(repeating: 7, count: 24))
        for days in [[day(20_000, isFinal: true), day(20_001, isFinal: false)], [noisy]] {
            _ = try store.commit(
                .init(
                    position: 1, contents: [], keepsakes: days.map(Keepsake.sensorDay), checkpoint: nil,
                    now: .at("15:00")))
        }
        let dates = CalendarDate(daysSinceEpoch: 19_999)...CalendarDate(daysSinceEpoch: 20_001)
        #expect(try store.sensorDays(in: dates) == [day(20_000, isFinal: true), noisy])
        try store.prune(asOf: EventTime(seconds: 20_121 * 86_400), retentionDays: 1)
        #expect(try store.sensorDays(in: dates) == [noisy])
    }
}

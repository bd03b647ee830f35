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

    @Test("keeps the account of each version beside its number, and of nothing that was not told")
    func accounts() throws {
        var house = House.settled.with(nil)
        let actions = house.hear(Told.steady(from: .at("10:00"), to: .at("11:00")))
        let keepsakes = actions.filter { if case .keep(.account) = $0 { true } else { false } }
            .compactMap { if case .keep(let keepsake) = $0 { keepsake } else { nil } }
        let told = Array(actions.readings.dropFirst())
        let store = try StateStore(in: place.folder())
        for position in Int64(1)...2 {
            _ = try store.commit(
                .init(
                    position: position, contents: told.map { .reading($0) }, keepsakes: keepsakes,
                    checkpoint: nil,
                    now: .at("11:0\(position)")))
        }
        let reader = try AccountReader(readingFrom: place.path)
        for reading in told {
            let kept = try reader.accounts(of: reading.zone, reading.window)
            #expect(kept.map(\.version) == [1, 2] && kept.allSatisfy { $0.account.reading == reading })
            #expect(kept.map(\.created) == [.at("11:01"), .at("11:02")])
        }
        let first = try #require(actions.readings.first)
        #expect(try reader.accounts(of: first.zone, first.window).isEmpty)
        #expect(try reader.account(of: first.zone, at: .at("11:01:30"))?.version == 1)
        #expect(try reader.account(of: first.zone, at: .at("08:00")) == nil)
        #expect(try reader.zones().map(\.zone) == [first.zone])
        try store.prune(asOf: .at("11:02") + .seconds(86_400 * 35), retentionDays: 800)
        #expect(try reader.account(of: first.zone, at: .at("11:01:30"))?.version == 2, "told later")
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

    @Test("lists troubles of sensors, beside a store that is open and after it, until they are pruned")
    func troubles() throws {
        func health(_ sensor: String, _ zone: ZoneID?, until: EventTime? = nil) -> SensorHealth {
            SensorHealth(
                sensor: SensorID(sensor), zone: zone, trouble: zone == nil ? .sourceSilent : .stuck,
                since: .at("13:00"), noticed: .at("14:00"), until: until)
        }
        let open = [health("gates", nil), health("gate\u{0}2", ZoneID("quay"))]
        let over = health("gate-1", ZoneID("quay"), until: .at("14:30"))
        let store = try StateStore(in: place.folder())
        for (position, troubles) in [(Int64(1), open + [health("gate-1", ZoneID("quay"))]), (2, [over])] {
            _ = try store.commit(
                .init(
                    position: position, contents: [], keepsakes: troubles.map(Keepsake.health),
                    checkpoint: nil, now: .at("15:00")))
        }
        #expect(try store.troubles(isOpen: true) == open)
        #expect(Set(try store.troubles(isOpen: false)) == Set(open + [over]))
        let reader = try StateReader(dataFolder: place.path)
        #expect(try reader.troubles(isOpen: true) == open)
        try store.prune(asOf: .at("15:00") + .seconds(3 * 86_400), retentionDays: 1)
        #expect(try reader.troubles(isOpen: false) == open)
        try store.close()
        #expect(try StateReader(dataFolder: place.path).troubles(isOpen: true) == open)
        #expect(throws: VaultError.self) { try StateReader(dataFolder: place.path + "/none") }
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

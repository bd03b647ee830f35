import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct CheckpointTests {
    @Test("reads back what it wrote")
    func roundTrip() throws {
        let house = House.settled
        let bytes = house.pipeline.state.encoded(for: house.plan)
        #expect(try Checkpoint(bytes, for: house.plan).encoded(for: house.plan) == bytes)
    }

    @Test(
        "an account reads back what it wrote, and what was cut is refused", arguments: [nil, Noise.sample(1)])
    func account(noise: Noise?) throws {
        var house = House.settled.with(noise)
        let told = Told.steady(from: .at("10:00"), to: .at("11:00")).enumerated().flatMap { index, report in
            index % 3 == 2 ? [report, .tick(.at("10:04") + .seconds(100 * index))] : [report]
        }
        let actions = house.hear(told)
        let accounts = actions.compactMap { action -> Account? in
            if case .keep(.account(let account)) = action { account } else { nil }
        }
        #expect(accounts.contains { $0.isProvisional } && accounts.contains { !$0.isProvisional })
        #expect(Set(accounts.map(\.reading)).isSubset(of: Set(actions.readings)))
        #expect(Set(actions.finals).isSubset(of: Set(accounts.map(\.reading))))
        for account in accounts {
            let bytes = account.encoded()
            #expect(try Account(bytes) == account)
            for length in stride(from: 0, to: bytes.count, by: 7) {
                #expect(throws: Damage.self) { try Account(Array(bytes.prefix(length))) }
            }
        }
    }

    @Test("a changed plan finds what has the same name")
    func changedPlan() throws {
        let house = House.settled
        let bytes = house.pipeline.state.encoded(for: house.plan)
        let plan = Plan.house(["new-square": ["gate-9"], "old-market": ["gate-0", "gate-3", "gate-1"]])
        let state = try Checkpoint(bytes, for: plan)
        #expect(state.zones[0].step == 0 && state.zones[1].step == 900)
        #expect(state.sensors.map(\.slotSeconds) == [0, 0, 900, 900])
        #expect(state.sensors[3].profile?.mean == house.pipeline.state.sensors[0].profile?.mean)
    }

    @Test("what was cut is refused")
    func cut() {
        let bytes = House.settled.pipeline.state.encoded(for: House.settled.plan)
        for length in stride(from: 0, to: bytes.count, by: bytes.count / 200) {
            #expect(throws: Damage.self) {
                try Checkpoint(Array(bytes.prefix(length)), for: House.settled.plan)
            }
        }
    }

    @Test("bytes by chance are refused, and never trap", arguments: UInt64(0)..<20)
    func byChance(seed: UInt64) {
        var chance = Chance(seed: seed)
        let noise = [2] + (0..<500).map { _ in UInt8.random(in: 0...255, using: &chance) }
        #expect(throws: Damage.self) { try Checkpoint(noise, for: House.settled.plan) }
        let bytes = House.settled.pipeline.state.encoded(for: House.settled.plan)
        for _ in 0..<20 {
            var damaged = bytes
            for _ in 0..<4 {
                damaged[Int.random(in: 0..<bytes.count, using: &chance)] = .random(
                    in: 0...255, using: &chance)
            }
            _ = try? Checkpoint(damaged, for: House.settled.plan)
        }
    }
}

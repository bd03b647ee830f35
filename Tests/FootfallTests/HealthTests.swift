import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite("Sensor health") struct HealthTests {
    @Test("a sensor that falls silent is told of once, and again when it is back")
    func silent() throws {
        var house = House.watched
        var actions = house.hear(Told.lively(["gate-2", "gate-3"], from: .at("10:00"), to: .at("11:00")))
        let begun = try #require(actions.troubles.first)
        #expect(actions.troubles.count == 1)
        #expect(begun.trouble == .silent && begun.sensor == SensorID("gate-1") && begun.until == nil)
        #expect(begun.since <= .at("10:01") && begun.noticed <= .at("10:25"))
        actions = house.hear(Told.lively(from: .at("11:00"), to: .at("11:10")))
        #expect(actions.troubles.map(\.until) == [.at("11:00")])
        #expect(actions.troubles.first?.since == begun.since)
    }

    @Test("a source that falls silent is one trouble, and none of each of its sensors")
    func sourceSilent() throws {
        var house = House.watched
        let actions = house.hear(Told.ticks(from: "10:00", to: "14:00"))
        let trouble = try #require(actions.troubles.first)
        #expect(actions.troubles.count == 1)
        #expect(trouble.trouble == .sourceSilent && trouble.sensor.name == "gates" && trouble.zone == nil)
        let after = house.hear(Told.lively(from: .at("14:00"), to: .at("16:00"))).troubles
        #expect(after.map(\.trouble) == [.sourceSilent] && after.first?.until != nil)
    }

    @Test("while we are away ourselves nobody is blamed")
    func away() {
        var house = House.watched
        let actions = house.hear([.tick(.at("13:00"))] + Told.lively(from: .at("13:00"), to: .at("14:00")))
        #expect(actions.troubles.isEmpty)
    }

    @Test("a sensor that is irregular is judged by its own rhythm")
    func irregular() {
        var house = House(.house(["old-market": ["gate-1", "gate-2"]]))
        var actions: [Action] = []
        // One that speaks each five minutes, one by day alone, each two hours.
        func play(from: Int64, days: Int64, second: Bool) {
            let start = EventTime.at("00:00") + .seconds(86_400 * from)
            for slot in stride(from: Int64(0), to: days * 288, by: 1) {
                let now = start + .seconds(300 * slot)
                let hour = slot % 288 / 12
                if second, (8...20).contains(hour), slot % 24 == 0 {
                    actions += house.hear(.from("gate-2", at: now, lasting: 0))
                }
                actions += house.hear(.from("gate-1", at: now), .tick(now + .seconds(300)))
            }
        }
        play(from: 0, days: 20, second: true)
        #expect(actions.troubles.isEmpty, "\(actions.troubles)")
        play(from: 20, days: 3, second: false)
        #expect(actions.troubles.map(\.sensor.name) == ["gate-2"])
    }

    @Test("the same number, again and again, is not believed")
    func constant() throws {
        var house = House.watched
        let others = Told.lively(["gate-2", "gate-3"], from: .at("10:00"), to: .at("13:00"))
        let stuck = Told.steady(["gate-1"], from: .at("10:00"), to: .at("13:00")) { _ in 27 }
        let actions = house.hear((others + stuck).inOrder)
        let trouble = try #require(actions.troubles.first)
        #expect(trouble.trouble == .stuck && trouble.noticed <= .at("11:30"))
        let last = try #require(actions.lastWords.last)
        #expect(last.reasons.contains(.sensors(.init(2, of: 3))) && last.completeness < .whole)
        let after = house.hear(Told.lively(from: .at("13:00"), to: .at("13:35")))
        #expect(after.troubles.map(\.trouble) == [.stuck] && after.troubles.first?.until != nil)
    }

    @Test("ten times as many within hours: left out, so that the zone reads as usual", arguments: [10, 0.1])
    func unit(factor: Double) throws {
        var house = House.watched
        let others = Told.lively(["gate-2", "gate-3"], from: .at("10:00"), to: .at("18:00"))
        let changed = Told.lively(["gate-1"], from: .at("10:00"), to: .at("18:00"), times: factor)
        let actions = house.hear((others + changed).inOrder)
        let trouble = try #require(actions.troubles.first)
        #expect(trouble.trouble == .unitChange && trouble.noticed <= .at("14:15"))
        let last = try #require(actions.lastWords.last)
        #expect((85...115).contains(try #require(last.measurement).index.percent))
        #expect(last.reasons.contains(.sensors(.init(2, of: 3))))
    }

    @Test("a clock that is behind, or so far ahead that its reports are refused, is off", arguments: [-1, 1])
    func clock(sign: Int64) throws {
        var house = House.watched
        var actions: [Action] = []
        for slot in Int64(0)..<24 {
            let now = EventTime.at("10:00") + .seconds(300 * slot)
            let told = now - .seconds(1200)
            if sign > 0 { actions += house.hear(ahead: "gate-1", 1) }
            let count = Double(15 + slot * 7 % 11)
            if sign < 0 { actions += house.hear(.from("gate-1", counting: count, at: told)) }
            actions += house.hear(["gate-2", "gate-3"].map { .from($0, counting: count, at: now) })
            actions += house.hear(.tick(now + .seconds(300)))
        }
        #expect(actions.troubles.map(\.trouble) == [.clockOff])
        #expect(actions.troubles.first?.sensor.name == "gate-1")
    }

    @Test("repeats beyond what is usual are told of, one burst of them is not")
    func duplicates() {
        var (house, burst) = (House.watched, House.watched)
        var (troubles, others): ([SensorHealth], [SensorHealth]) = ([], [])
        for quarter in Int64(0)..<12 {
            let start = EventTime.at("10:00") + .seconds(900 * quarter)
            troubles += house.hear(Told.lively(from: start, to: start + .seconds(900))).troubles
            others += burst.hear(Told.lively(from: start, to: start + .seconds(900))).troubles
            troubles += house.hear(repeats: "gate-1", 3).troubles
            if quarter == 4 { others += burst.hear(repeats: "gate-1", 200).troubles }
        }
        #expect(troubles.map(\.trouble) == [.duplicates])
        #expect(others.isEmpty)
    }

    @Test("a restart between any two inputs changes nothing", arguments: [3, 40, 90])
    func restart(place: Int) throws {
        var (steady, crashing) = (House.watched, House.watched)
        let told =
            (Told.lively(["gate-2"], from: .at("10:00"), to: .at("13:00"))
            + Told.steady(["gate-1"], from: .at("10:00"), to: .at("13:00")) { _ in 27 }).inOrder
        var (expected, actions): ([Action], [Action]) = ([], [])
        for (index, input) in told.enumerated() {
            if index == place { try crashing.restart() }
            expected += steady.hear(input)
            actions += crashing.hear(input)
        }
        #expect(actions == expected && !expected.troubles.isEmpty)
    }

    @Test("a sensor that leaves the plan takes its troubles along")
    func gone() throws {
        var house = House.watched
        _ = house.hear(Told.lively(["gate-2", "gate-3"], from: .at("10:00"), to: .at("11:00")))
        let bytes = house.pipeline.state.encoded(for: house.plan)
        let plan = Plan.house(["old-market": ["gate-2", "gate-3"]])
        var pipeline = Pipeline(plan: plan, state: try Checkpoint(bytes, for: plan))
        let ended = pipeline.handle(.tick(.at("11:05"))).troubles
        #expect(ended.map(\.sensor.name) == ["gate-1"] && ended.first?.until != nil)
    }

    @Test("a day that was a sensor's fault is left out of the day's tally and of what is learned")
    func faultDay() throws {
        var house = House.watched
        let end = EventTime.at("00:00") + .seconds(2 * 86_400 + 4 * 3600)
        let others = Told.lively(["gate-2", "gate-3"], from: .at("10:00"), to: end)
        // From midnight to midnight a tenth.
        let (from, to) = (EventTime.at("00:00") + .seconds(86_400), EventTime.at("00:00") + .seconds(172_800))
        let broken =
            Told.lively(["gate-1"], from: .at("10:00"), to: from)
            + Told.lively(["gate-1"], from: from, to: to, times: 0.1)
            + Told.lively(["gate-1"], from: to, to: end)
        let before = house.pipeline.state.sensors[0].profile?.level
        let actions = house.hear((others + broken).inOrder)
        let tallies = actions.tallies(of: 86_400)
        let day = try #require(tallies.last { $0.window.start == from })
        let sound = try #require(tallies.last { $0.window.start == from - .seconds(86_400) })
        #expect(day.state == .estimated && (0.6...0.7).contains(day.completeness))
        #expect(sound.state == .measured)
        let expected = try #require(day.expectation?.expected)
        #expect((0.8...1.2).contains(try #require(day.count) / expected))
        let after = try #require(house.pipeline.state.sensors[0].profile?.level)
        #expect(abs(after - (before ?? 0)) < 0.02)
    }

    @Test("a sensor that the plan turns round: its sides are exchanged, its people are not")
    func swapped() {
        let plan = Plan(
            clock: .utc, zones: [Plan.Zone(id: ZoneID("old-market"))],
            sensors: [Plan.Sensor(id: SensorID("gate-1"), zone: 0, isSwapped: true)])
        var house = House(plan)
        var straight = House(.house(["old-market": ["gate-1"]]))
        for hour in Int64(0)..<24 {
            let start = EventTime.at("00:00") + .seconds(3600 * hour)
            let (ins, outs) = (Double(100 + hour), Double(300 - hour))
            func told(_ inwards: Observation.Direction, _ outwards: Observation.Direction) -> [Told] {
                [
                    .from(counting: ins, at: start, lasting: 3600, direction: inwards),
                    .from(counting: outs, at: start, lasting: 3600, direction: outwards),
                ]
            }
            let one = house.hear(told(.out, .in)).tallies
            #expect(one == straight.hear(told(.in, .out)).tallies)
        }
        #expect(
            house.pipeline.state.health.sensors[0].directions
                == straight.pipeline.state.health.sensors[0].directions)
    }
}

extension House {
    /// Old Market at 10 o'clock, after four weeks in which each gate counted about 20 in 5 minutes, with ticks.
    fileprivate static let watched: House = {
        var house = House()
        let start = EventTime.at("00:00") - .seconds(28 * 86_400)
        _ = house.hear(Told.lively(from: start, to: .at("10:00")))
        return house
    }()
}

extension Told {
    /// Reports of five minutes that differ a little each time, each round with a tick.
    fileprivate static func lively(
        _ sensors: [String] = ["gate-1", "gate-2", "gate-3"], from start: EventTime, to end: EventTime,
        times factor: Double = 1
    ) -> [Told] {
        stride(from: start.seconds, to: end.seconds, by: 300).flatMap { second -> [Told] in
            let start = EventTime(seconds: second)
            return sensors.enumerated().map { place, sensor in
                let chance = Double((second / 300 &* 7919 &+ Int64(place) &* 104_729) % 11)
                return .from(sensor, counting: ((15 + chance) * factor).rounded(), at: start)
            } + [.tick(start + .seconds(300))]
        }
    }
}

extension [Told] {
    /// By the end of the interval; ticks after what they are ticks of.
    fileprivate var inOrder: [Told] {
        func place(_ told: Told) -> Int64 {
            switch told {
            case .tick(let now): now.seconds * 2 + 1
            case .report(let report): (report.start.seconds + Int64(report.seconds)) * 2
            case .seen: 0
            }
        }
        return enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
            .map(\.element)
    }
}

extension [Action] {
    fileprivate var troubles: [SensorHealth] {
        compactMap { if case .keep(.health(let health)) = $0 { health } else { nil } }
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

/// Alarms through the whole pipeline, in Old Market, where each gate counts 20 in 5 minutes.
@Suite("The pipeline's alarms") struct PipelineAlarmTests {
    private static func rule(
        _ cause: Alarm.Cause, raise: Double = 1, clear: Double = 0, hold: Duration = .seconds(300),
        name: String? = nil
    ) -> Alarms.Rule {
        Alarms.Rule(
            id: .init(name ?? cause.rawValue), zones: [0], cause: cause, raise: raise, clear: clear,
            raiseAfter: hold, clearAfter: hold)
    }

    private static func house(
        _ rules: [Alarms.Rule], capacity: Double? = nil, isPublic: Bool = true
    ) throws -> House {
        var house = House.settled
        let plan = house.plan
        let zone = Plan.Zone(id: plan.zones[0].id, isPublic: isPublic, capacity: capacity)
        try house.restart(with: Plan(clock: plan.clock, zones: [zone], sensors: plan.sensors, alarms: rules))
        return house
    }

    /// Reports of all gates with a tick after each 5 minutes.
    private func hour(
        _ house: inout House, from: String, to: String, counting count: Double
    ) -> [Alarm] {
        stride(from: EventTime.at(from).seconds, to: EventTime.at(to).seconds, by: 300).flatMap { second in
            let (start, end) = (EventTime(seconds: second), EventTime(seconds: second + 300))
            return house.hear(
                [.tick(start + .seconds(1))] + Told.steady(from: start, to: end) { _ in count }
                    + [.tick(end + .seconds(130))])
        }.alarms
    }

    private func words(_ alarms: [Alarm]) -> [String] {
        alarms.map { "\($0.rule) \($0.state.rawValue)\($0.isBlind ? " blind" : "")" }
    }

    static let causes: [(Alarms.Rule, Double?)] = [
        (rule(.level, raise: 4, clear: 3), nil), (rule(.index, raise: 180, clear: 120), nil),
        // 3 gates at 60 in 5 minutes are 2160 an hour.
        (rule(.density, raise: 90, clear: 50), 2400), (rule(.rise, raise: 60, clear: 20), nil),
    ]

    @Test(
        "is raised by a crowd and cleared when it has gone, public or not", arguments: causes, [true, false])
    func crowd(rule: (Alarms.Rule, Double?), isPublic: Bool) throws {
        var house = try Self.house([rule.0], capacity: rule.1, isPublic: isPublic)
        #expect(hour(&house, from: "10:00", to: "12:00", counting: 10) == [])
        let raised = hour(&house, from: "12:00", to: "13:00", counting: 60)
        #expect(words(raised) == ["\(rule.0.id) raised"])
        #expect(house.pipeline.raisedAlarms.map(\.rule) == [rule.0.id])
        let cleared = hour(&house, from: "13:00", to: "15:00", counting: 5)
        #expect(words(cleared) == ["\(rule.0.id) cleared"])
        let alarm = try #require(cleared.first)
        #expect(alarm.zone == ZoneID("old-market") && alarm.cause == rule.0.cause)
        #expect(alarm.changed > .at("13:00") && alarm.since < .at("13:00"))
        #expect(house.pipeline.raisedAlarms == [])
    }

    @Test("silence is an alarm of its own, and ends with the silence")
    func silence() throws {
        var house = try Self.house([Self.rule(.silence, hold: .seconds(900))])
        #expect(hour(&house, from: "10:00", to: "11:00", counting: 20) == [])
        let quiet = house.hear(Told.ticks(from: "11:00", to: "11:30")).alarms
        // The next report was due at 11:05.
        #expect(quiet.map(\.since) == [.at("11:05")])
        #expect(quiet.map(\.changed) == [.at("11:20")])
        #expect(words(quiet) == ["silence raised"])
        let back = hour(&house, from: "11:30", to: "13:00", counting: 20)
        #expect(words(back) == ["silence cleared"])
        #expect(back.first.map { $0.changed > .at("12:00") } == true)
    }

    @Test("a zone that was never heard is silent, before anything was heard in the city")
    func neverHeard() throws {
        let plan = Plan.house()
        var house = House(
            Plan(
                clock: plan.clock, zones: plan.zones, sensors: plan.sensors,
                alarms: [Self.rule(.silence, hold: .seconds(900))]))
        let alarms = house.hear(Told.ticks(from: "10:00", to: "11:00")).alarms
        #expect(words(alarms) == ["silence raised"])
        #expect(alarms.first?.changed == .at("10:15"))
    }

    @Test("two gates of three silent: the zone is blind, though one is heard")
    func halfBlind() throws {
        var house = try Self.house([Self.rule(.silence, hold: .seconds(900))])
        let told = (0..<12).flatMap { index -> [Told] in
            let start = EventTime.at("10:00") + .seconds(300 * index)
            return [.from(at: start), .tick(start + .seconds(430))]
        }
        #expect(words(house.hear(told).alarms) == ["silence raised"])
    }

    @Test("a night with few people is no silence")
    func night() throws {
        var house = try Self.house([Self.rule(.silence, hold: .seconds(900))])
        #expect(hour(&house, from: "10:00", to: "10:30", counting: 0) == [])
    }

    @Test("missing data raises nothing, clears nothing, and is said")
    func missing() throws {
        var house = try Self.house([Self.rule(.index, raise: 180, clear: 120)])
        #expect(words(hour(&house, from: "10:00", to: "11:00", counting: 60)) == ["index raised"])
        let quiet = house.hear(Told.ticks(from: "11:00", to: "16:00")).alarms
        #expect(words(quiet) == ["index raised blind"])
        #expect(house.pipeline.raisedAlarms.map(\.isBlind) == [true])
        let back = hour(&house, from: "16:00", to: "17:00", counting: 20)
        #expect(words(back) == ["index raised", "index cleared"])
    }

    @Test("a crowd that comes and goes around the limit is told once")
    func flapping() throws {
        var house = try Self.house([Self.rule(.index, raise: 150, clear: 120, hold: .seconds(600))])
        var told: [Alarm] = []
        for (index, clock) in ["10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00"].enumerated() {
            let end = EventTime.at(clock) + .seconds(1800)
            told += hour(
                &house, from: clock, to: String("\(end)".dropFirst(11).prefix(5)),
                counting: index.isMultiple(of: 2) ? 32 : 28)
        }
        #expect(words(told) == ["index raised"])
    }

    @Test("a restart in the middle changes nothing", arguments: [3, 20, 33, 41, 55])
    func restart(after count: Int) throws {
        let rules = Self.causes.map(\.0) + [Self.rule(.silence)]
        func story(crashingAfter crash: Int?) throws -> [Alarm] {
            var house = try Self.house(rules, capacity: 2400)
            let crowd = Told.steady(from: .at("10:00"), to: .at("11:00")) { _ in 60 }
            let told = (0..<13).flatMap { index -> [Told] in
                let reports = crowd.dropFirst(index * 3).prefix(3)
                return [.tick(.at("10:00") + .seconds(300 * index + 140))] + reports
            }
            let all =
                told + [.seen(.init("old-market"), .init("index"))] + Told.ticks(from: "11:10", to: "12:00")
            return try all.enumerated().flatMap { index, one in
                if index == crash { try house.restart() }
                return house.hear(one)
            }.alarms
        }
        let undisturbed = try story(crashingAfter: nil)
        #expect(undisturbed.contains { $0.state == .acknowledged })
        #expect(undisturbed.contains { $0.cause == .silence })
        #expect(try story(crashingAfter: count) == undisturbed)
    }

    @Test("a changed set of rules finds its own again by name, and drops what is gone")
    func changedRules() throws {
        let full = Self.rule(.index, raise: 180, clear: 120, name: "full")
        let gone = Self.rule(.index, raise: 150, clear: 120, name: "gone")
        let other = Self.rule(.rise, raise: 60, clear: 20, name: "other")
        var house = try Self.house([gone, full, other])
        _ = hour(&house, from: "10:00", to: "11:00", counting: 60)
        #expect(house.pipeline.raisedAlarms.map(\.rule.name) == ["full", "gone", "other"])
        let plan = house.plan
        try house.restart(
            with: Plan(
                clock: plan.clock, zones: [.init(id: .init("new-square")), plan.zones[0]],
                sensors: plan.sensors.map { .init(id: $0.id, zone: 1) },
                alarms: [
                    // Another limit is the same rule; another cause is another one.
                    Alarms.Rule(
                        id: full.id, zones: [0, 1], cause: .index, raise: 200, clear: 190,
                        raiseAfter: .zero, clearAfter: .zero),
                    Alarms.Rule(
                        id: other.id, zones: [1], cause: .level, raise: 4, clear: 3, raiseAfter: .zero,
                        clearAfter: .zero),
                ]))
        #expect(house.pipeline.raisedAlarms.map(\.rule.name) == ["full"])
    }

    @Test("what is acknowledged must be raised")
    func acknowledged() throws {
        var house = try Self.house([Self.rule(.index, raise: 180, clear: 120)])
        let (zone, rule) = (ZoneID("old-market"), AlarmRuleID("index"))
        for unknown in [Told.seen(zone, rule), .seen(zone, .init("no")), .seen(.init("no"), rule)] {
            let actions = house.hear(unknown)
            #expect(actions.rejections.map(\.code) == [.unknownAlarm] && actions.alarms == [])
        }
        _ = hour(&house, from: "10:00", to: "11:00", counting: 60)
        #expect(words(house.hear(.seen(zone, rule)).alarms) == ["index acknowledged"])
        let again = house.hear(.seen(zone, rule))
        #expect(again.isEmpty)
        #expect(words(hour(&house, from: "11:00", to: "12:30", counting: 20)) == ["index cleared"])
        #expect(house.hear(.seen(zone, rule)).rejections.count == 1)
    }

    @Test("a topic is read, and a stranger's is not")
    func topic() {
        func names(_ topic: String) -> String? {
            AcknowledgementTopic.names(in: Array(topic.utf8).span).map { "\($0.zone) \($0.rule)" }
        }
        #expect(names("footfall/alarm/old-market/full/acknowledge") == "old-market full")
        #expect(
            names(AcknowledgementTopic.name(zone: .init("a"), rule: .init("b"))) == "a b")
        for other in [
            "footfall/alarm/", "footfall/alarm/a/b", "footfall/alarm/a/b/acknowledge/",
            "footfall/alarm//b/acknowledge",
            "footfall/alarm/A/b/acknowledge", "gates/gate-1/count", "", "footfall/alarm/a/b/seen",
        ] {
            #expect(names(other) == nil)
        }
    }
}

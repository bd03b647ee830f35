import CrowdSimulator
import Foundation
import Testing

/// Each fault is held against the same town without it.
@Suite("A fault") struct FaultTests {
    private let calm: [SimulatedMessage]

    init() throws {
        calm = try Scenario.town().messages
    }

    @Test("changes nobody who passed", arguments: ["dead", "stuck", "malformed 50%", "gateway-down"])
    func truth(fault: String) throws {
        let town = try Scenario.town("10:00 day 1 zone grote-markt \(fault) for 5h")
        #expect(town.truth.map(\.passed) == (try Scenario.town().truth.map(\.passed)))
    }

    @Test("'dead' takes away the messages of its time and leaves all others")
    func dead() throws {
        let town = try Scenario.town("10:00 day 1 gate-1 dead for 2h")
        let messages = town.messages
        #expect(Set(messages).isSubset(of: Set(calm)))
        #expect(calm.count - messages.count == 120)
        #expect(town.rows(touchedBy: "dead").count == 120)
        let reported = messages.from("grote-markt/gate-1").people
        #expect(reported == town.passed("grote-markt/gate-1", onlyFaultless: true))
    }

    @Test("'dead' leaves a hole in a counter that nobody can fill")
    func deadCounter() throws {
        let town = try Scenario.town("10:00 day 1 gate-4 dead for 2h")
        let growth = town.messages.growth(of: "grote-markt/gate-4")
        #expect(growth == town.passed("grote-markt/gate-4", onlyFaultless: true))
    }

    @Test("'stuck' reports nobody, at the same times")
    func stuck() throws {
        let town = try Scenario.town("12:00 day 1 gate-3 stuck for 3h")
        let messages = town.messages
        #expect(messages.map(\.sent) == calm.map(\.sent))
        let changed = zip(messages, calm).filter { $0 != $1 }.map(\.0)
        #expect(changed.count == 12)
        #expect(changed.people == 0)
    }

    @Test("'duplicates' counts twice in messages and once in truth")
    func duplicates() throws {
        let town = try Scenario.town("14:00 day 1 gate-1 duplicates 50% for 2h")
        let messages = town.messages
        let extra = messages.count - calm.count
        #expect((30...90).contains(extra))
        #expect(town.rows(touchedBy: "duplicate").count == extra)
        #expect(Set(messages.map(\.payload)) == Set(calm.map(\.payload)))
        let twice = town.rows(touchedBy: "duplicate").reduce(0) { $0 + $1.passed.people }
        #expect(messages.from("grote-markt/gate-1").people == town.passed("grote-markt/gate-1") + twice)
    }

    @Test("'shuffled' delays messages, so that they overtake each other")
    func shuffled() throws {
        let town = try Scenario.town("16:00 day 1 gate-1 shuffled 20m for 2h")
        let sensor = "grote-markt/gate-1"
        let messages = town.messages.from(sensor)
        #expect(Set(messages.map(\.payload)) == Set(calm.from(sensor).map(\.payload)))
        #expect(zip(messages, messages.dropFirst()).contains { $0.start > $1.start })
        #expect(messages.allSatisfy { $0.sent <= $0.start.later(seconds: 60 + 20 * 60 + 4) })
    }

    @Test("'resets' starts the totals from nought, and loses nobody")
    func resets() throws {
        let town = try Scenario.town("09:00 day 2 gate-4 resets")
        let sensor = "grote-markt/gate-4"
        let messages = town.messages
        let falls = zip(messages.from(sensor), messages.from(sensor).dropFirst()).filter {
            $1.observations[0].count < $0.observations[0].count
        }
        #expect(falls.map(\.1.start) == [try #require(Moment("2026-03-03T08:00:00Z"))])
        #expect(messages.growth(of: sensor) == town.passed(sensor))
        #expect(town.rows(touchedBy: "reset").count == 1)
    }

    @Test("'gateway-down' holds back all of a zone and sends it afterwards, in order")
    func gateway() throws {
        let town = try Scenario.town("10:00 day 2 zone grote-markt gateway-down for 90m")
        let messages = town.messages
        #expect(Set(messages.map(\.payload)) == Set(calm.map(\.payload)))
        #expect(messages.count == calm.count)
        let outage = try #require(Moment("2026-03-03T09:00:00Z"))..<(#require(Moment("2026-03-03T10:30:00Z")))
        let zone = Set(town.sensors.prefix(4).map(\.name))
        let held = messages.filter { outage.contains($0.sent) }.flatMap(\.observations)
        #expect(held.allSatisfy { !zone.contains($0.sensor) })
        let gate = messages.from("grote-markt/gate-1")
        #expect(zip(gate, gate.dropFirst()).allSatisfy { $0.start < $1.start })
        let late = gate.filter { $0.sent > $0.start.later(seconds: 64) }
        #expect(
            late.count == town.rows(touchedBy: "gateway-down").count { $0.sensor == "grote-markt/gate-1" })
        #expect(late.count >= 89)
    }

    @Test("'skewed' says another time and nothing else")
    func skewed() throws {
        let town = try Scenario.town("13:00 day 2 gate-2 skewed -7m for 4h")
        let pairs = zip(town.messages, calm).filter { $0 != $1 }
        #expect(pairs.count == 48)
        for (told, meant) in pairs {
            #expect(told.sent == meant.sent)
            #expect(told.observations.map(\.count) == meant.observations.map(\.count))
            #expect(told.observations[0].time == meant.observations[0].time.later(seconds: -420))
        }
    }

    @Test("'stuck-at' tells one number each way, at the same times")
    func stuckAt() throws {
        let town = try Scenario.town("12:00 day 1 gate-2 stuck-at 7 for 3h")
        let changed = zip(town.messages, calm).filter { $0 != $1 }.map(\.0)
        #expect(town.messages.map(\.sent) == calm.map(\.sent))
        #expect((30...36).contains(changed.count))
        #expect(changed.flatMap(\.observations).allSatisfy { $0.count == 7 })
        #expect(town.rows(touchedBy: "stuck-at").count == 36)
    }

    @Test("'swapped' tells in as out, and nobody is lost")
    func swapped() throws {
        let town = try Scenario.town("09:00 day 1 gate-1 swapped for 2h")
        for (told, meant) in zip(town.messages, calm) where told != meant {
            #expect(told.observations.map(\.count) == meant.observations.map(\.count).reversed())
        }
        #expect(town.messages.people == calm.people && town.messages != calm)
    }

    @Test(
        "'counts-times' multiplies, 'drifts' gains slowly",
        arguments: [
            ("counts-times 10 for 6h", 10.0, 10.0), ("counts-times 0.1 for 6h", 0.1, 0.1),
            ("drifts -50% for 6h", 1, 0.5), ("drifts +100% for 6h", 1, 2),
        ])
    func gain(fault: String, first: Double, last: Double) throws {
        let town = try Scenario.town("10:00 day 1 gate-3 \(fault)")
        let span = town.start(hour: 10, of: 1)..<town.start(hour: 16, of: 1)
        let pairs = zip(town.messages, calm).filter {
            span.contains($0.0.start) && $0.0.topic.contains("hg-3")
        }
        func ratio(_ part: ArraySlice<(SimulatedMessage, SimulatedMessage)>) -> Double {
            Double(part.map(\.0).people) / Double(part.map(\.1).people)
        }
        #expect(pairs.count == 24)
        #expect(abs(ratio(pairs.prefix(2)) / first - 1) < 0.15)
        #expect(abs(ratio(pairs.suffix(2)) / last - 1) < 0.15)
        #expect(town.truth.map(\.passed) == (try Scenario.town().truth.map(\.passed)))
    }

    @Test("'clock-resets' begins again at 1970, at the same times of ours")
    func clockReset() throws {
        let town = try Scenario.town("13:00 day 2 gate-2 clock-resets for 4h")
        let changed = zip(town.messages, calm).filter { $0 != $1 }
        #expect(changed.count == 48)
        #expect(changed.allSatisfy { $0.0.sent == $0.1.sent })
        #expect(changed.first?.0.observations[0].time == Moment(seconds: 0))
        #expect(changed.last?.0.observations[0].time == Moment(seconds: 4 * 3600 - 300))
    }

    @Test("'rolls-over' tells the same totals without what stands above, and loses nobody")
    func rollsOver() throws {
        let town = try Scenario.town("09:00 day 1 gate-4 rolls-over 1000 for 6h")
        for (told, meant) in zip(town.messages, calm) where told != meant {
            let (counts, totals) = (told.observations.map(\.count), meant.observations.map(\.count))
            #expect(counts == totals.map { $0 % 1000 })
        }
        #expect(town.rows(touchedBy: "rollover").count == 360)
    }

    @Test("'reboots' sends nothing, and then its last thirty reports again")
    func reboots() throws {
        let town = try Scenario.town("10:00 day 1 gate-1 reboots for 5m")
        let (gate, whole) = (town.messages.from("grote-markt/gate-1"), calm.from("grote-markt/gate-1"))
        #expect(gate.count == whole.count - 5 + 30)
        #expect(Set(gate.map(\.payload)).isSubset(of: Set(whole.map(\.payload))))
        let burst = Dictionary(grouping: gate, by: \.payload).filter { $0.value.count == 2 }
        #expect(burst.count == 30)
        #expect(Set(burst.values.map { $0[1].sent }).count == 1)
        #expect(town.rows(touchedBy: "reboot").count == 6)
    }

    @Test("'malformed' makes that share of the payloads unreadable")
    func malformed() throws {
        let town = try Scenario.town("08:00 day 1 zone stationsplein malformed 50% for 6h")
        let changed = zip(town.messages, calm).filter { $0 != $1 }
        #expect(changed.count == town.rows(touchedBy: "malformed").count)
        #expect((300...500).contains(changed.count))
        for (broken, whole) in changed {
            #expect(broken.sent == whole.sent && broken.topic == whole.topic)
            #expect(broken.observations.isEmpty)
            #expect(broken.payload != whole.payload)
        }
        #expect(Set(changed.map(\.0.payload)).count > 100)
    }

    @Test("of the broker is a step between the messages")
    func broker() throws {
        let steps = Array(try Scenario.town("12:00 day 1 broker restarts").steps)
        let noon = try #require(Moment("2026-03-02T11:00:00Z"))
        let index = try #require(steps.firstIndex(of: .brokerRestart(noon)))
        #expect(steps.count == calm.count + 1)
        #expect(steps[index - 1].time <= noon && noon <= steps[index + 1].time)
    }
}

import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct PipelineChanceTests {
    @Test("the order within the disorder does not matter", arguments: UInt64(0)..<20)
    func shuffled(seed: UInt64) {
        var chance = Chance(seed: seed)
        var (ordered, shuffled) = (House.settled, House.settled)
        let told = afternoon(&chance)
        let late = told.map { ($0, arrival(of: $0) + .seconds(Int.random(in: 0..<120, using: &chance))) }
        let expected = ordered.hear(told).lastWords
        #expect(expected.count > 8)
        #expect(shuffled.hear(late.sorted { $0.1 < $1.1 }.map(\.0)).lastWords == expected)
    }

    @Test("a crash between any two inputs changes nothing", arguments: UInt64(0)..<20)
    func crash(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var (steady, crashing) = (House.settled, House.settled)
        var told = afternoon(&chance)
        for index in stride(from: told.count - 1, to: 0, by: -4) {
            told.insert(.tick(arrival(of: told[index])), at: index)
        }
        told.swapAt(4, told.count - 5)
        let crash = Int.random(in: 0..<told.count, using: &chance)
        var (expected, actions): ([Action], [Action]) = ([], [])
        for (index, input) in told.enumerated() {
            if index == crash { try crashing.restart() }
            expected += steady.hear(input)
            actions += crashing.hear(input)
        }
        #expect(actions == expected)
        #expect(
            crashing.pipeline.state.encoded(for: crashing.plan)
                == steady.pipeline.state.encoded(for: steady.plan))
    }

    @Test("what is withheld tells nothing of today's counts", arguments: UInt64(0)..<20)
    func withheld(seed: UInt64) {
        var (one, other) = (House.settled, House.settled)
        var chance = Chance(seed: seed)
        let missing = Set((0..<30).map { _ in Int.random(in: 0..<108, using: &chance) })
        let runs = [one.hear(day(missing, &chance, below: 3)), other.hear(day(missing, &chance))]
        let outlines = runs.map { run in
            run.readings.map { "\($0.window) \($0.measurement == nil) \($0.completeness) \($0.reasons)" }
        }
        #expect(Set(outlines[0]) == Set(outlines[1]))
        #expect(runs[0].readings != runs[1].readings)
        #expect(runs[0].readings.contains { $0.measurement == nil })
    }

    /// Three hours with some reports missing, in order of arrival.
    private func afternoon(_ chance: inout Chance) -> [Told] {
        let missing = Set((0..<10).map { _ in Int.random(in: 9..<100, using: &chance) })
        return day(missing, &chance)
    }

    private func day(_ missing: Set<Int>, _ chance: inout Chance, below limit: Int = 60) -> [Told] {
        Told.steady(from: .at("10:00"), to: .at("13:00")) { _ in
            Double(Int.random(in: 0..<limit, using: &chance))
        }
        .enumerated().filter { !missing.contains($0.offset) }.map(\.element)
    }

    private func arrival(of told: Told) -> EventTime {
        switch told {
        case .tick(let now): now
        case .report(let report): report.start + .seconds(report.seconds)
        case .seen: .at("10:00")
        }
    }
}

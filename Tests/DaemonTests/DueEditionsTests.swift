import Barometer
import Footfall
import TestKit
import Testing
import Vault

@testable import footfalld

@Suite("Which editions are due") struct DueEditionsTests {
    private static let day = CalendarDate(daysSinceEpoch: 20_500)

    /// - Parameter hour: from the midnight on with which the edition's only day begins.
    private static func time(_ hour: Double) -> EventTime {
        EventTime(milliseconds: Int64(20_500 * 86_400_000 + hour * 3_600_000))
    }

    private static func edition(_ name: String = "fair", day: Int = 0, zone: String = "old-market")
        -> EventEdition
    {
        EventEdition(
            id: EventID(name), name: Words(nl: name, en: name), kind: "market", zones: [ZoneID(zone)],
            window: Window(
                from: time(12 + 24 * Double(day)), to: time(18 + 24 * Double(day))))
    }

    private static let plan = Plan(
        clock: .utc, zones: [Plan.Zone(id: ZoneID("old-market")), Plan.Zone(id: ZoneID("quay"))],
        sensors: [])

    /// - Parameters:
    ///   - over, final: days after the edition's that are.
    private static func due(
        _ editions: [EventEdition], at hour: Double, over: Int = 0, final: Int = -1,
        scored: [ScoredEdition] = [], changes: Int = 5, plan: Plan = plan
    ) -> DueEditions {
        DueEditions(
            plan: plan, editions: editions, delay: .seconds(1800), now: time(hour),
            state: .init(
                days: KeptDays(
                    dates: day.advanced(byDays: -100)...day.advanced(byDays: over),
                    newestFinal: day.advanced(byDays: final)), dayChanges: changes, scored: scored))
    }

    private static func scored(
        _ edition: EventEdition, isFinal: Bool = false, seen: Int = 5
    ) -> ScoredEdition {
        ScoredEdition(
            event: edition.id, terms: due([], at: 0).terms(of: edition),
            lastDay: edition.dates(.utc).upperBound, isFinal: isFinal, daysSeen: seen, effect: nil)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let due: DueEditions
        var names: [String] = []
        var gone: [String] = []
        var next: EventTime?
    }

    static let fair = edition()

    static let cases = [
        Case(testDescription: "not before its day is over", due: due([fair], at: 23, over: -1)),
        Case(testDescription: "not within the delay", due: due([fair], at: 24.2), next: time(24.5)),
        Case(testDescription: "after the delay", due: due([fair], at: 24.5), names: ["fair"]),
        Case(
            testDescription: "not twice",
            due: due([fair], at: 25, scored: [scored(fair)])),
        Case(
            testDescription: "again when a day was kept anew",
            due: due([fair], at: 25, scored: [scored(fair, seen: 4)]), names: ["fair"]),
        Case(
            testDescription: "once more when it is final",
            due: due([fair], at: 28, final: 0, scored: [scored(fair)]), names: ["fair"]),
        Case(
            testDescription: "never again when it was final",
            due: due([fair], at: 60, over: 1, final: 1, scored: [scored(fair, isFinal: true, seen: 1)])),
        Case(testDescription: "after a pause only the final one", due: due([fair], at: 60, over: 1)),
        Case(
            testDescription: "after a pause what was missed",
            due: due([fair, edition("next", day: 1)], at: 72, over: 1, final: 1), names: ["fair", "next"]),
        Case(
            testDescription: "not of days that nothing is kept of",
            due: due([edition("old", day: -101), edition("first", day: -100)], at: 60, over: 1, final: 1),
            names: ["first"]),
        Case(
            testDescription: "gone from the calendar",
            due: due([edition("next", day: 5)], at: 60, scored: [scored(fair)]), gone: ["fair"]),
        Case(
            testDescription: "what is older than all that is kept stays told",
            due: due([], at: 60, scored: [scored(edition("old", day: -200))])),
        Case(
            testDescription: "moved to another day that is over",
            due: due(
                [edition(day: -3)], at: 60, over: 1, final: 1, scored: [scored(fair, isFinal: true)]),
            names: ["fair"]),
        Case(
            testDescription: "moved to a day to come",
            due: due([edition(day: 5)], at: 60, over: 1, final: 1, scored: [scored(fair, isFinal: true)]),
            gone: ["fair"]),
        Case(
            testDescription: "moved to another zone",
            due: due(
                [edition(zone: "quay")], at: 60, over: 1, final: 1, scored: [scored(fair, isFinal: true)]),
            names: ["fair"]),
        Case(
            testDescription: "its zone is not public any more",
            due: due(
                [fair], at: 60, over: 1, final: 1, scored: [scored(fair, isFinal: true)],
                plan: Plan(
                    clock: .utc, zones: [Plan.Zone(id: ZoneID("old-market"), isPublic: false)], sensors: [])),
            names: ["fair"]),
        Case(
            testDescription: "small crowds are guarded otherwise",
            due: due(
                [fair], at: 60, over: 1, final: 1, scored: [scored(fair, isFinal: true)],
                plan: Plan(
                    clock: .utc, zones: plan.zones, sensors: [], privacy: .init(smallestCrowd: 50))),
            names: ["fair"]),
    ]

    @Test("follows from what is stored", arguments: cases)
    func decides(_ item: Case) {
        #expect(item.due.due.map(\.id.name) == item.names)
        #expect(item.due.gone.map(\.name) == item.gone)
        #expect(item.due.next == item.next)
    }

    @Test("none while no day is kept")
    func nothing() {
        let due = DueEditions(
            plan: Self.plan, editions: [Self.fair], delay: .zero, now: Self.time(90),
            state: .init(days: nil, dayChanges: 0, scored: []))
        #expect(due.due.isEmpty && due.gone.isEmpty && due.next == nil)
    }
}

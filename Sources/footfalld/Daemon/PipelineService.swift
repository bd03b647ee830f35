import Barometer
import Footfall
import Logging
import ServiceLifecycle
import Synchronization
import Vault

/// Feeds the pipeline from the journal and commits what it asks for.
///
/// One task owns the desk, so it needs no actor and no lock: the loop is the isolation.
struct PipelineService: Service {
    let journal: Journal
    let store: StateStore
    let clock: HouseClock
    let metrics: Metrics
    let plans: ChangingPlan
    /// Rung when the journal has grown, and once a second.
    let bell: Bell
    let logger: Logger
    /// Hears of what holds now.
    let tell: @Sendable ([Notice]) -> Void
    /// Called after each round of work; shows that the loop is alive.
    let afterRound: @Sendable () -> Void

    func run() async throws {
        var desk = try Desk(plan: plans.current, journal: journal, store: store, tell: tell)
        logger.info("state restored", metadata: ["position": "\(desk.position)"])
        try desk.showTroubles(metrics)
        var lastCheckpoint = ContinuousClock.now
        for await _ in bell.rings.cancelOnGracefulShutdown() {
            if let plan = plans.takeChange() {
                desk = try desk.moved(to: plan, now: clock.now, metrics: metrics)
            }
            repeat {
                let isDue = desk.wantsCheckpoint || ContinuousClock.now - lastCheckpoint > .seconds(900)
                guard
                    try hasRoom({
                        tell(try desk.commit(now: clock.now, withCheckpoint: isDue, metrics: metrics))
                    })
                else { break }
                if isDue { lastCheckpoint = .now }
                afterRound()
            } while try desk.readOn()
        }
        while try desk.readOn() {}
        tell(try desk.commit(now: clock.now, withCheckpoint: true, metrics: metrics))
        afterRound()
    }

    private func tell(_ troubles: [SensorHealth]) {
        for trouble in troubles {
            logger.warning(
                trouble.until == nil ? "a sensor is in trouble" : "a sensor is well again",
                metadata: [
                    "sensor": "\(trouble.sensor)", "zone": "\(trouble.zone?.name ?? "")",
                    "trouble": "\(trouble.trouble.rawValue)", "since": "\(trouble.since)",
                ])
        }
    }

    /// While the disk is full nothing is lost: the journal waits, and the work goes on when there is room.
    private func hasRoom(_ commit: () throws -> Void) throws -> Bool {
        do {
            try commit()
            return true
        } catch let error as VaultError where error.isFull {
            metrics.count("footfall_state_failures_total", "Rounds not stored, and done again.")
            logger.error("no room on the disk", metadata: ["why": "\(error)"])
            afterRound()
            return false
        }
    }
}

/// The plan in force, and one that waits to be.
final class ChangingPlan: Sendable {
    private let state: Mutex<(current: Plan, hasChanged: Bool)>

    init(_ plan: Plan) {
        state = Mutex((plan, false))
    }

    var current: Plan { state.withLock { $0.current } }

    func change(to plan: Plan) { state.withLock { $0 = (plan, true) } }

    /// The new plan, once.
    func takeChange() -> Plan? {
        state.withLock { state in
            guard state.hasChanged else { return nil }
            state.hasChanged = false
            return state.current
        }
    }
}

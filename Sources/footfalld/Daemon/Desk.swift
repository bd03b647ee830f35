import Barometer
import Footfall
import Vault

/// The pipeline at work on a journal: how far it has read, and what it asks for that is not committed yet.
struct Desk {
    private let plan: Plan
    private let journal: Journal
    private let store: StateStore
    /// Hears of notices once what led to them is committed.
    private let tell: @Sendable ([Notice]) -> Void
    private var pipeline: Pipeline
    /// The last entry of the journal that was heard.
    private(set) var position: Int64
    private var readings: [Reading] = []
    private var notices: [Notice] = []
    private var keepsakes: [Keepsake] = []
    private var rejections: [Rejection] = []
    private var inputsSinceCheckpoint = 0
    /// Whether what the store holds as raised is what the pipeline knows.
    private var isReconciled = false
    /// As it was committed last.
    private var days: DayProgress?

    /// Takes up the work where it was left: hears again what came in after the newest checkpoint.
    ///
    /// What that asked for was committed together with the position, so only what comes after it counts; except
    /// notices, which are kept nowhere and are told again while they hold. Alarms are kept.
    init(
        plan: Plan, journal: Journal, store: StateStore, tell: @escaping @Sendable ([Notice]) -> Void
    ) throws {
        self.plan = plan
        self.journal = journal
        self.store = store
        self.tell = tell
        pipeline = Pipeline(plan: plan)
        position = 0
        for checkpoint in try store.checkpoints() {
            guard let state = try? Checkpoint(checkpoint.bytes, for: plan) else { continue }
            pipeline = Pipeline(plan: plan, state: state)
            position = checkpoint.position
            break
        }
        let committed = try store.position()
        while position < committed, try readOn(upTo: committed) {
            (readings, keepsakes, rejections) = ([], [], [])
            notices.removeAll { $0.alarm != nil }
        }
    }

    /// Hears the next entries. `false` when there are none.
    mutating func readOn(upTo last: Int64 = .max) throws -> Bool {
        let entries = try journal.entries(after: position, limit: 256).filter { $0.position <= last }
        for entry in entries {
            try meetNewSensors(in: entry.inputs)
            for input in entry.inputs { ask(pipeline.handle(input)) }
            inputsSinceCheckpoint += entry.inputs.count
            position = entry.position
        }
        return !entries.isEmpty
    }

    private mutating func meetNewSensors(in inputs: [Input]) throws {
        let hasNew = inputs.contains { input in input.sensor.map { $0 >= pipeline.sensorsMet } ?? false }
        if hasNew { pipeline.meet(try journal.roster()) }
    }

    private mutating func ask(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .publish(let reading): readings.append(reading)
            case .tell(let notice): notices.append(notice)
            case .keep(let keepsake): keepsakes.append(keepsake)
            case .reject(let rejection): rejections.append(rejection)
            }
        }
    }

    /// Whether so much was heard since the last checkpoint that hearing it again would take a while.
    var wantsCheckpoint: Bool { inputsSinceCheckpoint >= 250_000 }

    /// Commits, at once, what was asked for and how far was read.
    ///
    /// A provisional reading or a notice that is over by now, as while catching up, is not told any more.
    ///
    /// - Returns: troubles of sensors that began or ended.
    @discardableResult
    mutating func commit(now: EventTime, withCheckpoint: Bool, metrics: Metrics) throws -> [SensorHealth] {
        readings.removeAll { $0.isProvisional && $0.validUntil <= now }
        notices.removeAll { $0.isOver(at: now) }
        if !isReconciled { notices = try differences(at: now) + notices }
        let hasNews =
            !readings.isEmpty || !notices.isEmpty || !keepsakes.isEmpty || !rejections.isEmpty
            || days != pipeline.dayProgress
        guard withCheckpoint || hasNews else { return [] }
        let published = try store.commit(
            .init(
                position: position, contents: readings.map { .reading($0) }, notices: notices,
                keepsakes: keepsakes,
                checkpoint: withCheckpoint ? pipeline.state.encoded(for: plan) : nil,
                days: pipeline.dayProgress, now: now))
        metrics.count("footfall_publications_total", "Readings published.", by: published.count)
        isReconciled = true
        days = pipeline.dayProgress
        if withCheckpoint { inputsSinceCheckpoint = 0 }
        tell(notices.filter { $0.alarm == nil })
        try setAside(rejections, now: now, metrics)
        let troubles = keepsakes.troubles
        if !troubles.isEmpty { try measure(troubles, metrics) }
        (readings, notices, keepsakes, rejections) = ([], [], [], [])
        return troubles
    }

    /// By kind alone: the page of the metrics is public, and names no device.
    private func measure(_ troubles: [SensorHealth], _ metrics: Metrics) throws {
        for trouble in troubles where trouble.until == nil {
            metrics.count(
                "footfall_troubles_total", "Troubles of sensors and sources that began.",
                labels: "trouble=\"\(trouble.trouble.rawValue)\"")
        }
        try showTroubles(metrics)
    }

    /// How many last now.
    func showTroubles(_ metrics: Metrics) throws {
        let open = try store.troubles(isOpen: true)
        for kind in SensorHealth.Trouble.allCases {
            metrics.set(
                "footfall_troubles", "Troubles of sensors and sources that last.",
                to: Double(open.count { $0.trouble == kind }), labels: "trouble=\"\(kind.rawValue)\"")
        }
    }

    /// Alarms whose rule is gone since the last plan are cleared; those that recovery sees otherwise are told.
    private func differences(at now: EventTime) throws -> [Notice] {
        let told = notices.compactMap(\.alarm)
        let known = pipeline.raisedAlarms
        let stored = try store.alarms()
        let gone = stored.filter { alarm in
            !(known + told).contains { $0.zone == alarm.zone && $0.rule == alarm.rule }
        }
        let missed = known.filter { !stored.contains($0) && !told.contains($0) }
        return gone.map { .alarm($0.cleared(at: now)) } + missed.map { .alarm($0) }
    }

    private func setAside(_ rejections: [Rejection], now: EventTime, _ metrics: Metrics) throws {
        guard !rejections.isEmpty else { return }
        var counts: [Rejection: Int] = [:]
        for rejection in rejections {
            metrics.count(rejection)
            counts[rejection, default: 0] += rejection.count
        }
        let together = counts.map { rejection, count in
            Rejection(
                code: rejection.code, detail: rejection.detail, source: rejection.source,
                subject: rejection.subject, excerpt: rejection.excerpt, count: count)
        }
        _ = try journal.append([], roster: Roster(), rejections: together, received: now)
    }

    /// The same work under a changed plan: what is known of a sensor or zone goes with its name.
    func moved(to plan: Plan, now: EventTime, metrics: Metrics) throws -> Desk {
        var last = self
        try last.commit(now: now, withCheckpoint: true, metrics: metrics)
        return try Desk(plan: plan, journal: journal, store: store, tell: tell)
    }
}

extension [Keepsake] {
    var troubles: [SensorHealth] {
        compactMap { if case .health(let health) = $0 { health } else { nil } }
    }
}

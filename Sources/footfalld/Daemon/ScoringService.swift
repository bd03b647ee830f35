import Barometer
import Dispatch
import Footfall
import Logging
import ServiceLifecycle
import Vault

/// The day's work on events: scores each edition when its last day is over, again when late data changed it, and once
/// more when it is final; retracts what the calendar has no more.
///
/// What is due follows from what is stored alone, so that days missed while the daemon was away are caught up with, and
/// a crash at any moment leaves nothing out and tells nothing twice. It has a thread of its own, and writes little at
/// once, so that the pipeline hardly waits for it.
struct ScoringService: Service {
    let store: StateStore
    let city: CityInForce
    let clock: HouseClock
    /// Rung after each round of the pipeline, and when the calendar changed.
    let bell: Bell
    let metrics: Metrics
    let logger: Logger
    /// Called when something was published.
    let afterPublishing: @Sendable () -> Void

    private static let thread = DispatchQueue(label: "scores", qos: .utility)

    func run() async throws {
        var round = Round()
        for await _ in bell.rings.cancelOnGracefulShutdown() {
            let before = round
            round = await withCheckedContinuation { continuation in
                Self.thread.async { continuation.resume(returning: work(after: before)) }
            }
        }
    }

    /// What the last round saw; as long as it is seen again, there is nothing to do before `next`.
    private struct Round: Sendable {
        var marks: [Int64] = []
        var generation = -1
        var next: EventTime?
        var isUp = true
        /// After a failure; longer with each that follows.
        var wait = Duration.seconds(1)
        var notBefore = ContinuousClock.now
    }

    private func work(after before: Round) -> Round {
        guard before.notBefore <= .now else { return before }
        var round = before
        do {
            let (city, now) = (city.current, clock.now)
            round.marks = try store.scoreMarks()
            round.generation = city.generation
            let isDue = before.next.map { $0 <= now } ?? false
            guard isDue || round.marks != before.marks || round.generation != before.generation else {
                return before
            }
            round.next = try score(city, now)
            if !before.isUp { logger.info("events are scored again") }
            (round.isUp, round.wait) = (true, .seconds(1))
        } catch {
            metrics.count("footfall_score_failures_total", "Scores not stored, and tried again.")
            if before.isUp { logger.error("events are not scored", metadata: ["why": "\(error)"]) }
            round = Round(
                isUp: false, wait: min(before.wait * 2, .seconds(60)), notBefore: .now + before.wait)
        }
        return round
    }

    /// - Returns: when there is something to do though nothing changes.
    private func score(_ city: CityInForce.City, _ now: EventTime) throws -> EventTime? {
        let due = DueEditions(
            plan: city.plan, editions: city.events.editions, delay: city.events.scoreAfter, now: now,
            state: try store.scoreState())
        if !due.gone.isEmpty { try retract(due.gone, city, now) }
        let scores = EditionScores(plan: city.plan, editions: city.events.editions) {
            try store.forEachSensorDay(in: $0, $1)
        }
        var failure: (any Error)?
        for stretch in scores.stretches(of: due.due) {
            do {
                try publish(stretch, scores, due)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return due.next
    }

    private func publish(_ stretch: EditionScores.Stretch, _ scores: EditionScores, _ due: DueEditions) throws
    {
        var step = StateStore.ScoreStep(now: due.now)
        try scores.assess(stretch.editions, isFinal: due.isFinal) { edition, assessment in
            step.scored.append((due.scored(edition, assessment), assessment.contents))
            guard step.scored.count == Self.mostAtOnce else { return }
            try publish(step)
            step.scored = []
        }
        if !step.scored.isEmpty { try publish(step) }
    }

    /// The pipeline's own commits fit in between.
    private static let mostAtOnce = 100

    private func retract(_ gone: [EventID], _ city: CityInForce.City, _ now: EventTime) throws {
        guard city.events.isWhole else {
            return logger.warning(
                "the calendars are not whole; scores of what is missing stay",
                metadata: [
                    "remedy": "see footfalld check; an events.csv without rows says that there are no events"
                ])
        }
        var step = StateStore.ScoreStep(now: now)
        step.gone = gone
        try publish(step)
    }

    private func publish(_ step: StateStore.ScoreStep) throws {
        let published = try store.commit(step)
        guard !published.isEmpty else { return }
        let retracted = published.count { $0.impact == nil && $0.summary == nil }
        metrics.count("footfall_impacts_total", "Impacts published.", by: published.count - retracted)
        logger.info(
            "events are scored",
            metadata: [
                "editions": "\(step.scored.count)", "published": "\(published.count - retracted)",
                "retracted": "\(retracted)",
            ])
        afterPublishing()
    }
}

extension DueEditions {
    fileprivate func scored(_ edition: EventEdition, _ assessment: ImpactAssessment) -> ScoredEdition {
        ScoredEdition(
            event: edition.id, terms: terms(of: edition), lastDay: edition.dates(plan.clock).upperBound,
            isFinal: isFinal(edition), daysSeen: state.dayChanges, effect: assessment.ofSeries)
    }
}

extension ImpactAssessment {
    /// All that is told of an edition.
    fileprivate var contents: [Publication.Content] {
        impacts.map { .impact($0) } + details.map { .detail($0) }
    }
}

import Barometer
import Footfall
import Vault

/// Decides which editions are to be scored now, which again, and of which nothing is to be told any more.
struct DueEditions {
    let plan: Plan
    let editions: [EventEdition]
    /// How long after midnight a day is scored.
    let delay: Duration
    let now: EventTime
    let state: StateStore.ScoreState

    /// In order of the calendar.
    private(set) var due: [EventEdition] = []
    private(set) var gone: [EventID] = []
    /// When the next edition that waits for nothing but the hour is due; `nil` when none is.
    private(set) var next: EventTime?

    init(plan: Plan, editions: [EventEdition], delay: Duration, now: EventTime, state: StateStore.ScoreState)
    {
        self.plan = plan
        self.editions = editions
        self.delay = delay
        self.now = now
        self.state = state
        guard let days = state.days else { return }
        let scored = Dictionary(state.scored.map { ($0.event, $0) }) { first, _ in first }
        for edition in editions { decide(edition, scored[edition.id], days) }
        let known = Set(editions.map(\.id))
        gone += state.scored.filter { !known.contains($0.event) && $0.lastDay >= days.dates.lowerBound }
            .map(\.event)
    }

    private mutating func decide(_ edition: EventEdition, _ before: ScoredEdition?, _ days: KeptDays) {
        let last = edition.dates(plan.clock).upperBound
        let isSame = before?.terms == terms(of: edition)
        guard days.dates.contains(last) else {
            // It was moved to where nothing is known, or may not be spoken of any more.
            if let before, before.lastDay != last || !isSame && hasHiddenZone(edition) {
                gone.append(edition.id)
            }
            return
        }
        let midnight = plan.clock.midnight(of: last.advanced(byDays: 1))
        let isFinal = days.isFinal(last)
        if now < midnight + delay {
            next = min(next ?? midnight + delay, midnight + delay)
        } else if !isFinal, now >= midnight + plan.windows.lateness + delay {
            // Work that was left undone is caught up with; the final effect is near.
        } else if !isSame || before.map({ isNews($0, isFinal) }) ?? true {
            due.append(edition)
        }
    }

    /// What is final stays as it is.
    private func isNews(_ before: ScoredEdition, _ isFinal: Bool) -> Bool {
        !before.isFinal && (isFinal || before.daysSeen != state.dayChanges)
    }

    private func isPublic(_ zone: ZoneID) -> Bool {
        plan.zones.first { $0.id == zone }?.isPublic ?? false
    }

    private func hasHiddenZone(_ edition: EventEdition) -> Bool { !edition.zones.allSatisfy(isPublic) }

    func isFinal(_ edition: EventEdition) -> Bool {
        state.days?.isFinal(edition.dates(plan.clock).upperBound) ?? false
    }

    /// Kept beside a score: another text means another question, and the edition is scored anew.
    func terms(of edition: EventEdition) -> String {
        let zones = edition.zones.map { "\($0)\(isPublic($0) ? "" : "!")" }
        let parts = [
            [Impact.method], zones.sorted(), (edition.sensors ?? []).map(\.name).sorted(),
            ["\(edition.window)"], edition.footprint.map(\.name).sorted(), [edition.series?.name ?? ""],
            ["\(plan.privacy.smallestCrowd)", "\(plan.privacy.smallestCrowdOfOneSensor)"],
        ]
        return parts.map { $0.joined(separator: " ") }.joined(separator: "|")
    }
}

public import Barometer

/// The daily standardised event-impact score: what an event did to the crowd, beside what chance does (method
/// `dasta-1.0`, sections 7 to 9).
///
/// A pure function of the plan, the history and the known editions. It is made once for a run; each edition is then
/// assessed by itself, in any order. Editions of the same zones and days must all be given, since a day with a
/// known event is no history.
public struct ImpactScorer: Sendable {
    let history: ImpactHistory
    let events: KnownEvents
    let surroundings: Surroundings
    private let places: [ZoneID: Int]

    /// - Parameter editions: all that are known, those to be assessed and others.
    public init(history: ImpactHistory, editions: [EventEdition]) {
        var history = history
        events = KnownEvents(editions, history: &history)
        surroundings = Surroundings(plan: history.plan)
        places = Dictionary(history.plan.zones.enumerated().map { ($1.id, $0) }) { first, _ in first }
        self.history = history
    }

    /// Scores an edition: each of its zones, and all of them as one; each day by itself when it lasts longer than 24
    /// hours.
    ///
    /// - Parameters:
    ///   - edition: over by the newest day of the history; hours beyond it are missing and said to be.
    ///   - isFinal: whether its days can no longer be corrected.
    public func assess(_ edition: EventEdition, isFinal: Bool) -> ImpactAssessment {
        var shared: WindowSearch?
        return assess(edition, isFinal: isFinal, &shared)
    }

    /// The same for several, in their order: those that share their hours cost less together.
    public func assess(
        _ editions: [EventEdition], isFinal: (EventEdition) -> Bool
    ) -> [ImpactAssessment] {
        var found = [ImpactAssessment?](repeating: nil, count: editions.count)
        var shared: WindowSearch?
        let order = editions.indices.sorted {
            let (one, other) = (editions[$0].window, editions[$1].window)
            return (one.start, one.length, $0) < (other.start, other.length, $1)
        }
        for index in order {
            found[index] = assess(editions[index], isFinal: isFinal(editions[index]), &shared)
        }
        return found.compactMap { $0 }
    }

    private func assess(
        _ edition: EventEdition, isFinal: Bool, _ shared: inout WindowSearch?
    ) -> ImpactAssessment {
        let parts = edition.days(history.plan.clock).map {
            DayAssessment($0, of: edition.id, by: self, &shared)
        }
        let publisher = ImpactPublisher(history: history, isFinal: isFinal)
        let days = parts.map { publisher.assessment(of: $0) }
        guard parts.count > 1 else { return days[0] }
        let total = publisher.total(of: DaysTogether(edition, parts, ReleaseRule(plan: history.plan)))
        return days.reduce(into: total) { $0.append($1) }
    }

    /// The zones of an edition that the plan has, in its order.
    func zones(of edition: EventEdition) -> [Int] {
        Set(edition.zones.compactMap { places[$0] }).sorted()
    }

    /// Sites of zones, with a sensor that serves at a time; of an edition's own zones those that it names.
    func sites(of zones: [Int], of edition: EventEdition? = nil, at time: EventTime) -> [Int] {
        zones.flatMap { history.sites.ofZone[$0] }.filter { site in
            guard let sensor = history.sites.sensor(of: site, at: time, history.plan) else { return false }
            return edition?.sensors?.contains(history.plan.sensors[sensor].id) ?? true
        }
    }

    /// Sites to compare with, those with the largest crowd first, of other municipalities if there are three.
    ///
    /// - Parameter zones: that may feel the event.
    func candidates(outside zones: Set<Int>, _ table: WindowTable) -> [Int] {
        let sites = history.sites
        let towns = Set(zones.map { sites.municipalities[$0] })
        let others = sites.zones.indices.filter { !zones.contains(sites.zones[$0]) }
        let today = others.map { table.today($0) }
        let order = others.indices.sorted {
            (-today[$0].expected, $0) < (-today[$1].expected, $1)
        }
        let far = order.filter { !towns.contains(sites.municipalities[sites.zones[others[$0]]]) }
        let isFarEnough = far.count { !today[$0].control.isNaN } >= 3
        return (isFarEnough ? far : order).prefix(Self.mostCandidates).map { others[$0] }
    }

    /// A few more than are taken, since some will not be known well enough.
    private static let mostCandidates = 48

    /// Zones that an edition is known to touch: its own, and its footprint.
    func touched(by edition: EventEdition) -> Set<Int> {
        Set(zones(of: edition)).union(edition.footprint.compactMap { places[$0] })
    }

    func search(_ window: LocalWindow, isTold: Bool) -> EffectSearch {
        EffectSearch(window, history: history, eventDays: events.days, isTold: isTold)
    }
}

/// What is to be told of an edition, and how it came about.
public struct ImpactAssessment: Sendable, Equatable {
    /// For each zone of the edition that is public; of an edition of several days the whole and each of its days.
    public internal(set) var impacts: [Impact]
    /// One for each edition and day.
    public internal(set) var details: [ImpactDetail]
    /// One for each day.
    public internal(set) var pictures: [ImpactPicture]
    /// Private: each number behind them; those of all zones as one come after those of its zones.
    public internal(set) var accounts: [ImpactAccount]
    /// Private: what the edition as a whole adds to its series; `nil` where it has none, or nothing is told.
    public internal(set) var ofSeries: EditionEffect?

    mutating func append(_ other: ImpactAssessment) {
        impacts += other.impacts
        details += other.details
        pictures += other.pictures
        accounts += other.accounts
    }
}

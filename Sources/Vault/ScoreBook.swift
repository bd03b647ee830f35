public import Barometer
public import Footfall
import Foundation
import GRDB

/// What was made of an edition when it was last scored.
public struct ScoredEdition: Hashable, Sendable {
    public let event: EventID
    /// All that was asked, as a text: where, when, and how small crowds are guarded.
    public let terms: String
    public let lastDay: CalendarDate
    /// Whether its days could no longer be corrected.
    public let isFinal: Bool
    /// `StateStore.dayChanges` when its days were read.
    public let daysSeen: Int
    /// `nil` when it adds nothing to a series.
    public let effect: EditionEffect?

    public init(
        event: EventID, terms: String, lastDay: CalendarDate, isFinal: Bool, daysSeen: Int,
        effect: EditionEffect?
    ) {
        self.event = event
        self.terms = terms
        self.lastDay = lastDay
        self.isFinal = isFinal
        self.daysSeen = daysSeen
        self.effect = effect
    }
}

/// What editions were scored as, and what is told of them.
///
/// What was told last is kept beside it, so that the same again is not published, and what is told no more is
/// retracted. All of it is one transaction: a crash leaves nothing half told.
enum ScoreBook {
    static func scored(in database: Database) throws -> [ScoredEdition] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT event, terms, last_day, is_final, days_seen, series, theta, sigma FROM scored
                ORDER BY event
                """
        ).map { row in
            let event = EventID(row[0] as String)
            var effect: EditionEffect?
            if let series = row[5] as String?, let theta = row[6] as Double?, let sigma = row[7] as Double? {
                effect = EditionEffect(
                    event: event, series: EventSeriesID(series), theta: theta, sigma: sigma)
            }
            return ScoredEdition(
                event: event, terms: row[1], lastDay: CalendarDate(daysSinceEpoch: row[2]), isFinal: row[3],
                daysSeen: row[4], effect: effect)
        }
    }

    static func upsert(_ scored: ScoredEdition, in database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO scored VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            scored.event.name, scored.terms, scored.lastDay.daysSinceEpoch, scored.isFinal, scored.daysSeen,
            scored.effect?.series.name, scored.effect?.theta, scored.effect?.sigma,
        ])
    }

    static func forget(_ event: EventID, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM scored WHERE event = ?").execute(arguments: [
            event.name
        ])
    }

    /// What is to be published so that just `contents` are told of an edition or series: what is new or otherwise, and
    /// retractions of what is gone.
    static func differences(
        _ contents: [Publication.Content], of owner: String, in database: Database
    ) throws -> [Publication.Content] {
        let told = try self.told(of: owner, in: database)
        let subjects = Set(contents.map(\.subject))
        let news = contents.filter { told[$0.subject] != $0 }
        let gone = told.keys.filter { !subjects.contains($0) }.sorted { key($0) < key($1) }
        for content in news { try tell(content, of: owner, in: database) }
        for subject in gone {
            try database.cachedStatement(sql: "DELETE FROM told WHERE subject = ?").execute(arguments: [
                key(subject)
            ])
        }
        return gone.map { .retraction($0) } + news
    }

    /// What the editions of each series now did together.
    static func news(of series: Set<EventSeriesID>, in database: Database) throws -> [Publication.Content] {
        guard !series.isEmpty else { return [] }
        let effects = try scored(in: database).compactMap(\.effect)
        return try series.sorted().flatMap { name -> [Publication.Content] in
            let impact = SeriesPool(name, effects)?.impact
            return try differences(
                impact.map { [.series($0)] } ?? [], of: "series/\(name)", in: database)
        }
    }

    /// The series that an edition was counted in.
    static func series(of event: EventID, in database: Database) throws -> EventSeriesID? {
        try String.fetchOne(
            database, sql: "SELECT series FROM scored WHERE event = ?", arguments: [event.name]
        ).map { EventSeriesID($0) }
    }

    private static func told(
        of owner: String, in database: Database
    ) throws -> [Subject: Publication.Content] {
        let decoder = JSONDecoder()
        let bodies = try Data.fetchAll(
            database, sql: "SELECT body FROM told WHERE edition = ?", arguments: [owner])
        let contents = try bodies.map { try decoder.decode(Publication.Body.self, from: $0).content }
        return Dictionary(contents.map { ($0.subject, $0) }) { _, last in last }
    }

    private static func tell(
        _ content: Publication.Content, of owner: String, in database: Database
    ) throws {
        let body = Publication.Body(
            Publication(sequence: 1, created: EventTime(milliseconds: 0), version: 1, content: content))
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO told VALUES(?, ?, ?)").execute(arguments: [
            key(content.subject), owner, try JSONEncoder().encode(body),
        ])
    }

    /// Under which what is told of a subject is kept.
    static func key(_ subject: Subject) -> String {
        switch subject {
        case .window(let zone, let window): "window/\(zone)/\(window)"
        case .event(let event, let zone): "event/\(event)/\(zone)"
        case .detail(let event): "detail/\(event)"
        case .series(let series): "series/\(series)"
        }
    }
}

extension StateStore {
    /// What is known for the scores of events, as of one moment.
    public struct ScoreState: Sendable {
        /// `nil` while no day is kept.
        public let days: KeptDays?
        /// Rises whenever a sensor's day is kept.
        public let dayChanges: Int
        /// In order of name.
        public let scored: [ScoredEdition]

        public init(days: KeptDays?, dayChanges: Int, scored: [ScoredEdition]) {
            self.days = days
            self.dayChanges = dayChanges
            self.scored = scored
        }
    }

    public func scoreState() throws(VaultError) -> ScoreState {
        try file.read { database in
            ScoreState(
                days: try KeptDays.read(from: database),
                dayChanges: Int(try Counters(database).value(.dayChanges)),
                scored: try ScoreBook.scored(in: database))
        }
    }

    /// What changes whenever there may be something to score; cheap to ask for.
    public func scoreMarks() throws(VaultError) -> [Int64] {
        try file.read { database in
            let counters = Counters(database)
            return [
                try counters.value(.dayChanges), try counters.value(.dayOver), try counters.value(.dayFinal),
            ]
        }
    }

    /// As `StateReader.forEachSensorDay`.
    public func forEachSensorDay(
        in dates: ClosedRange<CalendarDate>, _ body: (SensorDay) -> Void
    ) throws(VaultError) {
        try file.read { try SensorDayTable.forEach(in: dates, of: $0, body) }
    }

    /// Scores of editions, stored together with what is published of them.
    public struct ScoreStep: Sendable {
        /// Each with all that is to be told of it now.
        public var scored: [(edition: ScoredEdition, contents: [Publication.Content])] = []
        /// Editions of which nothing is to be told any more.
        public var gone: [EventID] = []
        public let now: EventTime

        public init(now: EventTime) {
            self.now = now
        }
    }

    /// Stores a step, all or nothing. Publishes only what is told otherwise than before; the same step again
    /// publishes nothing.
    ///
    /// - Returns: what was published, in order.
    public func commit(_ step: ScoreStep) throws(VaultError) -> [Publication] {
        try file.write { database in
            var contents: [Publication.Content] = []
            var series: Set<EventSeriesID> = []
            for event in step.gone {
                if let name = try ScoreBook.series(of: event, in: database) { series.insert(name) }
                contents += try ScoreBook.differences([], of: event.name, in: database)
                try ScoreBook.forget(event, in: database)
            }
            for (edition, told) in step.scored {
                let before = try ScoreBook.series(of: edition.event, in: database)
                series.formUnion([before, edition.effect?.series].compactMap(\.self))
                contents += try ScoreBook.differences(told, of: edition.event.name, in: database)
                try ScoreBook.upsert(edition, in: database)
            }
            contents += try ScoreBook.news(of: series, in: database)
            var counters = Counters(database)
            let publications = try Outbox.publish(contents, now: step.now, counters: &counters)
            try Outbox.bound(to: maxOutbox, counters: &counters)
            return publications
        }
    }
}

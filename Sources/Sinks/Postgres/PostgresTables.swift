import Barometer

/// One row for each zone and window, of the newest version.
let postgresReadings = PostgresTable<Publication>(
    name: "readings", key: ["zone", "window_start", "window_end"],
    columns: [
        .text("zone") { $0.subject.zone?.name },
        .time("window_start") { $0.window?.start },
        .time("window_end") { $0.window?.end },
        .smallint("value") { $0.reading?.measurement?.index.percent },
        .text("deviation") { $0.reading?.measurement?.deviation.rawValue },
        .smallint("busyness") { $0.reading?.measurement?.peak?.busyness.percent },
        .smallint("level") { $0.reading?.measurement?.peak?.level.rawValue },
        .text("confidence") { $0.reading?.measurement?.confidence.rawValue },
        .decimal("completeness", parts: 100) { $0.reading?.completeness.hundredths },
        .text("status") { $0.reading?.content.status.rawValue ?? retracted },
        .json("reasons") { try $0.reading.flatMap { try text($0.reasons) } },
        .time("valid_until") { $0.reading?.validUntil },
        .text("method") { $0.reading.map { _ in Reading.method } },
    ] + numbers)

/// One row for each event and zone, of the newest version.
let postgresImpacts = PostgresTable<Publication>(
    name: "impacts", key: ["event", "zone"],
    columns: [
        .text("event") { $0.event?.name },
        .text("zone") { $0.subject.zone?.name },
        .time("window_start") { $0.window?.start },
        .time("window_end") { $0.window?.end },
        .smallint("value") { $0.impact?.effect?.uplift.percent },
        .smallint("lower") { $0.impact?.effect?.lower.percent },
        .smallint("upper") { $0.impact?.effect?.upper.percent },
        .decimal("score", parts: 10) { $0.impact?.effect?.score.tenths },
        .text("class") { $0.impact?.effect?.size.rawValue },
        .text("grade") { $0.impact?.grade?.rawValue },
        .decimal("placebo", parts: 100) { $0.impact?.effect?.placebo.hundredths },
        .text("confidence") { $0.impact?.effect?.confidence.rawValue },
        .decimal("completeness", parts: 100) { $0.impact?.completeness.hundredths },
        .text("status") { $0.impact?.content.status.rawValue ?? retracted },
        .json("reasons") { try $0.impact.flatMap { try text($0.reasons) } },
        .text("method") { $0.impact.map { _ in Impact.method } },
    ] + numbers)

/// One row for each event, of what it did as a whole, and for each series, of the newest version.
let postgresSummaries = PostgresTable<Publication>(
    name: "summaries", key: ["kind", "name"],
    columns: [
        .text("kind") { $0.subject.summary?.kind },
        .text("name") { $0.subject.summary?.name },
        .text("status") { $0.summary == nil ? retracted : "told" },
        .json("body") { try $0.summary.map { try JSON.text($0) } },
    ] + numbers)

/// Of every publication.
private let numbers: [PostgresTable<Publication>.Column] = [
    .integer("version") { $0.version },
    .bigint("sequence") { $0.sequence },
    .time("created") { $0.created },
]

/// The status of a row that is kept without a value, so that an older version that comes late finds its place taken.
private let retracted = "retracted"

private func text(_ reasons: [Reason]) throws -> String? {
    reasons.isEmpty ? nil : try JSON.text(reasons)
}

extension Publication {
    /// `nil` of an event that was retracted.
    fileprivate var window: Window? {
        if case .window(_, let window) = subject { window } else { impact?.window }
    }

    fileprivate var event: EventID? {
        if case .event(let event, _) = subject { event } else { nil }
    }
}

extension Subject {
    fileprivate var summary: (kind: String, name: String)? {
        switch self {
        case .detail(let event): ("detail", event.name)
        case .series(let series): ("series", series.name)
        case .window, .event: nil
        }
    }
}

import Barometer
import GRDB

extension ReadingStore {
    /// The newest version of a subject, be it a retraction; `nil` when nothing was published of it.
    func newest(of subject: Subject) async throws(SinkError) -> Publication? {
        try await read { database in
            switch subject {
            case .window(let zone, let window):
                try Row.fetchOne(
                    database,
                    sql: "SELECT * FROM readings WHERE window_end = ? AND zone = ? AND window_start = ?",
                    arguments: [window.end.milliseconds, zone.name, window.start.milliseconds]
                ).map { try Publication(reading: $0) }
            case .detail, .series:
                try Row.fetchOne(
                    database, sql: "SELECT * FROM summaries WHERE kind = ? AND name = ?",
                    arguments: StoredRow.summary(subject)
                ).map { try Publication(summary: $0) }
            case .event(let event, let zone):
                try Row.fetchOne(
                    database, sql: "SELECT * FROM impacts WHERE event = ? AND zone = ?",
                    arguments: [event.name, zone.name]
                ).map { try Publication(impact: $0) }
            }
        }
    }
}

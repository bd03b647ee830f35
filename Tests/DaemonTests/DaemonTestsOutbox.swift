import Barometer
import Foundation
import TestKit
import Vault

extension Town {
    /// Puts contents into the outbox, as if the pipeline had made them; the last sequence.
    @discardableResult
    func publish(_ contents: [Publication.Content]) throws -> Int {
        let store = try StateStore(in: DataFolder(path: data))
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        _ = try store.commit(
            StateStore.Step(
                position: try store.position(), contents: contents, keepsakes: [], checkpoint: nil, now: now))
        defer { try? store.close() }
        return try store.lastSequence()
    }
}

/// Two days of quarters of one zone: one is withheld, one is corrected and one, the last word, taken back; four hours
/// and an impact beside them.
enum QuarterStory {
    static let contents: [Publication.Content] = {
        let midnight = EventTime.at("00:00")
        var quarters = (0..<192).map { Reading.sample(from: midnight + .seconds(900 * $0)) }
        quarters[40] = .sample(
            from: quarters[40].window.start, content: .withheld, reasons: [.tooFewPassersBy])
        let hours = (0..<4).map { hour in
            let start = midnight + .seconds(3600 * hour)
            return Reading(
                zone: ZoneID("old-market"), window: Window(from: start, to: start + .seconds(3600)),
                content: .sample(), completeness: .whole, reasons: [], validUntil: start + .seconds(7200))
        }
        let correction = Reading.sample(from: quarters[50].window.start, content: .sample(index: 150))
        return [.impact(.sample())] + (quarters + hours + [correction]).map(Publication.Content.reading)
            + [.retraction(.window(ZoneID("old-market"), quarters[60].window))]
    }()
}

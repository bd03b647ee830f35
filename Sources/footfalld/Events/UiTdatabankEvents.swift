import Barometer
import Footfall
import Foundation

/// Events of UiTdatabank, as its search and its event addresses give them, as drafts of editions.
struct UiTdatabankEvents {
    let words: EventWords
    let clock: CityClock
    let years: ClosedRange<Int>

    /// - Parameters:
    ///   - json: one event, a list of them, or a page of search results.
    ///   - passedOver: is told of each event that cannot be taken, and why.
    func drafts(in json: Data, passedOver: (_ event: String, _ why: String) -> Void) -> [EventDraft] {
        do {
            return try JSONDecoder().decode(Answer.self, from: json).events.flatMap { event in
                switch event {
                case .failure(let problem):
                    passedOver("an event", "it is not as UiTdatabank writes one: \(problem.place)")
                    return [EventDraft]()
                case .success(let event): return drafts(of: event, passedOver: passedOver)
                }
            }
        } catch {
            passedOver(EventCalendars.wholeFile, "it is no JSON of UiTdatabank")
            return []
        }
    }

    private func drafts(
        of event: UiTdatabankEvent, passedOver: (_ event: String, _ why: String) -> Void
    ) -> [EventDraft] {
        let windows = event.windows(clock, years: years)
        guard !windows.isEmpty else { return [] }
        let zones = words.zones(of: event.places)
        guard !zones.isEmpty else {
            passedOver(
                event.id,
                "its place \(event.places.first?.quoted ?? "") is no zone; add it to events.locations")
            return []
        }
        let slug = event.title.nl.slug
        return windows.map { window in
            EventDraft(
                slug: slug.isEmpty ? "event" : slug, isRecurring: event.calendarType == .periodic,
                name: event.title, kind: words.kind(of: event.kinds), zones: zones, window: window)
        }
    }

    /// One event or many, each by itself, so that one that is wrong spoils no other.
    private struct Answer: Decodable {
        let events: [Result<UiTdatabankEvent, Misfit>]

        private enum Key: String, CodingKey { case member }

        private struct Tolerant: Decodable {
            let result: Result<UiTdatabankEvent, Misfit>

            init(from decoder: any Decoder) {
                result = Result { try UiTdatabankEvent(from: decoder) }.mapError(Misfit.init)
            }
        }

        init(from decoder: any Decoder) throws {
            if let list = try? decoder.singleValueContainer().decode([Tolerant].self) {
                events = list.map(\.result)
            } else if let page = try? decoder.container(keyedBy: Key.self), page.contains(.member) {
                events = try page.decode([Tolerant].self, forKey: .member).map(\.result)
            } else {
                _ = try decoder.container(keyedBy: Key.self)
                events = [Tolerant(from: decoder).result]
            }
        }
    }

    private struct Misfit: Error {
        let place: String

        init(_ error: any Error) {
            let path: [any CodingKey] =
                switch error as? DecodingError {
                case .keyNotFound(let key, let context): context.codingPath + [key]
                case .typeMismatch(_, let context), .valueNotFound(_, let context),
                    .dataCorrupted(let context):
                    context.codingPath
                case nil, .some: []
                }
            place = path.map(\.stringValue).joined(separator: ".")
        }
    }
}

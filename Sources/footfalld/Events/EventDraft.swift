import Barometer
import Footfall
import Foundation

/// An edition before it has its own name in addresses.
struct EventDraft {
    /// Of the event, without its date.
    let slug: String
    /// Whether it comes again, or may: then its editions are a series.
    let isRecurring: Bool
    let name: Words
    let kind: String
    /// At least one.
    let zones: [ZoneID]
    let window: Window
}

extension [EventDraft] {
    /// Each gets its event's slug and its local date; of several on one day all but the first get a number too.
    func editions(_ clock: CityClock, taken: Set<EventID> = []) -> [EventEdition] {
        var taken = taken
        return sorted { ($0.window.start, $0.slug, $0.zones[0]) < ($1.window.start, $1.slug, $1.zones[0]) }
            .map { draft in
                let (year, month, day) = clock.date(at: draft.window.start).components
                let date = String(format: "%04d%02d%02d", year, month, day)
                let id = Self.free("\(draft.slug)-\(date)", &taken)
                return EventEdition(
                    id: id, series: draft.isRecurring ? EventSeriesID(draft.slug) : nil, name: draft.name,
                    kind: draft.kind, zones: draft.zones, window: draft.window)
            }
    }

    private static func free(_ name: String, _ taken: inout Set<EventID>) -> EventID {
        var (id, number) = (EventID(name), 1)
        while !taken.insert(id).inserted {
            number += 1
            id = EventID("\(name)-\(number)")
        }
        return id
    }
}

extension StringProtocol {
    /// For addresses: at most 48 of `a`–`z`, `0`–`9` and single `-`; empty when there is no letter or digit.
    var slug: String {
        let plain = folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.joined(separator: "-").prefix(48).split(separator: "-").joined(separator: "-")
    }
}

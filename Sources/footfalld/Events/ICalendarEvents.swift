import Barometer
import Footfall
import ICalendar

/// Events of an iCalendar file as drafts of editions.
struct ICalendarEvents {
    let words: EventWords
    let clock: CityClock
    let timeZones: TimeZoneFile
    let years: ClosedRange<Int>

    /// - Parameter passedOver: is told of each event that cannot be taken, and why.
    func drafts(in text: String, passedOver: (_ event: String, _ why: String) -> Void) -> [EventDraft] {
        let file = CalendarFile(text, horizon: .init(years: years))
        for problem in file.problems {
            let name = file.entries.isEmpty ? EventCalendars.wholeFile : "an event"
            passedOver(problem.uid ?? name, problem.problem)
        }
        return Dictionary(grouping: file.entries, by: \.uid).sorted { $0.key < $1.key }
            .flatMap { uid, entries -> [EventDraft] in
                do throws(Obstacle) {
                    return try drafts(of: entries, in: file)
                } catch {
                    passedOver(uid, error.why)
                    return []
                }
            }
    }

    private struct Obstacle: Error {
        let why: String
    }

    /// One event: what is said of all its occurrences, and of single ones.
    private func drafts(of entries: [CalendarEntry], in file: CalendarFile) throws(Obstacle) -> [EventDraft] {
        let newest = Dictionary(grouping: entries, by: \.replaces)
            .compactMapValues { versions in versions.max { $0.sequence < $1.sequence } }
        let master = newest[CalendarMoment?.none]
        var found: [EventDraft] = []
        if let master, !master.isCancelled {
            for start in master.starts where newest[start] == nil {
                if try isTooLate(start, master, in: file) { continue }
                found.append(try draft(of: master, like: master, at: start, in: file))
            }
        }
        for single in newest.values.sorted(by: { $0.starts.lexicographicallyPrecedes($1.starts) })
        where single.replaces != nil && !single.isCancelled && master?.isCancelled != true {
            for start in single.starts {
                found.append(try draft(of: single, like: master ?? single, at: start, in: file))
            }
        }
        return found
    }

    private func isTooLate(
        _ start: CalendarMoment, _ entry: CalendarEntry, in file: CalendarFile
    ) throws(Obstacle) -> Bool {
        guard let until = entry.until else { return false }
        let late = try time(start, in: file) - time(until, in: file)
        return late > .zero && late < .seconds(2 * 86_400)
    }

    /// - Parameter master: says what it is and where, as far as the entry itself does not.
    private func draft(
        of entry: CalendarEntry, like master: CalendarEntry, at start: CalendarMoment, in file: CalendarFile
    ) throws(Obstacle) -> EventDraft {
        let places = [entry, master].flatMap { [$0.others["X-ZONE"], $0.location].compactMap { $0 } }
        let zones = words.zones(of: places)
        guard !zones.isEmpty else {
            throw Obstacle(
                why: "its place \(places.first?.quoted ?? "") is no zone; add it to events.locations")
        }
        let name = master.summary ?? entry.summary ?? master.uid
        return EventDraft(
            slug: slug(of: master), isRecurring: master.isRecurring, name: Words(nl: name, en: name),
            kind: words.kind(of: entry.categories.isEmpty ? master.categories : entry.categories),
            zones: zones, window: try window(of: entry, at: start, in: file))
    }

    /// The words of the UID before its `@`; of one without words the summary.
    private func slug(of entry: CalendarEntry) -> String {
        let own = entry.uid.prefix { $0 != "@" }.slug
        let hasWords = own.contains(#/[g-z]{3}/#)
        let slug = hasWords ? own : entry.summary?.slug ?? own
        return slug.isEmpty ? "event" : slug
    }

    private func window(
        of entry: CalendarEntry, at start: CalendarMoment, in file: CalendarFile
    ) throws(Obstacle) -> Window {
        let from = try time(start, in: file)
        let to: EventTime
        switch entry.length {
        case .seconds(let seconds): to = from + .seconds(seconds)
        case .clock(let days, let seconds):
            guard let date = start.date else { throw Obstacle(why: "its start is no day") }
            let end = date.advanced(byDays: days)
            to = try time(start.at(end, second: start.second + seconds), in: file)
        }
        guard from < to else { throw Obstacle(why: "it ends before it starts") }
        return Window(from: from, to: to)
    }

    /// Names of the time zone database go before clocks that the file describes itself.
    private func time(_ moment: CalendarMoment, in file: CalendarFile) throws(Obstacle) -> EventTime {
        guard let date = moment.date else { throw Obstacle(why: "it is at no day of the calendar") }
        switch moment.place {
        case .day, .floating: return clock.time(of: date, second: moment.second)
        case .utc: return EventTime(date) + .seconds(moment.second)
        case .zone(let name):
            if name == clock.name { return clock.time(of: date, second: moment.second) }
            if let other = timeZones.clock(named: name) {
                return other.time(of: date, second: moment.second)
            }
            if let seconds = file.seconds(at: moment) { return EventTime(seconds: seconds) }
            throw Obstacle(why: "its time zone \(name.quoted) is not known")
        }
    }
}

extension CalendarMoment {
    fileprivate var date: CalendarDate? { CalendarDate(year: year, month: month, day: day) }

    fileprivate func at(_ date: CalendarDate, second: Int) -> CalendarMoment {
        let (year, month, day) = date.components
        return CalendarMoment(year: year, month: month, day: day, second: second, place: place)
    }
}

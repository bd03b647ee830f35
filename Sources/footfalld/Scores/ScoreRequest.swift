import ArgumentParser
import Barometer
import Footfall

/// Which editions somebody asks for: of some days, of one event or series, or both.
struct ScoreRequest {
    /// Local days, both ends included; `nil` is all.
    let dates: ClosedRange<CalendarDate>?
    /// The name of an edition or of a series; `nil` is all.
    let event: String?

    init(dates: ClosedRange<CalendarDate>?, event: String? = nil) {
        self.dates = dates
        self.event = event
    }

    /// As written on the command line.
    init(date: String?, from: String?, to: String?, event: String?) throws {
        self.event = event
        if let date {
            guard from == nil, to == nil else {
                throw ValidationError("--date is one day, so --from and --to have no place beside it")
            }
            let day = try Self.day(date, "--date")
            dates = day...day
        } else if let from, let to {
            let (first, last) = (try Self.day(from, "--from"), try Self.day(to, "--to"))
            guard first <= last else { throw ValidationError("--from \(first) is after --to \(last)") }
            dates = first...last
        } else if from != nil || to != nil {
            throw ValidationError("--from and --to go together; one day is --date 2026-03-14")
        } else {
            dates = nil
        }
    }

    private static func day(_ text: String, _ option: String) throws -> CalendarDate {
        if let date = CalendarDate(text) { return date }
        throw ValidationError("\(option) \(text.quoted) is no day; write it as 2026-03-14")
    }

    /// Those of the days that an edition is on, in order of their start.
    ///
    /// - Throws: what to do about an event that nobody knows.
    func editions(among known: [EventEdition], _ clock: CityClock) throws -> [EventEdition] {
        let wanted = try event.map { try named($0, among: known) } ?? known
        guard let dates else { return wanted }
        return wanted.filter { $0.dates(clock).overlaps(dates) }
    }

    private func named(_ name: String, among known: [EventEdition]) throws -> [EventEdition] {
        let found = known.filter { $0.id.name == name || $0.series?.name == name }
        guard found.isEmpty else { return found }
        let names = Set(known.map(\.id.name) + known.compactMap(\.series?.name)).sorted()
        throw ValidationError(
            names.isEmpty
                ? "no event is known; write them into events.csv, or put a calendar into the folder events"
                : "there is no event \(name.quoted). \(name.remedy(among: names))")
    }
}

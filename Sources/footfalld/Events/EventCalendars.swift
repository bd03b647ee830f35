import Barometer
import Footfall
import Foundation

/// Reads all known events: `events.csv`, `events.ics` and `events.json`, and files of these kinds in the folder `events`.
///
/// What the city writes itself must be right. What comes from elsewhere may speak of places that are no zone: such an
/// event is passed over with a warning.
struct EventCalendars {
    let folder: ConfigurationFolder
    let places: KnownPlaces
    let words: EventWords
    let clock: CityClock
    let timeZones: TimeZoneFile
    let years: ClosedRange<Int>
    static let folderName = "events"
    private static let endings = ["csv", "ics", "json"]
    /// Of one event or file no more warnings than this are told.
    private static let mostWarnings = 10

    /// In order of their start.
    func read() -> Found {
        let names = Self.files(in: folder)
        let own = names.filter { $0.hasSuffix(".csv") }
            .flatMap { EventsFile(name: $0, folder: folder, places: places, clock: clock).read() }
        let foreign = names.filter { !$0.hasSuffix(".csv") }.map(drafts)
        let isHidden = folder.hides(Self.folderName)
        if isHidden {
            folder.findings.tell(
                "the folder cannot be looked into, and its events are passed over",
                at: .init(file: Self.folderName), key: "events", remedy: "Let the user of footfalld read it",
                isWarning: true)
        }
        let editions = own + foreign.flatMap(\.drafts).editions(clock, taken: Set(own.map(\.id)))
        return Found(
            editions: editions.sorted { ($0.window.start, $0.id) < ($1.window.start, $1.id) },
            isWhole: !isHidden && !names.isEmpty && foreign.allSatisfy(\.isReadable))
    }

    struct Found {
        let editions: [EventEdition]
        /// Whether there is a calendar, and each of its files can be understood: then what is not in it is no event.
        let isWhole: Bool
    }

    /// By name, those beside `footfall.yaml` first.
    static func files(in folder: ConfigurationFolder) -> [String] {
        endings.map { "events.\($0)" }.filter(folder.has)
            + folder.files(in: folderName, endings: endings)
    }

    private func drafts(in name: String) -> (drafts: [EventDraft], isReadable: Bool) {
        guard let text = folder.text(of: name) else { return ([], false) }
        var (passedOver, isReadable) = (0, true)
        func tell(_ event: String, _ why: String) {
            passedOver += 1
            if event == Self.wholeFile { isReadable = false }
            guard passedOver <= Self.mostWarnings else { return }
            folder.findings.tell(
                "\(event.quoted) is passed over: \(why)", at: .init(file: name), key: "event",
                remedy: "Mend the calendar, or leave it if the event is of no matter", isWarning: true)
        }
        let found =
            name.hasSuffix(".ics")
            ? ICalendarEvents(words: words, clock: clock, timeZones: timeZones, years: years)
                .drafts(in: text, passedOver: tell)
            : UiTdatabankEvents(words: words, clock: clock, years: years)
                .drafts(in: Data(text.utf8), passedOver: tell)
        if passedOver > Self.mostWarnings {
            folder.findings.tell(
                "\(passedOver - Self.mostWarnings) more events are passed over", at: .init(file: name),
                key: "event", remedy: "See the first ones", isWarning: true)
        }
        return (found, isReadable)
    }

    /// In place of an event's name, where nothing of a file can be understood.
    static let wholeFile = "the file"
}

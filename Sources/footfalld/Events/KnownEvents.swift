import Barometer
import Footfall

/// What a configuration says of events: the editions of its calendars, and how those are read and scored.
struct KnownEvents: Sendable {
    /// In order of their start.
    var editions: [EventEdition]
    /// Whether there is a calendar, and each of its files can be understood: then what is not in it is no event.
    var isWhole: Bool
    /// How long after midnight an edition is scored.
    let scoreAfter: Duration
    /// How often the files are looked at; zero is never.
    let watch: Duration
    let words: EventWords
    /// Recurring events are followed through these.
    let years: ClosedRange<Int>
}

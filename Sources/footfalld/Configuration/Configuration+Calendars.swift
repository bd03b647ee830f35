import Footfall
import Sinks

extension Configuration {
    /// The same with the calendars of events as they are now; all else stays, whatever else changed in the folder.
    ///
    /// - Returns: nothing when a file is not right, or no calendar is there any more, with what is to be told of it.
    func withCalendars(of folder: String, environment: [String: String]) -> (Configuration?, [Problem]) {
        let findings = Findings(environment: environment)
        let folder = ConfigurationFolder(path: folder, findings: findings)
        let found = EventCalendars(
            folder: folder,
            places: KnownPlaces(zones: plan.zones, sensors: plan.sensors, findings: findings),
            words: events.words, clock: plan.clock, timeZones: TimeZoneFile(environment: environment),
            years: events.years
        ).read()
        if !found.isWhole, !events.editions.isEmpty, EventCalendars.files(in: folder).isEmpty {
            findings.tell(
                "no calendar is there any more", at: .init(file: EventCalendars.folderName), key: "file",
                remedy: "Put it back; an events.csv without rows says that there are no events")
        }
        let isRight = findings.problems.allSatisfy(\.isWarning) && (found.isWhole || events.editions.isEmpty)
        return (isRight ? with(found) : nil, findings.problems)
    }

    private func with(_ found: EventCalendars.Found) -> Configuration {
        var next = self
        next.events.editions = found.editions
        next.events.isWhole = found.isWhole
        next.plan.calendar.events = found.editions.flatMap(\.calendarEvents)
        next.city.events = found.editions.descriptions
        return next
    }
}

import Barometer
import Footfall

/// Reads which days and hours are not ordinary: `calendar.yaml` and `events.csv`, both optional.
struct CalendarFiles {
    let folder: ConfigurationFolder
    /// `nil` when the zones could not be read, so that none can be wrong.
    let zones: [Plan.Zone]?
    let clock: CityClock
    private var findings: Findings { folder.findings }

    init(folder: ConfigurationFolder, zones: [Plan.Zone]?, clock: CityClock) {
        self.folder = folder
        self.zones = zones
        self.clock = clock
    }

    func read() -> CityCalendar {
        CityCalendar(publicHolidays: holidays(), events: events())
    }

    private func holidays() -> Set<CalendarDate> {
        let name = "calendar.yaml"
        let node = folder.has(name) ? folder.yaml(name) : nil
        let section = Section(
            node, path: "", variables: "FOOTFALL_CALENDAR", keys: ["belgian", "public_holidays"],
            at: .init(file: name), findings: findings)
        var days: Set<CalendarDate> = []
        if section.flag("belgian", default: true) {
            days = Set((2000...2060).flatMap(CityCalendar.belgianHolidays))
        }
        for setting in section.settings("public_holidays") ?? [] {
            guard let date = CalendarDate(setting.text) else {
                section.tell(
                    "\(setting.text.quoted) is no date", of: setting, remedy: "Write it as 2026-07-11")
                continue
            }
            days.insert(date)
        }
        return days
    }

    private func events() -> [CityCalendar.Event] {
        let name = "events.csv"
        guard folder.has(name), let text = folder.text(of: name) else { return [] }
        let file = CSVFile(
            name: name, columns: ["id", "name", "kind", "zones", "start", "end"],
            required: ["id", "zones", "start", "end"])
        var ids: Set<String> = []
        return file.read(text, findings: findings).flatMap { row -> [CityCalendar.Event] in
            if let id = row["id"], !ids.insert(id.text).inserted {
                findings.tell(
                    "another event is \(id.text) already", at: id.place, key: "id",
                    remedy: "Give each event an id of its own")
            }
            let zones = zones(row)
            guard let start = time("start", row), let end = time("end", row) else { return [] }
            guard start < end else {
                findings.tell(
                    "the event ends before it starts", at: row["end"]?.place ?? row.place, key: "end",
                    remedy: "Write when it is over; a date alone is the midnight before that day")
                return []
            }
            return zones.map { CityCalendar.Event(zone: $0, window: Window(from: start, to: end)) }
        }
    }

    private func zones(_ row: CSVFile.Row) -> [ZoneID] {
        guard let field = row["zones"], let zones else { return [] }
        return field.text.split(separator: " ").compactMap { word in
            let id = ZoneID(String(word))
            if zones.contains(where: { $0.id == id }) { return id }
            findings.tell(
                "there is no zone \(id.name.quoted)", at: field.place, key: "zones",
                remedy: id.name.remedy(among: zones.map(\.id.name)))
            return nil
        }
    }

    private func time(_ column: String, _ row: CSVFile.Row) -> EventTime? {
        guard let field = row[column] else { return nil }
        let time = clock.time(configured: field.text)
        if time == nil {
            findings.tell(
                "\(field.text.quoted) is no moment", at: field.place, key: column,
                remedy: "Write it as 2026-03-14T09:00 or 2026-03-14T09:00:00+01:00")
        }
        return time
    }
}

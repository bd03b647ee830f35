import Barometer
import Footfall

/// Reads the known events from `events.csv`, which need not be there.
struct EventsFile {
    let folder: ConfigurationFolder
    let places: KnownPlaces
    let clock: CityClock
    static let name = "events.csv"
    private static let columns = ["id", "name", "kind", "zones", "sensors", "start", "end"]
    private var findings: Findings { folder.findings }

    init(folder: ConfigurationFolder, places: KnownPlaces, clock: CityClock) {
        self.folder = folder
        self.places = places
        self.clock = clock
    }

    func read() -> [CityCalendar.Event] {
        guard folder.has(Self.name), let text = folder.text(of: Self.name) else { return [] }
        let file = CSVFile(
            name: Self.name, columns: Self.columns, required: ["id", "zones", "start", "end"])
        var ids: Set<String> = []
        return file.read(text, findings: findings).flatMap { row -> [CityCalendar.Event] in
            if let id = row["id"], !ids.insert(id.text).inserted {
                findings.tell(
                    "another event is \(id.text) already", at: id.place, key: "id",
                    remedy: "Give each event an id of its own")
            }
            let struck = places.struck(
                zones: places.zones(words("zones", row)), sensors: words("sensors", row))
            guard let window = window(row) else { return [] }
            return struck.map { CityCalendar.Event(zone: $0.zone, window: window, sensors: $0.sensors) }
        }
    }

    private func words(_ column: String, _ row: CSVFile.Row) -> [KnownPlaces.Word] {
        guard let field = row[column] else { return [] }
        return field.text.split(separator: " ").map {
            .init(text: String($0), place: field.place, key: column)
        }
    }

    private func window(_ row: CSVFile.Row) -> Window? {
        let (start, end) = (time("start", row), time("end", row))
        guard let start, let end else { return nil }
        guard start < end else {
            findings.tell(
                "the event ends before it starts", at: row["end"]?.place ?? row.place, key: "end",
                remedy: "Write when it is over; a date alone is the midnight before that day")
            return nil
        }
        return Window(from: start, to: end)
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

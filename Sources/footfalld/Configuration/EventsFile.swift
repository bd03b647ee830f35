import Barometer
import Footfall

/// Reads the events that the city lists itself, a row an edition.
struct EventsFile {
    let name: String
    let folder: ConfigurationFolder
    let places: KnownPlaces
    let clock: CityClock
    private static let columns = [
        "id", "series", "name", "name_en", "kind", "zones", "sensors", "footprint", "start", "end",
    ]
    private var findings: Findings { folder.findings }

    init(name: String, folder: ConfigurationFolder, places: KnownPlaces, clock: CityClock) {
        self.name = name
        self.folder = folder
        self.places = places
        self.clock = clock
    }

    func read() -> [EventEdition] {
        guard let text = folder.text(of: name) else { return [] }
        let file = CSVFile(name: name, columns: Self.columns, required: ["id", "zones", "start", "end"])
        var ids: Set<String> = []
        return file.read(text, findings: findings).compactMap { row -> EventEdition? in
            if let id = row["id"], !ids.insert(id.text).inserted {
                findings.tell(
                    "another event is \(id.text) already", at: id.place, key: "id",
                    remedy: "Give each event an id of its own")
            }
            let struck = places.struck(
                zones: places.zones(words("zones", row)), sensors: words("sensors", row))
            guard let window = window(row), let id = id(row), !struck.isEmpty else { return nil }
            return edition(id, row, struck, window)
        }
    }

    private func edition(
        _ id: EventID, _ row: CSVFile.Row, _ struck: [(zone: ZoneID, sensors: Set<SensorID>?)],
        _ window: Window
    ) -> EventEdition {
        let name = row["name"]?.text ?? id.name
        let sensors = struck.compactMap(\.sensors)
        return EventEdition(
            id: id, series: row["series"].map { EventSeriesID($0.text) },
            name: Words(nl: name, en: row["name_en"]?.text ?? name), kind: row["kind"]?.text ?? "event",
            zones: struck.map(\.zone), sensors: sensors.isEmpty ? nil : sensors.reduce([]) { $0.union($1) },
            window: window, footprint: Set(places.zones(words("footprint", row)).map(\.id)))
    }

    private func id(_ row: CSVFile.Row) -> EventID? {
        guard let field = row["id"] else { return nil }
        let id = EventID(field.text)
        if id.isSlug { return id }
        findings.tell(
            "\(field.text.quoted) cannot stand in an address", at: field.place, key: "id",
            remedy:
                "Write 1 to 64 of a–z, 0–9 and -, such as \(field.text.slug.isEmpty ? "kermis-2026" : field.text.slug)"
        )
        return nil
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

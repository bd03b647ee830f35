import Barometer
import Footfall

/// Reads which sensor serves which zone, and when.
struct SensorsFile {
    let folder: ConfigurationFolder
    /// `nil` when the zones could not be read, so that none can be wrong.
    let zones: [Plan.Zone]?
    let clock: CityClock
    static let name = "sensors.csv"
    static let columns = ["sensor", "zone", "kind", "factor", "swap", "from", "to", "replaces", "note"]
    private var findings: Findings { folder.findings }

    init(folder: ConfigurationFolder, zones: [Plan.Zone]?, clock: CityClock) {
        self.folder = folder
        self.zones = zones
        self.clock = clock
    }

    func read() -> [Plan.Sensor] {
        guard let text = folder.text(of: Self.name) else { return [] }
        let file = CSVFile(name: Self.name, columns: Self.columns, required: ["sensor", "zone"])
        let rows = file.read(text, findings: findings)
        var known: [SensorID: [Plan.Sensor]] = [:]
        var read: [(row: CSVFile.Row, sensor: Plan.Sensor)] = []
        for row in rows {
            guard let sensor = sensor(row) else { continue }
            if let other = known[sensor.id]?.first(where: { overlap($0, sensor) }) {
                let zone = zones.map { $0[other.zone].id.name } ?? "another zone"
                findings.tell(
                    "\(sensor.id) serves \(zone) at the same time", at: row.place, key: "sensor",
                    remedy: "End one row with to where the other begins with from, or take one out")
            }
            known[sensor.id, default: []].append(sensor)
            read.append((row, sensor))
        }
        let sensors = read.map(\.sensor)
        Replacements(sensors: sensors, zones: zones, findings: findings).check(read)
        if rows.isEmpty, !findings.problems.contains(where: { $0.place.file == Self.name }) {
            findings.tell(
                "there is no sensor", at: .init(file: Self.name), key: "sensor",
                remedy: "Write one row a sensor")
        }
        return sensors
    }

    private func sensor(_ row: CSVFile.Row) -> Plan.Sensor? {
        let factor = factor(row)
        let (from, to) = (time("from", row), time("to", row))
        if let swap = row["swap"], !["true", "false"].contains(swap.text) {
            findings.tell(
                "\(swap.text.quoted) is neither true nor false", at: swap.place, key: "swap",
                remedy: "Write true if in and out are swapped")
        }
        if let from, let to, to <= from {
            findings.tell(
                "to is not after from", at: row["to"]?.place ?? row.place, key: "to",
                remedy: "Write the moment from which it serves no more")
        }
        guard let id = row["sensor"], let zone = zone(row) else { return nil }
        return Plan.Sensor(
            id: SensorID(id.text), zone: zone, factor: factor, from: from, to: to,
            replaces: row["replaces"].map { SensorID($0.text) })
    }

    private func zone(_ row: CSVFile.Row) -> Int? {
        guard let field = row["zone"], let zones else { return nil }
        if let index = zones.firstIndex(where: { $0.id.name == field.text }) { return index }
        findings.tell(
            "there is no zone \(field.text.quoted)", at: field.place, key: "zone",
            remedy: field.text.remedy(among: zones.map(\.id.name)))
        return nil
    }

    private func factor(_ row: CSVFile.Row) -> Double {
        guard let field = row["factor"] else { return 1 }
        guard let factor = Double(field.text), factor.isFinite, factor > 0 else {
            findings.tell(
                "\(field.text.quoted) is no number above 0", at: field.place, key: "factor",
                remedy: "Write 1, or what counts must be divided by")
            return 1
        }
        return factor
    }

    private func time(_ column: String, _ row: CSVFile.Row) -> EventTime? {
        guard let field = row[column] else { return nil }
        guard let time = clock.time(configured: field.text) else {
            findings.tell(
                "\(field.text.quoted) is no moment", at: field.place, key: column,
                remedy: "Write it as 2026-03-14, 2026-03-14T09:00 or 2026-03-14T09:00:00+01:00")
            return nil
        }
        return time
    }

    private func overlap(_ one: Plan.Sensor, _ other: Plan.Sensor) -> Bool {
        func begins(_ sensor: Plan.Sensor, before end: EventTime?) -> Bool {
            guard let from = sensor.from, let end else { return true }
            return from < end
        }
        return begins(one, before: other.to) && begins(other, before: one.to)
    }
}

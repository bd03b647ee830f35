import Barometer
import Footfall

/// Checks which sensors take the place of others, so that each history goes on in one way only.
struct Replacements {
    let sensors: [Plan.Sensor]
    let zones: [Plan.Zone]?
    let findings: Findings

    /// - Parameter rows: in the order of `sensors`.
    func check(_ rows: [(row: CSVFile.Row, sensor: Plan.Sensor)]) {
        var taken: Set<Int> = []
        for (place, (row, sensor)) in rows.enumerated() {
            guard let field = row["replaces"] else { continue }
            guard sensor.from != nil else {
                findings.tell(
                    "nobody says since when it stands in the place of \(field.text)", at: row.place,
                    key: "from",
                    remedy: "Write the moment from which its own counts are there")
                continue
            }
            guard let old = Plan.predecessor(of: place, in: sensors) else {
                tellNoPredecessor(of: sensor, field)
                continue
            }
            if !taken.insert(old).inserted {
                findings.tell(
                    "another sensor replaces \(field.text) already", at: field.place, key: "replaces",
                    remedy: "Let one of them take over, and the other begin anew")
            }
            if let to = sensor.to, let end = sensors[old].to, to <= end {
                findings.tell(
                    "it ends before \(field.text) does, so it never takes over",
                    at: row["to"]?.place ?? row.place, key: "to", remedy: "Correct one of the two")
            }
        }
    }

    private func tellNoPredecessor(of sensor: Plan.Sensor, _ field: CSVFile.Field) {
        let same = sensors.filter { $0.id.name == field.text }
        let (problem, remedy) =
            if same.isEmpty {
                (
                    "there is no sensor \(field.text.quoted)",
                    field.text.remedy(among: Set(sensors.map(\.id.name)).sorted())
                        + "; where its history was taken over already, leave this empty"
                )
            } else if !same.contains(where: { $0.zone == sensor.zone }) {
                (
                    "\(field.text) does not stand in \(zones.map { $0[sensor.zone].id.name } ?? "this zone")",
                    "A sensor takes over the history of its own zone: correct one of the two"
                )
            } else {
                (
                    "\(field.text) does not begin before it",
                    "Correct from, or which of them replaces the other"
                )
            }
        findings.tell(problem, at: field.place, key: "replaces", remedy: remedy)
    }
}

import Barometer
import Footfall
import Foundation
import Sinks

/// Reads the zones of the city from GeoJSON, which is YAML as well.
struct ZonesFile {
    let folder: ConfigurationFolder
    static let name = "zones.geojson"
    var findings: Findings { folder.findings }

    init(folder: ConfigurationFolder) {
        self.folder = folder
    }

    struct Zone {
        let plan: Plan.Zone
        let name: Words
        let location: ZoneDescription.Location?
        let place: Problem.Place
    }

    /// - Returns: `nil` when the file could not be read at all.
    func read() -> [Zone]? {
        guard let root = folder.yaml(Self.name) else { return nil }
        guard case .list(let features) = root["features"]?.content else {
            findings.tell(
                "expected a FeatureCollection with features", at: root.place, key: "features",
                remedy: "Write one feature a zone")
            return nil
        }
        var ids: Set<ZoneID> = []
        let zones = features.enumerated().compactMap { zone($1, path: "features[\($0)].properties", &ids) }
        checkNeighbours(features, among: ids)
        if features.isEmpty {
            findings.tell(
                "there is no zone", at: root.place, key: "features", remedy: "Write one feature a zone")
        }
        return zones
    }

    private func zone(_ feature: Node, path: String, _ ids: inout Set<ZoneID>) -> Zone? {
        guard let properties = feature["properties"], case .scalar(let text) = properties["id"]?.content
        else {
            findings.tell(
                "the zone has no id", at: feature.place, key: "\(path).id",
                remedy: "Write \"properties\": {\"id\": \"old-market\"}")
            return nil
        }
        let (id, place) = (ZoneID(text), properties["id"]?.place ?? feature.place)
        guard id.isSlug else {
            findings.tell(
                "\(text.quoted) is no id", at: place, key: "\(path).id",
                remedy: "Write 1 to 64 of a–z, 0–9 and -, such as old-market")
            return nil
        }
        guard ids.insert(id).inserted else {
            findings.tell(
                "another zone is \(id) already", at: place, key: "\(path).id",
                remedy: "Give each zone an id of its own")
            return nil
        }
        let isPublic = isPublic(properties, path: path)
        let cuts = cuts(properties, path: path) ?? Plan.Zone(id: id).levelCuts
        return Zone(
            plan: Plan.Zone(
                id: id, levelCuts: cuts, isPublic: isPublic, capacity: capacity(properties, path: path),
                neighbours: neighbours(properties, path: path),
                municipality: municipality(properties, path: path)),
            name: name(properties, path: path) ?? Words(nl: text, en: text),
            location: location(of: feature), place: place)
    }

    private func name(_ properties: Node, path: String) -> Words? {
        guard let node = properties["name"] else { return nil }
        switch node.content {
        case .scalar(let text): return text.isEmpty ? nil : Words(nl: text, en: text)
        case .table:
            if case .scalar(let dutch) = node["nl"]?.content, !dutch.isEmpty {
                guard case .scalar(let english) = node["en"]?.content, !english.isEmpty else {
                    return Words(nl: dutch, en: dutch)
                }
                return Words(nl: dutch, en: english)
            }
        case .list: break
        }
        findings.tell(
            "expected a name", at: node.place, key: "\(path).name",
            remedy: "Write a text, or {\"nl\": \"Oude Markt\", \"en\": \"Old Market\"}")
        return nil
    }

    private func cuts(_ properties: Node, path: String) -> [Double]? {
        guard let node = properties["level_cuts"] else { return nil }
        var cuts: [Double] = []
        if case .list(let nodes) = node.content {
            cuts = nodes.compactMap { node in
                guard case .scalar(let text) = node.content, let cut = Double(text), cut.isFinite else {
                    return nil
                }
                return cut
            }
            if cuts.count == 3, nodes.count == 3, 0 < cuts[0], cuts[0] < cuts[1], cuts[1] < cuts[2] {
                return cuts
            }
        }
        findings.tell(
            "expected three rising numbers above 0", at: node.place, key: "\(path).level_cuts",
            remedy: "Write percents of the usual peak, such as [25, 60, 100]")
        return nil
    }

    /// Passers-by an hour.
    private func capacity(_ properties: Node, path: String) -> Double? {
        guard let node = properties["capacity_per_hour"] else { return nil }
        if case .scalar(let text) = node.content, let people = Double(text), people.isFinite, people >= 1 {
            return people
        }
        findings.tell(
            "expected a number from 1 on", at: node.place, key: "\(path).capacity_per_hour",
            remedy: "Write how many passers-by an hour the zone can take, such as 2400")
        return nil
    }

    private func isPublic(_ properties: Node, path: String) -> Bool {
        guard let node = properties["public"] else { return true }
        guard case .scalar(let text) = node.content, ["true", "false"].contains(text) else {
            findings.tell(
                "expected true or false", at: node.place, key: "\(path).public", remedy: "Write true or false"
            )
            return false
        }
        return text == "true"
    }
}

extension Node {
    /// What a table holds under a key.
    subscript(key: String) -> Node? {
        guard case .table(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }
}

extension ConfigurationFolder {
    /// The content of a YAML or JSON file; `nil` after a problem.
    func yaml(_ name: String) -> Node? {
        guard let text = text(of: name) else { return nil }
        do throws(Problem) {
            return try YAMLFile(name: name).read(text) ?? Node(.table([]), at: .init(file: name))
        } catch {
            findings.tell([error])
            return nil
        }
    }
}

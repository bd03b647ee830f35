import Barometer
import Footfall

/// Which zones lie beside each other, and in which town: what an event did around it is told by these.
extension ZonesFile {
    func neighbours(_ properties: Node, path: String) -> Set<ZoneID> {
        guard let node = properties["neighbours"] else { return [] }
        guard case .list(let nodes) = node.content else {
            findings.tell(
                "expected a list of zones", at: node.place, key: "\(path).neighbours",
                remedy: "Write the ids of zones that people walk to, such as [\"station\"]")
            return []
        }
        return Set(
            nodes.compactMap { if case .scalar(let text) = $0.content { ZoneID(text) } else { nil } })
    }

    func municipality(_ properties: Node, path: String) -> String? {
        guard let node = properties["municipality"] else { return nil }
        guard case .scalar(let text) = node.content, (1...64).contains(text.utf8.count) else {
            findings.tell(
                "expected a municipality", at: node.place, key: "\(path).municipality",
                remedy: "Write its NIS code or name, such as 12025")
            return nil
        }
        return text
    }

    /// A neighbour that is not there, or the zone itself, is likely a slip.
    func checkNeighbours(_ features: [Node], among ids: Set<ZoneID>) {
        for (index, feature) in features.enumerated() {
            guard let properties = feature["properties"],
                case .list(let nodes) = properties["neighbours"]?.content
            else { continue }
            for (place, node) in nodes.enumerated() {
                let key = "features[\(index)].properties.neighbours[\(place)]"
                guard case .scalar(let text) = node.content, ids.contains(ZoneID(text)) else {
                    tellOfNoZone(node, key: key, ids)
                    continue
                }
                if case .scalar(text) = properties["id"]?.content {
                    findings.tell(
                        "a zone is no neighbour of its own", at: node.place, key: key, remedy: "Take it out")
                }
            }
        }
    }

    private func tellOfNoZone(_ node: Node, key: String, _ ids: Set<ZoneID>) {
        guard case .scalar(let text) = node.content else {
            return findings.tell(
                "expected the id of a zone", at: node.place, key: key, remedy: "Write a text")
        }
        let nearest = text.nearest(among: ids.map(\.name).sorted())
        findings.tell(
            "there is no zone \(text.quoted)", at: node.place, key: key,
            remedy: nearest.map { "Perhaps \($0) was meant" } ?? "Write the id of a zone of this file")
    }
}

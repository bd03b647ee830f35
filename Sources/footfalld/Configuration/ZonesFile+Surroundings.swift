import Barometer
import Footfall
import Sinks

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

    /// A point, or the middle of the corners of an area; `nil` of anything else.
    func location(of feature: Node) -> ZoneDescription.Location? {
        guard let geometry = feature["geometry"], let coordinates = geometry["coordinates"] else {
            return nil
        }
        var corners = positions(in: coordinates)
        if corners.count > 1, corners.first == corners.last { corners.removeLast() }
        guard !corners.isEmpty else { return nil }
        let sum = corners.reduce((0.0, 0.0)) { ($0.0 + $1.longitude, $0.1 + $1.latitude) }
        let count = Double(corners.count)
        return .init(longitude: sum.0 / count, latitude: sum.1 / count)
    }

    /// Of the first, outer ring.
    private func positions(in node: Node) -> [ZoneDescription.Location] {
        guard case .list(let nodes) = node.content, let first = nodes.first else { return [] }
        guard case .list(let inner) = first.content else { return position(nodes).map { [$0] } ?? [] }
        guard case .list = inner.first?.content else {
            return nodes.compactMap { if case .list(let parts) = $0.content { position(parts) } else { nil } }
        }
        return positions(in: first)
    }

    private func position(_ nodes: [Node]) -> ZoneDescription.Location? {
        let numbers = nodes.compactMap { node -> Double? in
            if case .scalar(let text) = node.content { Double(text) } else { nil }
        }
        guard numbers.count >= 2, abs(numbers[0]) <= 180, abs(numbers[1]) <= 90 else { return nil }
        return .init(longitude: numbers[0], latitude: numbers[1])
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

import Barometer
import Foundation
import Footfall

/// Where zones lie, as drawn in `zones.geojson`; for a sketch, so what cannot be read is left out.
struct ZoneShapes {
    /// Outlines, or single points, in degrees.
    let parts: [ZoneID: [[Point]]]

    struct Point: Hashable {
        /// Degrees, to the east and to the north.
        let longitude: Double
        let latitude: Double
    }

    static let none = ZoneShapes(parts: [:])

    init(parts: [ZoneID: [[Point]]]) {
        self.parts = parts
    }

    /// - Parameter root: a FeatureCollection.
    init(_ root: Node?) {
        guard case .list(let features) = root?["features"]?.content else {
            self = .none
            return
        }
        var parts: [ZoneID: [[Point]]] = [:]
        for feature in features {
            guard case .scalar(let id) = feature["properties"]?["id"]?.content,
                let coordinates = feature["geometry"]?["coordinates"]
            else { continue }
            let found = Self.lines(coordinates)
            if !found.isEmpty { parts[ZoneID(id)] = found }
        }
        self.init(parts: parts)
    }

    /// Lists of positions, however deep they lie.
    private static func lines(_ node: Node) -> [[Point]] {
        if let point = point(node) { return [[point]] }
        guard case .list(let nodes) = node.content else { return [] }
        let points = nodes.compactMap(point)
        return points.count == nodes.count && !points.isEmpty ? [points] : nodes.flatMap(lines)
    }

    private static func point(_ node: Node) -> Point? {
        guard case .list(let nodes) = node.content, nodes.count >= 2 else { return nil }
        let numbers = nodes.prefix(2).compactMap { node -> Double? in
            guard case .scalar(let text) = node.content else { return nil }
            return Double(text).flatMap { $0.isFinite ? $0 : nil }
        }
        guard numbers.count == 2, abs(numbers[0]) <= 180, abs(numbers[1]) < 90 else { return nil }
        return Point(longitude: numbers[0], latitude: numbers[1])
    }
}

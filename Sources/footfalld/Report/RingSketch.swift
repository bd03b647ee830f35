import Barometer
import Foundation

/// Where each zone stands in a sketch: as on the map, or in circles around the event where no map is known.
struct RingSketch {
    static let size = (width: 380.0, height: 250.0)
    private(set) var places: [ZoneID: Place] = [:]
    /// Whether it is a map.
    let isMap: Bool

    struct Place {
        /// The middle, in units of the sketch.
        let x: Double
        let y: Double
        /// Outlines of three points or more.
        let outlines: [[(x: Double, y: Double)]]
    }

    /// - Parameter rings: zones from the event's own outwards.
    init(_ rings: [[ZoneID]], others: [ZoneID], shapes: ZoneShapes) {
        let near = rings.flatMap(\.self)
        isMap = near.allSatisfy { shapes.parts[$0] != nil }
        if isMap {
            layMap(near, others, shapes)
        } else {
            layCircles(rings)
        }
    }

    private mutating func layMap(_ near: [ZoneID], _ others: [ZoneID], _ shapes: ZoneShapes) {
        let points = near.flatMap { shapes.parts[$0]?.flatMap(\.self) ?? [] }
        let (west, east) = (points.map(\.longitude).min() ?? 0, points.map(\.longitude).max() ?? 0)
        let (south, north) = (points.map(\.latitude).min() ?? 0, points.map(\.latitude).max() ?? 0)
        let narrow = cos((south + north) / 2 * .pi / 180)
        // A zone alone gets some ground around it: about 500 m.
        let width = max((east - west) * narrow, 0.005)
        let height = max(north - south, 0.004)
        let scale = min((Self.size.width - 110) / width, (Self.size.height - 90) / height)
        func place(_ point: ZoneShapes.Point) -> (x: Double, y: Double) {
            (
                Self.size.width / 2 + (point.longitude - (west + east) / 2) * narrow * scale,
                Self.size.height / 2 - (point.latitude - (south + north) / 2) * scale
            )
        }
        for zone in near + others {
            guard let parts = shapes.parts[zone] else { continue }
            let drawn = parts.map { $0.map(place) }
            let all = drawn.flatMap(\.self)
            places[zone] = Place(
                x: all.map(\.x).reduce(0, +) / Double(all.count),
                y: all.map(\.y).reduce(0, +) / Double(all.count), outlines: drawn.filter { $0.count > 2 })
        }
    }

    private mutating func layCircles(_ rings: [[ZoneID]]) {
        for (number, zones) in rings.enumerated() {
            let radius = Self.radius(number, alone: rings.first?.count == 1)
            for (index, zone) in zones.enumerated() {
                let angle = 2 * Double.pi * (Double(index) / Double(zones.count) + 0.1 * Double(number))
                places[zone] = Place(
                    x: Self.size.width / 2 + 1.2 * radius * sin(angle),
                    y: Self.size.height / 2 - radius * cos(angle), outlines: [])
            }
        }
    }

    /// - Parameter alone: whether one zone alone stands in the middle.
    static func radius(_ ring: Int, alone: Bool) -> Double {
        ring == 0 ? (alone ? 0 : 22) : 52 * Double(ring)
    }
}

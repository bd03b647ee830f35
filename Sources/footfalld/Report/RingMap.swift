import Barometer

/// A sketch of the zones around an event: where it was busier too, and where people stayed away.
struct RingMap {
    private let rings: [[ZoneID]]
    private let estimates: [ImpactDetail.Estimate?]
    private let sketch: RingSketch
    private let report: Report

    /// - Parameter own: the event's zones that are spoken of.
    init(_ detail: ImpactDetail, own: [ZoneID], in report: Report) {
        rings = [own] + detail.rings.map(\.zones)
        estimates = detail.rings.map(\.estimate)
        let near = Set(rings.flatMap(\.self))
        sketch = RingSketch(
            rings, others: report.names.keys.filter { !near.contains($0) }.sorted(), shapes: report.shapes)
        self.report = report
    }

    func html(label: String) -> HTML {
        """
        <svg class="chart map" viewBox="0 0 380 250" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>\(label)</title>
        \(sketch.isMap ? others : circles)\(signs.map(\.html))\(names)
        </svg>
        """
    }

    private var circles: HTML {
        let marks = rings.indices.dropFirst().map { ring -> HTML in
            let radius = RingSketch.radius(ring, alone: rings[0].count == 1)
            return "<ellipse class=\"circle\" cx=\"190\" cy=\"125\" rx=\"\(1.2 * radius)\" ry=\"\(radius)\"/>"
        }
        return "\(marks)"
    }

    private var others: HTML {
        let near = Set(rings.flatMap(\.self))
        let marks = sketch.places.sorted { $0.key < $1.key }.filter { !near.contains($0.key) }
            .map { _, place -> HTML in
                place.outlines.isEmpty
                    ? "<circle class=\"far\" cx=\"\(place.x)\" cy=\"\(place.y)\" r=\"5\"/>"
                    : "<path class=\"far\" d=\"\(Self.path(place.outlines))\"/>"
            }
        return "\(marks)"
    }

    private var signs: [RingSign] {
        rings.enumerated().flatMap { ring, zones in
            zones.compactMap { zone in
                sketch.places[zone].map {
                    RingSign(
                        kind: ring == 0 ? .own : .init(estimates[ring - 1]), place: $0,
                        outline: Self.path($0.outlines))
                }
            }
        }
    }

    fileprivate static func path(_ outlines: [[(x: Double, y: Double)]]) -> HTML {
        let lines = outlines.map { points -> HTML in "\(CurveChart.path(points))Z" }
        return "\(lines)"
    }

    /// Beside the signs, each where it hides no other; a name without room is in the list below alone.
    private var names: HTML {
        var taken = rings.flatMap(\.self).compactMap { sketch.places[$0] }.map {
            Box(x: $0.x - 12, y: $0.y - 12, width: 24, height: 24)
        }
        var texts: [HTML] = []
        for zone in rings.flatMap(\.self) {
            guard let place = sketch.places[zone] else { continue }
            let name = report.name(zone)
            let width = 6.6 * Double(name.count) + 4
            let spots: [(x: Double, y: Double, anchor: String, left: Double)] = [
                (place.x + 15, place.y + 4, "start", place.x + 15),
                (place.x - 15, place.y + 4, "end", place.x - 15 - width),
                (place.x, place.y - 17, "middle", place.x - width / 2),
                (place.x, place.y + 25, "middle", place.x - width / 2),
            ]
            for spot in spots {
                let box = Box(x: spot.left, y: spot.y - 12, width: width, height: 15)
                guard box.isInside, !taken.contains(where: box.meets) else { continue }
                taken.append(box)
                texts.append(
                    "<text class=\"name\" x=\"\(spot.x)\" y=\"\(spot.y)\" text-anchor=\"\(spot.anchor)\">\(name)</text>"
                )
                break
            }
        }
        return "\(texts)"
    }

    private struct Box {
        let x: Double
        let y: Double
        let width: Double
        let height: Double

        var isInside: Bool { x >= 0 && y >= 0 && x + width <= 380 && y + height <= 250 }

        func meets(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height
                && other.y < y + height
        }
    }
}

/// One zone in the sketch; each kind has a sign of its own, so that no colour is needed.
struct RingSign {
    let kind: Kind
    let place: RingSketch.Place
    let outline: HTML

    enum Kind: String, CaseIterable {
        case own, gained, lost, unclear, withheld

        init(_ estimate: ImpactDetail.Estimate?) {
            switch estimate {
            case nil: self = .withheld
            case let estimate? where estimate.size == .noEffect: self = .unclear
            case let estimate?: self = estimate.uplift.percent > 0 ? .gained : .lost
            }
        }

        var sign: String {
            switch self {
            case .own: "★"
            case .gained: "+"
            case .lost: "−"
            case .unclear: "="
            case .withheld: "?"
            }
        }

        var words: Words {
            switch self {
            case .own: Words(nl: "het evenement", en: "the event")
            case .gained: Words(nl: "ook drukker", en: "busier too")
            case .lost: Words(nl: "rustiger", en: "quieter")
            case .unclear: Words(nl: "geen aantoonbaar verschil", en: "no demonstrable difference")
            case .withheld: Words(nl: "niet getoond", en: "not shown")
            }
        }
    }

    var html: HTML {
        let ground: HTML =
            outline == .nothing ? .nothing : "<path class=\"ground \(kind.rawValue)\" d=\"\(outline)\"/>"
        return """
            \(ground)<circle class="sign \(kind.rawValue)" cx="\(place.x)" cy="\(place.y)" r="11"/>\
            <text class="sign \(kind.rawValue)" x="\(place.x)" y="\(place.y + 5)" text-anchor="middle">\(kind.sign)</text>
            """
    }
}

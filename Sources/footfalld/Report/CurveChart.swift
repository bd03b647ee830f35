import Barometer
import Footfall

/// How a day went, hour by hour: what was measured over what was expected, with room for ordinary ups and downs.
struct CurveChart {
    private let hours: [ImpactPicture.Hour]
    private let event: Window
    private let clock: CityClock
    private let say: ReportLanguage
    private let frame = ChartFrame(width: 640, height: 262, left: 44, right: 12, top: 34, bottom: 30)
    private let top: Int

    /// - Precondition: the picture has a curve.
    init(_ day: ReportEvent.Day, clock: CityClock, language: ReportLanguage) {
        hours = day.picture.curve
        event = day.detail.window
        self.clock = clock
        say = language
        let most = hours.compactMap(\.told).map { max($0.measured.percent, $0.upper.percent) }.max() ?? 0
        top = min(300, max(100, (most + 49) / 50 * 50))
    }

    /// - Parameter label: what a reader who cannot see it hears.
    func html(label: String) -> HTML {
        """
        <svg class="chart" viewBox="0 0 640 262" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>\(label)</title>
        \(window)\(gaps)\(axes)\(bands)\(surplus)\(lines(\.expected, class: "expected"))\(lines(\.measured, class: "measured"))\(dots)
        </svg>
        """
    }

    private var window: HTML {
        let (from, to) = (x(of: event.start), x(of: event.end))
        return """
            <rect class="window" x="\(from)" y="\(frame.top)" width="\(to - from)" height="\(frame.inner)"/>
            <text class="strong" x="\((from + to) / 2)" y="\(frame.top - 10)" text-anchor="middle">\(say("evenement", "event"))</text>
            """
    }

    /// Hatched from top to bottom, so that nothing is taken for zero.
    private var gaps: HTML {
        let marks = stretches { $0.told == nil }.map { gap -> HTML in
            let (from, to) = (edge(gap.lowerBound), edge(gap.upperBound))
            let strokes = stride(from: from - frame.inner, to: to, by: 9).map { start -> HTML in
                "M\(start) \(frame.base)l\(frame.inner) \(-frame.inner)"
            }
            return cut(from, to, "<path class=\"gap\" d=\"\(strokes)\"/>")
        }
        return "\(marks)"
    }

    private var axes: HTML {
        let rows = stride(from: 0, through: top, by: top > 150 ? 100 : 50).map { percent -> HTML in
            """
            <path class="\(percent == 100 ? "hundred" : "grid")" d="M\(frame.left) \(y(percent))H\(frame.end)"/>\
            <text x="\(frame.left - 6)" y="\(y(percent) + 4)" text-anchor="end">\(percent)</text>
            """
        }
        let columns = hours.indices.filter { hour(at: $0).isMultiple(of: 3) }.map { index -> HTML in
            """
            <path class="tick" d="M\(edge(index)) \(frame.base)v5"/>\
            <text x="\(edge(index))" y="\(frame.base + 20)" text-anchor="middle">\(hour(at: index))\(say(" u", ":00"))</text>
            """
        }
        return "\(rows)\(columns)"
    }

    /// Where nine in ten such hours without event lie.
    private var bands: HTML {
        let shapes = stretches { $0.told != nil }.map { stretch -> HTML in
            let upper = points(stretch, \.upper)
            let lower = points(stretch, \.lower).reversed()
            return "<path class=\"band\" d=\"\(Self.path(upper + lower))Z\"/>"
        }
        return "\(shapes)"
    }

    /// The surface between both lines while the event is on.
    private var surplus: HTML {
        let shapes = stretches { $0.told != nil }.map { stretch -> HTML in
            let around = points(stretch, \.measured) + points(stretch, \.expected).reversed()
            return "<path class=\"surplus\" d=\"\(Self.path(around))Z\"/>"
        }
        return cut(x(of: event.start), x(of: event.end), "\(shapes)")
    }

    /// A picture in the picture, so that nothing is drawn before or behind it.
    private func cut(_ from: Double, _ to: Double, _ content: HTML) -> HTML {
        let size: HTML = "\(from) \(frame.top) \(to - from) \(frame.inner)"
        return """
            <svg x="\(from)" y="\(frame.top)" width="\(to - from)" height="\(frame.inner)" viewBox="\(size)">\(content)</svg>
            """
    }

    private func lines(_ height: KeyPath<ImpactPicture.Told, Height>, class name: String) -> HTML {
        let shapes = stretches { $0.told != nil }.map { stretch -> HTML in
            "<path class=\"\(name)\" d=\"\(Self.path(points(stretch, height)))\"/>"
        }
        return "\(shapes)"
    }

    private var dots: HTML {
        let marks = hours.indices.compactMap { index -> HTML? in
            guard let told = hours[index].told else { return nil }
            return
                "<circle class=\"dot\" cx=\"\(middle(index))\" cy=\"\(y(told.measured.percent))\" r=\"3\"/>"
        }
        return "\(marks)"
    }
}

extension CurveChart {
    typealias Point = (x: Double, y: Double)

    private func points(
        _ stretch: Range<Int>, _ height: KeyPath<ImpactPicture.Told, Height>
    ) -> [Point] {
        let points = stretch.compactMap { index in
            hours[index].told.map { (x: middle(index), y: y($0[keyPath: height].percent)) }
        }
        guard points.count == 1, let only = points.first else { return points }
        // An hour alone is as wide as itself.
        return [(edge(stretch.lowerBound), only.y), (edge(stretch.upperBound), only.y)]
    }

    static func path(_ points: [Point]) -> HTML {
        let steps = points.enumerated().map { index, point -> HTML in
            "\(index == 0 ? "M" : "L")\(point.x) \(point.y)"
        }
        return "\(steps)"
    }

    /// Hours in a row for which something holds.
    private func stretches(_ holds: (ImpactPicture.Hour) -> Bool) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for index in hours.indices where holds(hours[index]) {
            if let last = found.last, last.upperBound == index {
                found[found.count - 1] = last.lowerBound..<index + 1
            } else {
                found.append(index..<index + 1)
            }
        }
        return found
    }

    private func hour(at index: Int) -> Int { clock.moment(at: hours[index].start).second / 3600 }

    private func edge(_ index: Int) -> Double {
        frame.left + (frame.end - frame.left) * Double(index) / Double(hours.count)
    }

    private func middle(_ index: Int) -> Double { (edge(index) + edge(index + 1)) / 2 }

    private func x(of time: EventTime) -> Double {
        guard let index = hours.lastIndex(where: { $0.start <= time }) else { return frame.left }
        let part = Double((time - hours[index].start).milliseconds) / 3_600_000
        return edge(index) + (edge(index + 1) - edge(index)) * min(part, 1)
    }

    private func y(_ percent: Int) -> Double {
        frame.base - frame.inner * Double(min(percent, top)) / Double(top)
    }
}

/// The inner part of a chart, in the units of its view box.
struct ChartFrame {
    let left: Double
    let top: Double
    let end: Double
    let base: Double
    var inner: Double { base - top }

    init(width: Double, height: Double, left: Double, right: Double, top: Double, bottom: Double) {
        (self.left, self.top) = (left, top)
        (end, base) = (width - right, height - bottom)
    }
}

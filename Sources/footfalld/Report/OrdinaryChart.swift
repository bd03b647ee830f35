import Barometer
import Foundation

/// How far days without event stray, a brick for each, and where the event stands beside them.
struct OrdinaryChart {
    private let bins: [ImpactPicture.Bin]
    private let estimate: ImpactDetail.Estimate
    private let say: ReportLanguage
    private let frame = ChartFrame(width: 380, height: 222, left: 24, right: 24, top: 66, bottom: 30)
    /// Percent a column.
    private let step: Int
    private let range: Range<Int>

    init(_ bins: [ImpactPicture.Bin], _ estimate: ImpactDetail.Estimate, language: ReportLanguage) {
        (self.bins, self.estimate, say) = (bins, estimate, language)
        let low = min(bins.first?.from.percent ?? 0, estimate.uplift.percent, -20)
        let high = max((bins.last?.from.percent ?? 0) + 10, estimate.uplift.percent + 5, 20)
        step = [10, 20, 50].first { (high - low) / $0 <= 30 } ?? 100
        let size = Double(step)
        let last = Int((Double(high) / size).rounded(.up)) * step
        range = Int((Double(low) / size).rounded(.down)) * step..<last
    }

    func html(label: String) -> HTML {
        """
        <svg class="chart" viewBox="0 0 380 222" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>\(label)</title>
        \(axis)<path class="brick" d="\(bricks)"/>\(marker)
        </svg>
        """
    }

    private var columns: [(from: Int, days: Int)] {
        stride(from: range.lowerBound, to: range.upperBound, by: step).map { from in
            let inside = bins.filter { (from..<from + step).contains($0.from.percent) }
            return (from, inside.map(\.days).reduce(0, +))
        }
    }

    private var bricks: [HTML] {
        let most = columns.map(\.days).max() ?? 1
        let height = min(9, frame.inner / Double(max(most, 1)))
        let joint = height > 4 ? 1.0 : height > 2 ? 0.6 : 0
        return columns.flatMap { column in
            let (left, right) = (x(column.from) + 0.5, x(column.from + step) - 0.5)
            return (0..<column.days).map { row -> HTML in
                let top = frame.base - height * Double(row + 1)
                return "M\(left) \(top)H\(right)v\(height - joint)H\(left)z"
            }
        }
    }

    private var axis: HTML {
        let span = range.upperBound - range.lowerBound
        let gap = [10, 20, 50, 100, 200].first { span / $0 <= 5 } ?? 500
        let first = Int((Double(range.lowerBound) / Double(gap)).rounded(.up)) * gap
        let ticks = stride(from: first, through: range.upperBound, by: gap).map { percent -> HTML in
            let text = say.signed(Uplift(ratio: Double(percent) / 100))
            return """
                <path class="tick" d="M\(x(percent)) \(frame.base)v5"/>\
                <text x="\(x(percent))" y="\(frame.base + 20)" text-anchor="middle">\(text)</text>
                """
        }
        return """
            \(ticks)<path class="axis" d="M\(frame.left) \(frame.base)H\(frame.end)"/>\
            <path class="hundred" d="M\(x(0)) \(frame.base)V\(frame.top - 4)"/>
            """
    }

    /// The event, with the interval in which it probably lies.
    private var marker: HTML {
        let place = x(estimate.uplift.percent)
        let (low, high) = (x(estimate.lower.percent), x(estimate.upper.percent))
        let anchor = place > 250 ? "end" : place < 130 ? "start" : "middle"
        let label = place > 250 ? frame.end : place < 130 ? frame.left : place
        return """
            <path class="reach" d="M\(low) 36v10m0 -5H\(high)m0 -5v10"/>\
            <path class="here" d="M\(place) 41V\(frame.base)"/><circle class="dot" cx="\(place)" cy="41" r="5"/>\
            <text class="strong" x="\(label)" y="22" text-anchor="\(anchor)">\
            \(say("dit evenement", "this event")): \(say.signed(estimate.uplift))</text>
            """
    }

    private func x(_ percent: Int) -> Double {
        let held = min(max(percent, range.lowerBound), range.upperBound)
        return frame.left + (frame.end - frame.left) * Double(held - range.lowerBound)
            / Double(range.upperBound - range.lowerBound)
    }
}

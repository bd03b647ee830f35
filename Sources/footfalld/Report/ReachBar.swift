import Barometer

/// An effect and the interval in which it probably lies, as a dot on a line; all of a table share one scale.
struct ReachBar {
    /// Percent at both ends.
    private let range: ClosedRange<Int>

    init(_ estimates: [ImpactDetail.Estimate]) {
        let low = estimates.map(\.lower.percent).min() ?? 0
        let high = estimates.map(\.upper.percent).max() ?? 0
        range = min(low, -20)...min(max(high, 20), 300)
    }

    /// A picture beside the same in words, so it has no text of its own.
    func html(_ estimate: ImpactDetail.Estimate?) -> HTML {
        let (low, high) = (x(estimate?.lower.percent ?? 0), x(estimate?.upper.percent ?? 0))
        let mark: HTML =
            estimate.map {
                """
                <path class="reach" d="M\(low) 9H\(high)"/>\
                <circle class="\($0.size == .noEffect ? "open" : "dot")" cx="\(x($0.uplift.percent))" cy="9" r="4.5"/>
                """
            } ?? .nothing
        return """
            <svg class="bar" viewBox="0 0 160 18" aria-hidden="true" xmlns="http://www.w3.org/2000/svg">\
            <path class="hundred" d="M\(x(0)) 0v18"/>\(mark)</svg>
            """
    }

    private func x(_ percent: Int) -> Double {
        let held = min(max(percent, range.lowerBound), range.upperBound)
        return 6 + 148 * Double(held - range.lowerBound) / Double(range.upperBound - range.lowerBound)
    }
}

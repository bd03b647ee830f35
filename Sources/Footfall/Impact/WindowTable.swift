internal import Barometer

/// One window of the day for each site that is asked for: on the event's day, and starting on each of the 84 days
/// before it. Filled as it is asked.
struct WindowTable {
    /// Days before the event's day; that itself has the number 84.
    static let span = 84

    let window: LocalWindow
    /// Hours of the window that there are on the event's day.
    let length: Int
    private let history: ImpactHistory
    private let isTold: Bool
    private let first: Int
    private let parts: [(day: Int, hours: Range<Int>)]
    private var rowOfSite: [Int]
    private var cells: [Cell] = []

    /// Sums over the hours that have a count and an expectation, on a day without fault.
    struct Cell {
        var observed = 0.0
        var expected = 0.0
        var present = 0
        /// Whether a known event is on at the site in any of its hours.
        var isStruck = false
        /// The logarithm of counted by expected as a control has it; `nan` where too little is known.
        var control = Double.nan
    }

    /// - Parameter isTold: of the event's day, what is told outside is compared, with its noise.
    init(_ window: LocalWindow, history: ImpactHistory, isTold: Bool) {
        self.window = window
        self.history = history
        self.isTold = isTold && !history.told.isEmpty
        length = window.length(history.plan.clock)
        parts = window.parts
        first = window.date.daysSinceEpoch - Self.span
        rowOfSite = .init(repeating: -1, count: history.sites.zones.count)
    }

    subscript(site: Int, day: Int) -> Cell {
        mutating get {
            if rowOfSite[site] < 0 { fill(site) }
            return cells[rowOfSite[site] + day]
        }
    }

    /// The event's day alone, for sites of which no more is asked.
    func today(_ site: Int) -> Cell { cell(site, Self.span) }

    private mutating func fill(_ site: Int) {
        rowOfSite[site] = cells.count
        for day in 0...Self.span { cells.append(cell(site, day)) }
    }

    private func cell(_ site: Int, _ day: Int) -> Cell {
        var (cell, free) = (Cell(), Cell())
        for part in parts { add(part.hours, site, day, day + part.day, to: &cell, free: &free) }
        let hours = day == Self.span ? length : window.hours.count
        if Double(free.present) > 0.6 * Double(hours), free.expected > 5 {
            cell.control = Statistics.log((free.observed + 0.5) / (free.expected + 0.5))
        }
        return cell
    }

    /// - Parameter free: the same without hours in which an event is on, for a control.
    private func add(
        _ hours: Range<Int>, _ site: Int, _ start: Int, _ day: Int, to cell: inout Cell, free: inout Cell
    ) {
        guard let place = history.cell(site, first + day) else { return }
        let hidden = history.hidden[place]
        let mask = UInt32((UInt64(1) << hours.upperBound) - (UInt64(1) << hours.lowerBound))
        if hidden & mask != 0 { cell.isStruck = true }
        if history.isFault[place], hidden == 0 { return }
        for hour in hours {
            let people =
                isTold && start == Self.span
                ? history.told[24 * place + hour] : history.people[24 * place + hour]
            let expected = history.expected[24 * place + hour]
            guard !people.isNaN, !expected.isNaN else { continue }
            cell.add(people, expected)
            if hidden & 1 << UInt32(hour) == 0 { free.add(people, expected) }
        }
    }
}

extension WindowTable.Cell {
    fileprivate mutating func add(_ people: Float, _ expected: Float) {
        observed += Double(people)
        self.expected += Double(expected)
        present += 1
    }
}

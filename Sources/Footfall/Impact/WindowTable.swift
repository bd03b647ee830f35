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
        cells.reserveCapacity(max(cells.capacity, (Self.span + 1) * rowOfSite.count))
        for day in 0...Self.span { cells.append(cell(site, day)) }
    }

    private func cell(_ site: Int, _ day: Int) -> Cell {
        var (all, free, isStruck) = (Sums(), Sums(), false)
        for part in parts { add(part, site, day, to: &all, free: &free, &isStruck) }
        var cell = Cell(
            observed: all.observed, expected: all.expected, present: all.present, isStruck: isStruck)
        let hours = day == Self.span ? length : window.hours.count
        if Double(free.present) > 0.6 * Double(hours), free.expected > 5 {
            cell.control = Statistics.log((free.observed + 0.5) / (free.expected + 0.5))
        }
        return cell
    }

    /// - Parameter free: the same without hours in which an event is on, for a control.
    private func add(
        _ part: (day: Int, hours: Range<Int>), _ site: Int, _ start: Int, to all: inout Sums,
        free: inout Sums, _ isStruck: inout Bool
    ) {
        guard let place = history.cell(site, first + start + part.day) else { return }
        let hidden = history.hidden[place]
        let now = hidden >> UInt32(part.hours.lowerBound) & (1 << UInt32(part.hours.count) - 1)
        if now != 0 { isStruck = true }
        if hidden == 0, history.isFault[place] { return }
        let hours = 24 * place + part.hours.lowerBound..<24 * place + part.hours.upperBound
        let people = isTold && start == Self.span ? history.told : history.people
        if now == 0, all == free {
            all.add(people, history.expected, hours, hidden: 0)
            free = all
        } else {
            all.add(people, history.expected, hours, hidden: 0)
            free.add(people, history.expected, hours, hidden: now)
        }
    }

    private struct Sums: Equatable {
        var observed = 0.0
        var expected = 0.0
        var present = 0

        /// - Parameter hidden: a bit for each hour that is left out; the lowest is the first.
        mutating func add(_ people: [Float], _ usual: [Float], _ hours: Range<Int>, hidden: UInt32) {
            for hour in hours where hidden >> UInt32(hour - hours.lowerBound) & 1 == 0 {
                let (counted, expected) = (people[hour], usual[hour])
                guard !counted.isNaN, !expected.isNaN else { continue }
                observed += Double(counted)
                self.expected += Double(expected)
                present += 1
            }
        }
    }
}

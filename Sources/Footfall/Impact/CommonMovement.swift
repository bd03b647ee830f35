/// What moved everybody, such as the weather: a shrunken synthetic control (method `dasta-1.0`, section 7.4).
///
/// Made once for a set of controls and of history days; targets that share both share it.
struct CommonMovement: Sendable {
    /// The sites that are compared with.
    let controls: [Int]
    /// Clipped logarithms: for each control one of each history day.
    private let movements: [Double]
    /// The same for each history day, times its weight.
    private let weighted: [Double]
    /// Their sum for each history day, without weight.
    private let sums: [Double]
    /// The same on the event's day.
    let today: [Double]
    private let solver: Cholesky?

    /// How a target moves with its controls.
    struct Adjustment: Sendable {
        var ofHistory: [Double]
        var ofDay = 0.0
        var beta: [Double] = []

        /// Summed in order, so that it is the same everywhere.
        var sumOfBeta: Double { beta.reduce(0, +) }
    }

    /// - Parameters:
    ///   - candidates: the first that are known on the event's day and on more than 70 % of the others are taken.
    ///   - limit: takes no more than that.
    init(
        _ candidates: [Int], days: [Int], weights: [Double], limit: Int, table: inout WindowTable
    ) {
        var (controls, columns, today): ([Int], [[Double]], [Double]) = ([], [], [])
        for site in candidates where controls.count < limit {
            let now = table[site, WindowTable.span].control
            guard !now.isNaN else { continue }
            let column = days.map { table[site, $0].control }
            guard 10 * column.count(where: { !$0.isNaN }) > 7 * days.count else { continue }
            controls.append(site)
            columns.append(column.map { $0.isNaN ? 0 : Statistics.clip($0, -0.5, 0.5) })
            today.append(Statistics.clip(now, -1, 1))
        }
        self.controls = controls
        self.today = today
        movements = Array(columns.joined())
        let rows = days.indices.flatMap { day in columns.map { $0[day] } }
        let size = controls.count
        sums = days.indices.map { day in rows[day * size..<(day + 1) * size].reduce(0, +) }
        weighted = rows.indices.map { weights[$0 / size] * rows[$0] }
        solver = Self.solver(rows, weighted, size: size)
    }

    /// Of the weighted squares of the movements, held back by one and a half times their mean.
    private static func solver(_ rows: [Double], _ weighted: [Double], size: Int) -> Cholesky? {
        guard size > 0 else { return nil }
        var squares = [Double](repeating: 0, count: size * size)
        for start in stride(from: 0, to: rows.count, by: size) {
            for row in 0..<size {
                let factor = weighted[start + row]
                for column in 0...row { squares[row * size + column] += factor * rows[start + column] }
            }
        }
        let trace = (0..<size).reduce(0) { $0 + squares[$1 * size + $1] }
        for row in 0..<size { squares[row * size + row] += 1.5 * trace / Double(size) }
        return Cholesky(squares, size: size)
    }

    /// - Parameter ratios: the target's logarithms on the history days.
    func adjustment(for ratios: [Double]) -> Adjustment {
        let size = controls.count
        guard size > 0 else { return Adjustment(ofHistory: .init(repeating: 0, count: ratios.count)) }
        let prior = 0.8 / Double(size)
        var right = [Double](repeating: 0, count: size)
        for day in ratios.indices {
            let (start, rest) = (day * size, Statistics.clip(ratios[day], -0.4, 0.4) - prior * sums[day])
            for control in 0..<size { right[control] += weighted[start + control] * rest }
        }
        let beta = (solver?.solve(right) ?? right.map { _ in 0 }).map { prior + $0 }
        var ofHistory = [Double](repeating: 0, count: ratios.count)
        for control in 0..<size {
            let (start, part) = (control * ratios.count, beta[control])
            for day in ofHistory.indices { ofHistory[day] += movements[start + day] * part }
        }
        let ofDay = zip(today, beta).reduce(0) { $0 + $1.0 * $1.1 }
        return clipped(Adjustment(ofHistory: ofHistory, ofDay: ofDay, beta: beta))
    }

    /// A fall of all is believed up to three ordinary movements; a rise up to one, as it may be the event's own.
    private func clipped(_ adjustment: Adjustment) -> Adjustment {
        let scale = max(0.02, 1.4826 * (Statistics.median(adjustment.ofHistory.map(abs)) ?? 0))
        func clip(_ x: Double) -> Double { Statistics.clip(x, -3 * scale, scale) }
        return Adjustment(
            ofHistory: adjustment.ofHistory.map(clip), ofDay: clip(adjustment.ofDay), beta: adjustment.beta)
    }
}

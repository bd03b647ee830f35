/// Which of many findings can be believed when one in ten of them may be chance (Benjamini and Hochberg 1995).
enum FalseDiscovery {
    /// - Returns: for each chance whether it is selected.
    static func selected(_ chances: [Double], rate: Double = 0.1) -> [Bool] {
        let sorted = chances.sorted()
        let last = sorted.indices.last {
            sorted[$0] <= rate * Double($0 + 1) / Double(sorted.count)
        }
        guard let last else { return chances.map { _ in false } }
        return chances.map { $0 <= sorted[last] }
    }
}

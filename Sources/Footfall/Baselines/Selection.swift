/// Finds what stands at a rank without putting all in order.
enum Selection {
    /// A number that counts as much as its weight says.
    struct Weighted {
        let value: Double
        /// Above 0.
        let weight: Double
    }

    /// Puts at `rank` what would stand there in rising order, nothing larger before it and nothing smaller after it.
    static func place(_ rank: Int, of values: inout [Double]) {
        var (low, high) = (0, values.count - 1)
        while low < high {
            let (left, right) = part(&values, low, high, at: values[rank])
            if left < rank { low = right }
            if rank < right { high = left }
        }
    }

    /// The smallest value that has the weight together with all that are smaller; `nan` when all have less.
    static func value(reaching weight: Double, of values: inout [Weighted]) -> Double {
        var (low, high, before) = (0, values.count, 0.0)
        while low < high {
            values.swapAt(low, middle(values, low, high))
            let pivot = values[low]
            let (above, smaller) = part(&values, low + 1, high, below: pivot.value)
            if before + smaller >= weight {
                (low, high) = (low + 1, above)
                continue
            }
            before += smaller + pivot.weight
            if before >= weight { return pivot.value }
            low = above
        }
        return .nan
    }

    /// Which of the first, the last and the one between them lies between the others.
    private static func middle(_ values: [Weighted], _ low: Int, _ high: Int) -> Int {
        let center = (low + high) / 2
        let (first, between, last) = (values[low].value, values[center].value, values[high - 1].value)
        if (first < between) == (between < last) { return center }
        return (between < first) == (first < last) ? low : high - 1
    }

    /// Puts what is below the pivot first (Lomuto), without a branch that depends on the values.
    ///
    /// - Returns: the first place of the others, and the weight of those below.
    private static func part(
        _ values: inout [Weighted], _ low: Int, _ high: Int, below pivot: Double
    ) -> (above: Int, weight: Double) {
        var (above, weight) = (low, 0.0)
        for index in low..<high {
            let item = values[index]
            let isBelow = item.value < pivot
            values[index] = values[above]
            values[above] = item
            above += isBelow ? 1 : 0
            weight += isBelow ? item.weight : 0
        }
        return (above, weight)
    }

    /// Puts what is not above the pivot first (Hoare 1961).
    ///
    /// - Parameter pivot: one of the values between `low` and `high`.
    /// - Returns: the last place of these, and the first of those not below it; what lies between equals it.
    private static func part(
        _ values: inout [Double], _ low: Int, _ high: Int, at pivot: Double
    ) -> (left: Int, right: Int) {
        var (left, right) = (high, low)
        while right <= left {
            while values[right] < pivot { right += 1 }
            while pivot < values[left] { left -= 1 }
            if right <= left {
                values.swapAt(right, left)
                right += 1
                left -= 1
            }
        }
        return (left, right)
    }
}

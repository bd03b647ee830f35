/// A set of Unicode scalars.
struct RegexSet: Hashable, Sendable {
    /// Sorted, apart from each other.
    private(set) var ranges: [ClosedRange<UInt32>] = []
    /// Those below 128, a bit each.
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0

    static let last: UInt32 = 0x10FFFF
    static let digits = RegexSet([48...57])
    static let words = RegexSet([48...57, 65...90, 95...95, 97...122])
    static let spaces = RegexSet([9...10, 12...13, 32...32])
    static let newline = RegexSet([10...10])
    static let everything = RegexSet([0...last])

    init(_ ranges: [ClosedRange<UInt32>]) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(range) }
        for scalar in UInt32(0)..<128 where self.ranges.contains(where: { $0.contains(scalar) }) {
            if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar - 64) }
        }
    }

    private mutating func append(_ range: ClosedRange<UInt32>) {
        if let before = ranges.last,
            before.upperBound >= range.lowerBound || before.upperBound + 1 == range.lowerBound
        {
            ranges[ranges.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
        } else {
            ranges.append(range)
        }
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low >> UInt64(scalar) & 1 != 0 }
        if scalar < 128 { return high >> UInt64(scalar - 64) & 1 != 0 }
        for range in ranges where range.contains(scalar) { return true }
        return false
    }

    var inverted: RegexSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { gaps.append(next...Self.last) }
        return RegexSet(gaps)
    }

    /// With the other case of each letter; of ranges that are longer than 1,000 only of the ASCII letters.
    var folded: RegexSet {
        var all = ranges
        for range in ranges {
            let isShort = range.count <= 1_000
            for scalar in range where isShort || scalar < 128 {
                all += Self.cases(of: scalar).map { $0...$0 }
                if !isShort, scalar == 127 { break }
            }
        }
        return RegexSet(all)
    }

    private static func cases(of value: UInt32) -> [UInt32] {
        guard let scalar = Unicode.Scalar(value) else { return [] }
        let texts = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
        return texts.compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first?.value : nil }
    }
}

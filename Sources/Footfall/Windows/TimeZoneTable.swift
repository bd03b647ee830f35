/// What a file of the time zone database says (RFC 8536).
struct TimeZoneTable {
    private(set) var transitions: [Int64] = []
    private(set) var offsets: [Int64] = []
    private(set) var firstOffset: Int64 = 0
    /// `nil`: the last offset holds.
    private(set) var rule: ClockRule?
    private let file: [UInt8]

    /// - Returns: `nil` when the bytes are no such file of version 2 or later.
    init?(_ file: [UInt8]) {
        self.file = file
        // Header counts: UT indicators, standard indicators, leap seconds, transitions, types, letters.
        guard let old = counts(0), file[4] >= UInt8(ascii: "2") else { return nil }
        let second = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
        guard let new = counts(second) else { return nil }
        let (times, kinds) = (second + 44, second + 44 + new[3] * 8)
        let types = kinds + new[3]
        guard types + new[4] * 6 <= file.count, new[4] > 0, let first = word(types) else { return nil }
        firstOffset = first
        for index in 0..<new[3] {
            guard let time = long(times + 8 * index), let offset = word(types + 6 * Int(file[kinds + index]))
            else { return nil }
            transitions.append(time)
            offsets.append(offset)
        }
        guard takeRule(types + new[4] * 6 + new[5] + new[2] * 12 + new[1] + new[0]) else { return nil }
    }

    /// The footer: a rule between two line ends, which may be empty.
    private mutating func takeRule(_ start: Int) -> Bool {
        guard start < file.count, file[start] == UInt8(ascii: "\n"),
            let end = file[(start + 1)...].firstIndex(of: UInt8(ascii: "\n"))
        else { return false }
        if end == start + 1 { return true }
        rule = ClockRule(file.span.extracting(start + 1..<end))
        return rule != nil
    }

    private func counts(_ header: Int) -> [Int]? {
        guard header + 44 <= file.count, Array(file[header..<header + 4]) == Array("TZif".utf8) else {
            return nil
        }
        let values = (0..<6).compactMap { word(header + 20 + 4 * $0).map(Int.init) }
        return values.count == 6 && values.allSatisfy { (0...100_000).contains($0) } ? values : nil
    }

    private func word(_ at: Int) -> Int64? {
        guard at >= 0, at + 4 <= file.count else { return nil }
        return Int64(Int32(bitPattern: file[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }))
    }

    private func long(_ at: Int) -> Int64? {
        guard at >= 0, at + 8 <= file.count else { return nil }
        return Int64(bitPattern: file[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) })
    }
}

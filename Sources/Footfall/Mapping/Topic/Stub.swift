struct Regex: Sendable {
    init(_ text: String) throws(Mistake) {}
    func matchesWhole(_ text: Span<UInt8>, in memory: inout RegexMemory) -> Bool { false }
    func capturesWhole(_ text: Span<UInt8>, in memory: inout RegexMemory) -> Bool { false }
}

struct RegexMemory: Sendable {
    var groups: [Range<Int>?] = []
}

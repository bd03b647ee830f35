/// A regular expression that takes time in proportion to the text, whatever the pattern.
///
/// The syntax is RE2's: no look-around and no back references. `\d`, `\w`, `\s` and `\b` speak of ASCII, `$` is the
/// very end of the text. Of several matches the leftmost counts, and there the alternative that is written first.
struct Regex: Sendable {
    let text: String
    private let program: RegexProgram

    init(_ text: String) throws(Mistake) {
        var parser = RegexParser(text)
        let tree = try parser.parse()
        self.text = text
        program = try RegexCompiler.compile(tree, groups: parser.groups)
    }

    /// How many groups it captures, without the whole.
    var groups: Int { program.groups }

    /// Looks anywhere in the text.
    func matches(_ text: Span<UInt8>, in memory: inout RegexMemory) -> Bool {
        run(text, isWhole: false, keepsGroups: false, &memory)
    }

    /// The match must be the whole text.
    func matchesWhole(_ text: Span<UInt8>, in memory: inout RegexMemory) -> Bool {
        run(text, isWhole: true, keepsGroups: false, &memory)
    }

    /// Leaves the leftmost match and its groups in `memory.groups`.
    func captures(_ text: Span<UInt8>, in memory: inout RegexMemory) -> Bool {
        run(text, isWhole: false, keepsGroups: true, &memory)
    }

    /// As `captures`, for a match that is the whole text.
    func capturesWhole(_ text: Span<UInt8>, in memory: inout RegexMemory) -> Bool {
        run(text, isWhole: true, keepsGroups: true, &memory)
    }

    private func run(
        _ text: Span<UInt8>, isWhole: Bool, keepsGroups: Bool, _ memory: inout RegexMemory
    ) -> Bool {
        let slots = keepsGroups ? 2 * (program.groups + 1) : 0
        let machine = RegexMachine(program: program, isWhole: isWhole, slots: slots)
        let isFound = machine.run(text, &memory)
        if keepsGroups { memory.takeGroups(slots, isFound: isFound) }
        return isFound
    }
}

/// A text that cannot be used, with the place and what should have been there.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// From 1.
    public let line: Int
    /// What should have been there, with an example where that helps.
    public let expected: String
    /// `nil` at the end of the line.
    public let found: String?

    public init(file: String, line: Int, expected: String, found: String?) {
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
    }

    public var description: String {
        let there = found.map { "found '\($0)'" } ?? "the line ends here"
        return "\(file):\(line): expected \(expected), \(there)"
    }
}

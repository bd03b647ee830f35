/// One mistake in a configuration, told with its place and the way out.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    public let place: Place
    /// The key with its parents, such as `windows.slot`.
    public let key: String
    public let problem: String
    public let remedy: String
    /// A warning does not stop the daemon.
    public let isWarning: Bool

    public init(at place: Place, key: String, problem: String, remedy: String, isWarning: Bool = false) {
        self.place = place
        self.key = key
        self.problem = problem
        self.remedy = remedy
        self.isWarning = isWarning
    }

    /// Where in the configuration: line and column count from 1; 0 is the file as a whole.
    public struct Place: Hashable, Comparable, Sendable, CustomStringConvertible {
        public let file: String
        public let line: Int
        public let column: Int

        public init(file: String, line: Int = 0, column: Int = 0) {
            self.file = file
            self.line = line
            self.column = column
        }

        public var description: String {
            line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
        }

        public static func < (left: Place, right: Place) -> Bool {
            (left.file, left.line, left.column) < (right.file, right.line, right.column)
        }
    }

    public var description: String {
        "\(place): \(isWarning ? "warning: " : "")\(key): \(problem). \(remedy)\(remedy.hasSuffix("?") ? "" : ".")"
    }
}

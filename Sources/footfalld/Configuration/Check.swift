import Footfall
import Foundation

/// Problems of a configuration as text for people or programs.
enum Check {
    /// Sorted by place. As text a problem a line, the last line counts them; as JSON a list.
    static func report(_ problems: [Problem], json: Bool) -> String {
        let sorted = problems.sorted { ($0.place, $0.key, $0.problem) < ($1.place, $1.key, $1.problem) }
        return json
            ? list(sorted) : (sorted.map(\.description) + [summary(sorted)]).joined(separator: "\n") + "\n"
    }

    private static func summary(_ problems: [Problem]) -> String {
        func count(_ number: Int, _ word: String) -> String {
            "\(number == 0 ? "no" : "\(number)") \(word)\(number == 1 ? "" : "s")"
        }
        let warnings = problems.count { $0.isWarning }
        return "\(count(problems.count - warnings, "problem")), \(count(warnings, "warning"))"
    }

    private static func list(_ problems: [Problem]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try? encoder.encode(problems.map(Entry.init))
        return String(decoding: data ?? Data("[]".utf8), as: UTF8.self) + "\n"
    }

    private struct Entry: Encodable {
        let file: String
        let line: Int
        let column: Int
        let key: String
        let problem: String
        let remedy: String
        let warning: Bool

        init(_ problem: Problem) {
            (file, line, column) = (problem.place.file, problem.place.line, problem.place.column)
            (key, self.problem, remedy) = (problem.key, problem.problem, problem.remedy)
            warning = problem.isWarning
        }
    }
}

import Foundation

/// The rows of a CSV file without quotes; each is its cells in the order of the heading.
struct Table {
    let columns: [Substring]
    let rows: [[Substring]]

    init(path: String) throws {
        self.init(text: try String(contentsOfFile: path, encoding: .utf8))
    }

    init(text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        columns = lines.first.map(Self.cells) ?? []
        rows = lines.dropFirst().map(Self.cells)
    }

    private static func cells(_ line: Substring) -> [Substring] {
        line.split(separator: ",", omittingEmptySubsequences: false)
    }
}

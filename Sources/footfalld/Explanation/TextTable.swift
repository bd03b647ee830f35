/// Columns of text; numbers stand to the right.
struct TextTable {
    private var rows: [[String]]
    private let hasHeader: Bool
    private let textual: Set<Int>

    /// - Parameter textual: columns that stand to the left beside the first.
    init(_ header: [String] = [], textual: Set<Int> = []) {
        rows = header.isEmpty ? [] : [header]
        hasHeader = !header.isEmpty
        self.textual = textual
    }

    /// Whether it has nothing but a header.
    var isEmpty: Bool { rows.count == (hasHeader ? 1 : 0) }

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// Indented by two.
    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let isNumeric = (0..<columns).map { column in
            column > 0 && !textual.contains(column) && (hasHeader || column == 1)
        }
        return rows.map { row in
            let cells = row.indices.map { column in
                let pad = String(repeating: " ", count: widths[column] - row[column].count)
                return isNumeric[column] ? pad + row[column] : row[column] + pad
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

extension String {
    /// Lines of at most so many characters, broken between words.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

import Footfall

/// A table of comma-separated values after RFC 4180, with a header; empty lines and lines after `#` are passed over.
struct CSVFile {
    let name: String
    let columns: [String]
    let required: [String]

    struct Field {
        var text: String
        var place: Problem.Place
    }

    /// One line with the values of the columns; an empty value is none.
    struct Row {
        let place: Problem.Place
        fileprivate let fields: [String: Field]

        subscript(column: String) -> Field? {
            fields[column].flatMap { $0.text.isEmpty ? nil : $0 }
        }
    }

    func read(_ text: String, findings: Findings) -> [Row] {
        var lines = split(text, findings: findings)
        guard !lines.isEmpty else {
            findings.tell(
                "the file is empty", at: .init(file: name), key: "header",
                remedy: "Begin with \(columns.joined(separator: ","))")
            return []
        }
        let header = lines.removeFirst()
        guard accepts(header, findings: findings) else { return [] }
        return lines.compactMap { fields in
            if fields.count > header.count {
                findings.tell(
                    "\(fields.count) values for \(header.count) columns", at: fields[header.count].place,
                    key: "row", remedy: "Put values with a comma in double quotes")
                return nil
            }
            let pairs = zip(header, fields).map { ($0.text, $1) }
            let row = Row(place: fields[0].place, fields: Dictionary(pairs) { first, _ in first })
            let missing = required.filter { row[$0] == nil }
            for column in missing {
                findings.tell(
                    "no value", at: row.place, key: column, remedy: "Write the \(column) of this row")
            }
            return missing.isEmpty ? row : nil
        }
    }

    private func accepts(_ header: [Field], findings: Findings) -> Bool {
        let names = header.map(\.text)
        if names.count == 1, names[0].contains(";") {
            findings.tell(
                "the columns are separated by semicolons", at: header[0].place, key: "header",
                remedy: "Separate them by commas")
            return false
        }
        for (index, field) in header.enumerated() {
            if !columns.contains(field.text) {
                findings.tell(
                    "unknown column", at: field.place, key: field.text,
                    remedy: field.text.remedy(among: columns))
            } else if names[..<index].contains(field.text) {
                findings.tell(
                    "the column is there twice", at: field.place, key: field.text, remedy: "Keep one")
            }
        }
        let missing = required.filter { !names.contains($0) }
        for column in missing {
            findings.tell(
                "the column is missing", at: header[0].place, key: column,
                remedy: "Begin with \(columns.joined(separator: ","))")
        }
        return missing.isEmpty
    }

    /// Fields of each line that has any.
    private func split(_ text: String, findings: Findings) -> [[Field]] {
        var scanner = Scanner(file: name)
        for character in text { scanner.take(character) }
        if let place = scanner.end() {
            findings.tell(
                "a quote is never closed", at: place, key: "row", remedy: "Close it with a double quote")
        }
        return scanner.lines.filter { line in
            !(line.count == 1 && line[0].text.isEmpty) && !line[0].text.hasPrefix("#")
        }
    }

    private struct Scanner {
        let file: String
        var lines: [[Field]] = []
        private var (line, column) = (1, 1)
        private var row: [Field] = []
        private var field: Field
        /// In quotes; after a quote inside quotes, which may be their end or half of a quote.
        private var (isQuoted, wasQuote) = (false, false)

        init(file: String) {
            self.file = file
            field = Field(text: "", place: .init(file: file, line: 1, column: 1))
        }

        mutating func take(_ character: Character) {
            if isQuoted, !wasQuote {
                if character == "\"" { wasQuote = true } else { field.text.append(character) }
            } else if isQuoted, character == "\"" {
                field.text.append(character)
                wasQuote = false
            } else if character == "\"", field.text.isEmpty, !isQuoted {
                isQuoted = true
            } else if character == "," || character.isNewline {
                endField()
            } else {
                field.text.append(character)
            }
            let endsField = !(isQuoted && !wasQuote) && (character == "," || character.isNewline)
            if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
            if endsField {
                if character.isNewline {
                    lines.append(row)
                    row = []
                }
                field = Field(text: "", place: .init(file: file, line: line, column: column))
            }
        }

        private mutating func endField() {
            field.text = isQuoted ? field.text : field.text.trimmed
            row.append(field)
            (isQuoted, wasQuote) = (false, false)
        }

        /// - Returns: where a quote begins that is never closed.
        mutating func end() -> Problem.Place? {
            let open = isQuoted && !wasQuote ? field.place : nil
            endField()
            lines.append(row)
            return open
        }
    }
}

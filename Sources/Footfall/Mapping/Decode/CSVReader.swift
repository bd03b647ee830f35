/// Rows of separated values: a list of tables by column name, or of lists. All values are texts.
struct CSVReader: Sendable {
    enum Header: Hashable, Sendable {
        case firstRow
        case none
        case names([String])
    }

    var separator = UInt8(ascii: ",")
    /// Between rows; a line feed also stands for CR LF.
    var rows = UInt8(ascii: "\n")
    /// `nil` when quotes mean nothing.
    var quote: UInt8? = UInt8(ascii: "\"")
    var header = Header.firstRow
    var skipLines = 0
    /// Rows may be shorter or longer than the header.
    var ragged = Ragged.refuse

    /// What becomes of a row with another number of cells than there are columns.
    enum Ragged: String, CaseIterable, Sendable {
        case refuse
        /// What is too short has absent cells; what is too long is refused.
        case short
        case allow

        func allows(_ cells: Int, of columns: Int) -> Bool {
            cells == columns || self == .allow || self == .short && cells < columns
        }
    }

    func decode(_ source: Span<UInt8>, at base: Int, into workspace: inout Workspace) throws(Refusal) -> Value
    {
        let body = try source.utf8Body()
        var walk = Walk(position: body.lowerBound, base: base)
        for _ in 0..<skipLines { walk.skipLine(self, source) }
        let columns = try columns(&walk, source, &workspace)
        let start = workspace.document.nodes.count
        while try walk.row(self, source, &workspace) {
            try workspace.spend(1 + walk.cells.count / 8)
            try add(walk.cells, columns, &workspace)
        }
        return Value(list: start..<workspace.document.nodes.count)
    }

    /// Where the names of the columns stand; `nil` without names.
    private func columns(
        _ walk: inout Walk, _ source: Span<UInt8>, _ workspace: inout Workspace
    ) throws(Refusal) -> [Range<Int>]? {
        switch header {
        case .none: return nil
        case .names(let names): return names.map { workspace.document.append($0) }
        case .firstRow:
            guard try walk.row(self, source, &workspace) else {
                throw .undecodable("is CSV without a header")
            }
            return walk.cells.map { workspace.document.bytes.span.trimmed($0) }
        }
    }

    private func add(
        _ cells: [Range<Int>], _ columns: [Range<Int>]?, _ workspace: inout Workspace
    ) throws(Refusal) {
        try workspace.admit(nodes: cells.count + 1)
        let row = workspace.document.open()
        guard let columns else {
            for cell in cells { workspace.document.add(Value(text: cell)) }
            return workspace.document.close(row, Value(list: row + 1..<workspace.document.nodes.count))
        }
        guard ragged.allows(cells.count, of: columns.count) else {
            throw .undecodable("has a CSV row with another number of columns than the header")
        }
        for (cell, name) in zip(cells, columns) { workspace.document.add(Value(text: cell), named: name) }
        workspace.document.close(row, Value(table: row + 1..<workspace.document.nodes.count))
    }
}

extension CSVReader {
    /// Goes from row to row.
    struct Walk {
        var position: Int
        let base: Int
        /// Of the last row, in the arena.
        var cells: [Range<Int>] = []

        mutating func skipLine(_ format: CSVReader, _ source: Span<UInt8>) {
            while position < source.count, source[position] != format.rows { position += 1 }
            position = min(position + 1, source.count)
        }

        /// Reads the next row that is not empty; false after the last.
        mutating func row(
            _ format: CSVReader, _ source: Span<UInt8>, _ workspace: inout Workspace
        ) throws(Refusal) -> Bool {
            while position < source.count, length(ofEnd: position, format, source) > 0 {
                position += length(ofEnd: position, format, source)
            }
            guard position < source.count else { return false }
            cells.removeAll(keepingCapacity: true)
            while true {
                let isQuoted = position < source.count && source[position] == format.quote
                cells.append(
                    isQuoted
                        ? try quoted(format, source, &workspace)
                        : plain(format, source))
                guard position < source.count, source[position] == format.separator else { break }
                position += 1
            }
            let end = length(ofEnd: position, format, source)
            guard end > 0 || position == source.count else {
                throw .undecodable("has a CSV cell that goes on after its quote")
            }
            position += end
            return true
        }

        /// The bytes of the row's end here; 0 if it is none.
        private func length(ofEnd place: Int, _ format: CSVReader, _ source: Span<UInt8>) -> Int {
            guard place < source.count else { return 0 }
            if source[place] == format.rows { return 1 }
            let isLine = format.rows == UInt8(ascii: "\n")
            return isLine && source.has([0x0D, 0x0A], at: place) ? 2 : 0
        }

        private mutating func plain(_ format: CSVReader, _ source: Span<UInt8>) -> Range<Int> {
            let start = position
            while position < source.count, source[position] != format.separator,
                length(ofEnd: position, format, source) == 0
            {
                position += 1
            }
            return (start..<position).moved(by: base)
        }

        /// With each doubled quote as one.
        private mutating func quoted(
            _ format: CSVReader, _ source: Span<UInt8>, _ workspace: inout Workspace
        ) throws(Refusal) -> Range<Int> {
            position += 1
            let start = workspace.document.bytes.count
            while position < source.count {
                if source[position] == format.quote {
                    position += 1
                    guard position < source.count, source[position] == format.quote else {
                        try workspace.admit(bytes: 0)
                        return start..<workspace.document.bytes.count
                    }
                }
                workspace.document.bytes.append(source[position])
                position += 1
            }
            throw .undecodable("has a CSV cell without its closing quote")
        }
    }
}

/// What becomes of one row of a day's table.
struct DayChange: Comparable {
    /// As `IndicatorTable.key` writes it.
    let key: [UInt8]
    /// What is there in a higher version stays.
    let version: Int
    /// With its line end; `nil` when the row is to go.
    let row: [UInt8]?

    static func < (left: DayChange, right: DayChange) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }
}

/// A day's table, whose rows are ordered by their key.
enum DayTable {
    /// Copies a table with its changes, row by row, so that its size does not matter.
    ///
    /// - Parameter changes: by key, each key once.
    /// - Parameter old: `nil` begins a table.
    /// - Parameter name: for messages.
    /// - Returns: whether anything is different.
    static func merge(
        _ changes: [DayChange], into old: LineReader?, writing new: FreshFile, name: String
    ) throws -> Bool {
        let header = Array(IndicatorTable.header.utf8)
        if let old, try old.next().map({ Array($0) }) != header { throw ForeignTable(path: name) }
        try new.write(header)
        var changes = changes[...]
        var isDifferent = false
        /// Puts in what comes before a row of the old table, or before its end.
        func insert(before known: DayRow?) throws {
            while let change = changes.first,
                known.map({ change.key.lexicographicallyPrecedes($0.key) }) ?? true
            {
                changes.removeFirst()
                guard let row = change.row else { continue }
                try new.write(row)
                isDifferent = true
            }
        }
        while let line = try old?.next() {
            guard let known = DayRow(line) else { throw ForeignTable(path: name) }
            try insert(before: known)
            guard let change = changes.first, known.key.elementsEqual(change.key) else {
                try new.write(line)
                continue
            }
            changes.removeFirst()
            guard change.version > known.version else {
                try new.write(line)
                continue
            }
            try new.write(change.row ?? [])
            isDifferent = true
        }
        try insert(before: nil)
        return isDifferent
    }
}

/// A row as it stands in a table.
struct DayRow {
    let key: ArraySlice<UInt8>
    let version: Int

    /// - Returns: `nil` for a line that is no row of ours.
    init?(_ line: ArraySlice<UInt8>) {
        let comma = UInt8(ascii: ",")
        var (commas, isQuoted, end) = (0, false, line.startIndex)
        while end < line.endIndex {
            if line[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if line[end] == comma, !isQuoted {
                commas += 1
                if commas == IndicatorColumn.keyCount { break }
            }
            end += 1
        }
        guard end < line.endIndex, line.suffix(2).elementsEqual("\r\n".utf8),
            let last = line.lastIndex(of: comma),
            let version = Int(String(decoding: line[(last + 1)...].dropLast(2), as: UTF8.self))
        else { return nil }
        key = line[..<end]
        self.version = version
    }
}

/// A file that no release of ours has written, or a later one.
struct ForeignTable: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is no table of this release" }
}

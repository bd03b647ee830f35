/// Real counts of a city, as its open data gives them: a row an interval, a column a sensor.
public struct RecordedSeries: Sendable {
    /// One interval of all sensors.
    public struct Row: Sendable {
        public let start: Moment
        /// The start as the file writes it, with its offset, to the second.
        public let writtenStart: String
        /// One a sensor, `nil` where the file has none.
        public let counts: [Int?]
    }

    /// Column names, such as `m01`.
    public let sensors: [String]
    /// The length of every interval: the shortest step between two rows.
    public let seconds: Int
    /// In order of time; an interval may be missing.
    public let rows: [Row]

    /// - Parameters:
    ///   - text: CSV whose first column is `time`, the start of the interval with its UTC offset.
    ///   - file: its name, for messages.
    public init(parsing text: String, file: String) throws(InputError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let header = Self.cells(lines.first ?? "")
        guard header.first == "time", header.count > 1 else {
            throw InputError(
                file: file, line: 1, expected: "a header 'time,' and the names of sensors",
                found: String((lines.first ?? "").prefix(40)))
        }
        sensors = header.dropFirst().map(String.init)
        var rows: [Row] = []
        var number = 1
        for line in lines.dropFirst() {
            number += 1
            if line.isEmpty || line == "\r" { continue }
            let row = try Self.row(line, sensors: header.count - 1, file: file, number: number)
            guard rows.last.map({ $0.start < row.start }) ?? true else {
                throw InputError(
                    file: file, line: number, expected: "a later time than in the row before",
                    found: row.writtenStart)
            }
            rows.append(row)
        }
        let steps = zip(rows.dropFirst(), rows).map { $0.start.seconds - $1.start.seconds }
        guard let shortest = steps.min() else {
            throw InputError(file: file, line: number, expected: "at least two rows", found: nil)
        }
        seconds = Int(shortest)
        self.rows = rows
    }

    private static func row(
        _ line: Substring, sensors: Int, file: String, number: Int
    ) throws(InputError) -> Row {
        func problem(_ expected: String, _ found: Substring) -> InputError {
            InputError(file: file, line: number, expected: expected, found: String(found))
        }
        let cells = cells(line)
        guard let start = Moment(String(cells[0])), cells[0].utf8.contains(UInt8(ascii: "T")) else {
            throw problem("a time with its offset such as 2014-05-05T08:00+10:00", cells[0])
        }
        guard cells.count == sensors + 1 else {
            throw problem("\(sensors) counts, empty ones included", "\(cells.count - 1)")
        }
        var counts: [Int?] = []
        counts.reserveCapacity(sensors)
        for cell in cells.dropFirst() {
            let count = Int(cell)
            guard cell.isEmpty || (count ?? -1) >= 0 else { throw problem("a whole number or nothing", cell) }
            counts.append(count)
        }
        return Row(start: start, writtenStart: withSeconds(cells[0]), counts: counts)
    }

    private static func cells(_ line: Substring) -> [Substring] {
        let end = line.utf8.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return end.split(separator: ",", omittingEmptySubsequences: false)
    }

    /// `2014-05-05T08:00+10:00` leaves the seconds out, which a sensor would not.
    private static func withSeconds(_ time: Substring) -> String {
        let clock = time.utf8.dropFirst(16).first
        guard clock != UInt8(ascii: ":") else { return String(time) }
        return "\(time.prefix(16)):00\(time.dropFirst(16))"
    }
}

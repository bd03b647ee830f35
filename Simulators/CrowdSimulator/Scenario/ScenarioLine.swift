/// The words of one line of a scenario, taken one by one.
struct ScenarioLine {
    let file: String
    let number: Int
    private var words: ArraySlice<Substring>

    /// What follows `#` is for people.
    init(_ text: Substring, file: String, number: Int) {
        self.file = file
        self.number = number
        let spoken = text.prefix { $0 != "#" }
        words = spoken.split { $0.isWhitespace }[...]
    }

    var isEmpty: Bool { words.isEmpty }

    func problem(_ expected: String, found: String? = nil) -> InputError {
        InputError(file: file, line: number, expected: expected, found: found ?? words.first.map(String.init))
    }

    /// Whether this word is next; takes it if so.
    mutating func takes(_ word: String) -> Bool {
        guard words.first == Substring(word) else { return false }
        words.removeFirst()
        return true
    }

    mutating func expect(_ word: String) throws(InputError) {
        guard takes(word) else { throw problem("'\(word)'") }
    }

    mutating func end() throws(InputError) {
        guard isEmpty else { throw problem("the end of the line") }
    }

    /// - Parameter convert: gives `nil` for a word that is not what was expected.
    mutating func read<Value>(
        _ expected: String, _ convert: (String) -> Value?
    ) throws(InputError) -> Value {
        guard let word = words.first, let value = convert(String(word)) else { throw problem(expected) }
        words.removeFirst()
        return value
    }

    mutating func number(_ range: ClosedRange<Int>) throws(InputError) -> Int {
        try read("a number from \(range.lowerBound) to \(range.upperBound)") { word in
            Int(word).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// `80%` is 0.8.
    mutating func share(_ range: ClosedRange<Int>) throws(InputError) -> Double {
        try read("a percentage from \(range.lowerBound)% to \(range.upperBound)%") { word in
            guard word.hasSuffix("%"), let percent = Double(word.dropLast()),
                (Double(range.lowerBound)...Double(range.upperBound)).contains(percent)
            else { return nil }
            return percent / 100
        }
    }

    /// A factor such as `10`, `2` or `0.01`.
    mutating func factor() throws(InputError) -> Double {
        try read("a factor from 0.001 to 1000, such as 2 or 0.1") { word in
            Double(word).flatMap { (0.001...1000).contains($0) ? $0 : nil }
        }
    }

    /// Seconds of a duration such as `90s`, `20m`, `2h`, `1d`.
    mutating func duration() throws(InputError) -> Int {
        try read("a duration such as 90s, 20m, 2h or 1d", Self.seconds)
    }

    /// Seconds of `+5m` or `-5m`.
    mutating func signedDuration() throws(InputError) -> Int {
        try read("a signed duration such as +5m or -30s") { word in
            guard let sign = word.first, sign == "+" || sign == "-" else { return nil }
            return Self.seconds(String(word.dropFirst())).map { sign == "-" ? -$0 : $0 }
        }
    }

    /// Minutes past midnight of `14:00`; 1440 of `24:00`.
    mutating func clock() throws(InputError) -> Int {
        try read("a time of day such as 14:00", Self.minutes)
    }

    /// Both ends of `14:00-23:00`; an end before its start is on the day after.
    mutating func clockSpan() throws(InputError) -> Range<Int> {
        try read("two times of day such as 14:00-23:00") { word in
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).compactMap {
                Self.minutes(String($0))
            }
            guard ends.count == 2, ends[0] != ends[1] else { return nil }
            return ends[0]..<(ends[1] > ends[0] ? ends[1] : ends[1] + 1440)
        }
    }

    private static func seconds(_ word: String) -> Int? {
        guard let unit = word.last, let number = Int(word.dropLast()), (1...1_000_000).contains(number) else {
            return nil
        }
        switch unit {
        case "s": return number
        case "m": return number * 60
        case "h": return number * 3600
        case "d": return number * 86_400
        default: return nil
        }
    }

    static func minutes(_ word: String) -> Int? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.map(\.utf8.count) == [2, 2],
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}

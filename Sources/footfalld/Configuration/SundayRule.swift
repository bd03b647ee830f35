import Barometer

/// Sundays after a rule in plain words, Dutch or English: `first of month`, `laatste van juni`, `all of December`.
struct SundayRule {
    /// 0...4; -1 is the last; `nil` is all of them.
    private let ordinal: Int?
    /// 1...12; `nil` is each month.
    private let month: Int?

    private static let ordinals: [String: Int?] = [
        "first": 0, "eerste": 0, "second": 1, "tweede": 1, "third": 2, "derde": 2, "fourth": 3, "vierde": 3,
        "last": -1, "laatste": -1, "all": nil, "every": nil, "alle": nil, "elke": nil,
    ]
    private static let fillers: Set<String> = [
        "of", "in", "the", "van", "de", "sunday", "sundays", "zondag", "zondagen",
    ]

    /// - Returns: `nil` when the text is no such rule.
    init?(_ text: String) {
        let words = text.lowercased().split(separator: " ").map(String.init)
            .filter { !Self.fillers.contains($0) }
        guard words.count == 2, let ordinal = Self.ordinals[words[0]] else { return nil }
        let isEachMonth = ["month", "maand"].contains(words[1])
        guard isEachMonth || DayWords.month(words[1]) != nil else { return nil }
        self.ordinal = ordinal
        month = isEachMonth ? nil : DayWords.month(words[1])
    }

    func dates(in years: ClosedRange<Int>) -> [CalendarDate] {
        let months = month.map { $0...$0 } ?? 1...12
        return years.flatMap { year in months.flatMap { dates(in: $0, of: year) } }
    }

    private func dates(in month: Int, of year: Int) -> [CalendarDate] {
        let sundays = (1...31).compactMap { CalendarDate(year: year, month: month, day: $0) }
            .filter { $0.weekday == 6 }
        guard let ordinal else { return sundays }
        return ordinal < 0 ? sundays.suffix(1) : [sundays[ordinal]]
    }
}

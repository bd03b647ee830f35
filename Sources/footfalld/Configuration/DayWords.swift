/// The names of weekdays and months, Dutch and English.
enum DayWords {
    private static let english = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let dutch = [
        "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    ]
    private static let months = [
        ["january", "januari"], ["february", "februari"], ["march", "maart"], ["april"], ["may", "mei"],
        ["june", "juni"], ["july", "juli"], ["august", "augustus"], ["september"], ["october", "oktober"],
        ["november"], ["december"],
    ]

    /// All words for weekdays.
    static let weekdays = english + dutch

    /// 0 is Monday; `nil` if it is none. Case does not matter.
    static func weekday(_ word: String) -> Int? {
        let word = word.lowercased()
        return english.firstIndex { $0.lowercased() == word } ?? dutch.firstIndex(of: word)
    }

    /// In English.
    static func weekdayName(_ weekday: Int) -> String { english[weekday] }

    /// 1...12; `nil` if it is none. Case does not matter.
    static func month(_ word: String) -> Int? {
        months.firstIndex { $0.contains(word.lowercased()) }.map { $0 + 1 }
    }
}

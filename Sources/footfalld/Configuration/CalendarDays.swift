import Barometer
import Footfall

/// Reads from `calendar.yaml` the days that are set apart all over the city.
struct CalendarDays {
    let section: Section
    private static let longestHoliday = 366

    /// The Flemish Community's day, 11 July, is not built in: it is no legal public holiday, shops and offices are
    /// open, and the streets are those of a day in July. A city that keeps it writes it down.
    func publicHolidays(isBelgian: Bool) -> Set<CalendarDate> {
        let builtIn = isBelgian ? CalendarFiles.years.flatMap(CityCalendar.belgianHolidays) : []
        return Set(builtIn + section.dates("public_holidays"))
    }

    /// Single days, and stretches from a first day to a last one.
    func schoolHolidays(isFlemish: Bool) -> Set<CalendarDate> {
        let builtIn = isFlemish ? CalendarFiles.years.flatMap(CityCalendar.flemishSchoolHolidays) : []
        let key = "school_holidays"
        guard case .list(let nodes) = section.node(key)?.content else {
            return Set(builtIn + section.dates(key))
        }
        let own = nodes.enumerated().flatMap { index, node -> [CalendarDate] in
            if case .scalar(let text) = node.content {
                let setting = Section.Setting(text: text, place: node.place, key: section.full(key))
                return section.date(setting).map { [$0] } ?? []
            }
            return stretch(
                Section(
                    node, path: "\(section.full(key))[\(index)]", variables: nil, keys: ["first", "last"],
                    at: node.place, findings: section.findings))
        }
        return Set(builtIn + own)
    }

    private func stretch(_ section: Section) -> [CalendarDate] {
        guard let first = section.required("first", remedy: "Write its first day, such as 2026-11-02"),
            let last = section.required("last", remedy: "Write its last day, such as 2026-11-08"),
            let start = section.date(first), let end = section.date(last)
        else { return [] }
        guard start <= end else {
            section.tell("the last day is before the first", of: last, remedy: "Change the two")
            return []
        }
        let days = end.daysSinceEpoch - start.daysSinceEpoch + 1
        guard days <= Self.longestHoliday else {
            section.tell("\(days) days are more than a year", of: last, remedy: "Correct one of the two")
            return []
        }
        return (0..<days).map(start.advanced(byDays:))
    }

    /// None is built in, since each municipality has its own; dates, or rules such as `first of month`.
    func shoppingSundays() -> Set<CalendarDate> {
        Set((section.settings("shopping_sundays") ?? []).flatMap(sundays))
    }

    private func sundays(_ setting: Section.Setting) -> [CalendarDate] {
        if let date = CalendarDate(setting.text) {
            if date.weekday == 6 { return [date] }
            section.tell(
                "\(date) is a \(DayWords.weekdayName(date.weekday))", of: setting,
                remedy: "Write the date of a Sunday")
            return []
        }
        if let rule = SundayRule(setting.text) { return rule.dates(in: CalendarFiles.years) }
        section.tell(
            "\(setting.text.quoted) is no Sunday", of: setting,
            remedy: "Write a date such as 2026-12-20, or a rule such as first of month, last of June "
                + "or all of December")
        return []
    }
}

extension Section {
    /// A date as written; a mistake is told.
    func date(_ setting: Setting) -> CalendarDate? {
        let date = CalendarDate(setting.text)
        if date == nil {
            tell("\(setting.text.quoted) is no date", of: setting, remedy: "Write it as 2026-07-11")
        }
        return date
    }

    /// One date, or several.
    func dates(_ key: String) -> [CalendarDate] { (settings(key) ?? []).compactMap(date) }

    /// The text of a key that must be there.
    func required(_ key: String, remedy: String) -> Setting? {
        if let setting = setting(key) { return setting }
        if !isTable(key) {
            findings.tell("no value", at: place(of: key), key: full(key), remedy: remedy)
        }
        return nil
    }

    /// Whether the key has more than one value, which is told of when it is read as one.
    private func isTable(_ key: String) -> Bool {
        switch node(key)?.content {
        case .table, .list: true
        case .scalar, nil: false
        }
    }

    /// The tables of a list; what is no list is told of.
    func sections(_ key: String, keys: [String]) -> [Section] {
        switch node(key)?.content {
        case nil, .scalar(""): return []
        case .list(let nodes):
            return nodes.enumerated().map { index, node in
                Section(
                    node, path: "\(full(key))[\(index)]", variables: nil, keys: keys, at: node.place,
                    findings: findings)
            }
        case .scalar, .table:
            findings.tell(
                "expected a list", at: place(of: key), key: full(key),
                remedy: "Begin each entry with - \(keys[0]): …")
            return []
        }
    }
}

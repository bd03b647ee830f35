public import Barometer

extension CityCalendar {
    /// The holidays of the schools of the Flemish Community that begin in a calendar year, weekends inside included.
    ///
    /// After article 7 of the decision of the Flemish Government of 31 August 2001 on the organisation of the school
    /// year in secondary education; that of 17 April 1991 on primary education says the same:
    /// - carnival: a week from the seventh Monday before Easter;
    /// - Easter: two weeks from the first Monday of April; from the Monday after Easter where Easter is in March,
    ///   from the second Monday before Easter where it is after 15 April;
    /// - the day after Ascension;
    /// - summer: 1 July to 31 August;
    /// - autumn: a week from the Monday of the week of 1 November, from 2 November where the 1st is a Sunday;
    /// - Christmas: two weeks from the Monday of the week of 25 December, from the Monday after where the 25th is a
    ///   Saturday or Sunday.
    ///
    /// The public holidays of that article stand in `belgianHolidays`.
    public static func flemishSchoolHolidays(year: Int) -> [CalendarDate] {
        let easter = easterSunday(year: year)
        let spans = [
            (easter.advanced(byDays: -48), 7), (easterHoliday(year, easter), 14),
            (easter.advanced(byDays: 40), 1), (day(year, 7, 1), 62), (autumnHoliday(year), 7),
            (christmasHoliday(year), 14),
        ]
        return spans.flatMap { start, days in (0..<days).map(start.advanced(byDays:)) }
    }

    private static func easterHoliday(_ year: Int, _ easter: CalendarDate) -> CalendarDate {
        if easter < day(year, 4, 1) { return easter.advanced(byDays: 1) }
        if easter > day(year, 4, 15) { return easter.advanced(byDays: -13) }
        return day(year, 4, 7).mondayOfItsWeek
    }

    private static func autumnHoliday(_ year: Int) -> CalendarDate {
        let allSaints = day(year, 11, 1)
        return allSaints.weekday == 6 ? allSaints.advanced(byDays: 1) : allSaints.mondayOfItsWeek
    }

    private static func christmasHoliday(_ year: Int) -> CalendarDate {
        let christmas = day(year, 12, 25)
        return (christmas.weekday < 5 ? christmas : christmas.advanced(byDays: 7)).mondayOfItsWeek
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }
}

extension CalendarDate {
    fileprivate var mondayOfItsWeek: CalendarDate { advanced(byDays: -weekday) }
}

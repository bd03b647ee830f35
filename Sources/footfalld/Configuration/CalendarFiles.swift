import Barometer
import Footfall

/// Reads which days and hours are not ordinary from `calendar.yaml`, which need not be there.
struct CalendarFiles {
    let folder: ConfigurationFolder
    let places: KnownPlaces
    let clock: CityClock
    static let name = "calendar.yaml"
    private static let keys =
        ["belgian", "flemish_schools", "public_holidays", "school_holidays", "shopping_sundays"]
        + ["markets", "breaks"]
    /// Years for which the days that follow from a rule are worked out.
    static let years = 2000...2060

    /// - Parameter editions: of known events.
    func read(with editions: [EventEdition]) -> CityCalendar {
        let section = Section(
            folder.has(Self.name) ? folder.yaml(Self.name) : nil, path: "", variables: "FOOTFALL_CALENDAR",
            keys: Self.keys, at: .init(file: Self.name), findings: folder.findings)
        let isBelgian = section.flag("belgian", default: true)
        let isFlemish = section.flag("flemish_schools", default: isBelgian)
        let days = CalendarDays(section: section)
        return CityCalendar(
            publicHolidays: days.publicHolidays(isBelgian: isBelgian),
            schoolHolidays: days.schoolHolidays(isFlemish: isFlemish),
            shoppingSundays: days.shoppingSundays(),
            markets: CalendarMarkets(section: section, places: places).read(),
            events: editions.flatMap(\.calendarEvents),
            breaks: CalendarBreaks(section: section, places: places, clock: clock).read())
    }
}

import CIcal

/// The clocks that a file describes itself (VTIMEZONE), for names that the time zone database does not have.
struct CalendarClocks: Sendable {
    private let tree: CalendarTree?

    init(_ tree: CalendarTree?) {
        self.tree = tree
    }

    /// Seconds since 1970; `nil` for a clock that the file does not describe.
    func seconds(at moment: CalendarMoment) -> Int64? {
        guard case .zone(let name) = moment.place, let tree else { return nil }
        for calendar in tree.calendars {
            guard let zone = unsafe icalcomponent_get_timezone(calendar.component, name) else { continue }
            return unsafe Int64(icaltime_as_timet_with_zone(moment.face, zone))
        }
        return nil
    }
}

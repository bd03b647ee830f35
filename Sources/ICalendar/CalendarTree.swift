import CIcal

/// Owns a parsed file; what is taken out of it is copied.
@safe final class CalendarTree: @unchecked Sendable {
    let root: OpaquePointer

    /// - Returns: `nil` when there is no component in the text.
    init?(_ text: String) {
        guard let root = unsafe icalparser_parse_string(text) else { return nil }
        unsafe self.root = root
    }

    deinit { unsafe icalcomponent_free(root) }

    /// Events of all calendars in the file. They live as long as the tree.
    func events() -> [CalendarNode] {
        calendars.flatMap { $0.children(of: ICAL_VEVENT_COMPONENT) }
    }

    /// Several calendars in one file stand below a root of libical's own.
    var calendars: [CalendarNode] {
        let top = unsafe CalendarNode(component: root, tree: self)
        return unsafe icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT
            ? [top] : top.children(of: ICAL_VCALENDAR_COMPONENT)
    }
}

/// A component of the tree, with its properties as text.
@safe struct CalendarNode {
    let component: OpaquePointer
    /// Holds the memory.
    private let tree: CalendarTree

    init(component: OpaquePointer, tree: CalendarTree) {
        unsafe self.component = component
        self.tree = tree
    }

    func children(of kind: icalcomponent_kind) -> [CalendarNode] {
        var found: [CalendarNode] = []
        var next = unsafe icalcomponent_get_first_component(component, kind)
        while let child = unsafe next {
            unsafe found.append(CalendarNode(component: child, tree: tree))
            unsafe next = icalcomponent_get_next_component(component, kind)
        }
        return found
    }

    func properties(_ kind: icalproperty_kind) -> [CalendarProperty] {
        var found: [CalendarProperty] = []
        var next = unsafe icalcomponent_get_first_property(component, kind)
        while let property = unsafe next {
            unsafe found.append(CalendarProperty(property: property, tree: tree))
            unsafe next = icalcomponent_get_next_property(component, kind)
        }
        return found
    }

    func text(_ kind: icalproperty_kind) -> String? { properties(kind).first?.text }
}

/// One line of a component.
@safe struct CalendarProperty {
    let property: OpaquePointer
    private let tree: CalendarTree

    init(property: OpaquePointer, tree: CalendarTree) {
        unsafe self.property = property
        self.tree = tree
    }

    /// Such as `X-ZONE`.
    var name: String { unsafe Self.copy(icalproperty_get_property_name_r(property)) ?? "" }

    /// With its escapes resolved.
    var text: String? {
        guard let value = unsafe icalproperty_get_value(property) else { return nil }
        switch unsafe icalvalue_isa(value) {
        case ICAL_TEXT_VALUE: return unsafe icalvalue_get_text(value).map { unsafe String(cString: $0) }
        case ICAL_X_VALUE: return unsafe icalvalue_get_x(value).map { unsafe String(cString: $0) }
        default: return unsafe Self.copy(icalproperty_get_value_as_string_r(property))
        }
    }

    /// The time that it tells; `nil` when it tells none.
    var moment: CalendarMoment? {
        guard let value = unsafe icalproperty_get_value(property) else { return nil }
        switch unsafe icalvalue_isa(value) {
        case ICAL_DATE_VALUE, ICAL_DATETIME_VALUE, ICAL_DATETIMEDATE_VALUE: break
        case ICAL_DATETIMEPERIOD_VALUE:
            let either = unsafe icalvalue_get_datetimeperiod(value)
            return unsafe CalendarMoment(either.time, zone: zone)
        default: return nil
        }
        return unsafe CalendarMoment(icalvalue_get_datetime(value), zone: zone)
    }

    /// The clock that `TZID` names.
    var zone: String? {
        guard let parameter = unsafe icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER),
            let name = unsafe icalparameter_get_tzid(parameter)
        else { return nil }
        return unsafe String(cString: name)
    }

    private static func copy(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        defer { unsafe icalmemory_free_buffer(text) }
        return unsafe String(cString: text)
    }
}

extension CalendarMoment {
    /// - Returns: `nil` of a time that is none.
    init?(_ time: icaltimetype, zone: String?) {
        guard unsafe icaltime_is_null_time(time) == 0, unsafe icaltime_is_valid_time(time) != 0 else {
            return nil
        }
        let days = unsafe icaltime_days_in_month(time.month, time.year)
        guard unsafe (1...days).contains(time.day) else { return nil }
        let place: Place =
            if unsafe time.is_date != 0 { .day } else if unsafe icaltime_is_utc(time) != 0 { .utc } else {
                zone.map(Place.zone) ?? .floating
            }
        self.init(
            year: unsafe Int(time.year), month: unsafe Int(time.month), day: unsafe Int(time.day),
            second: unsafe time.is_date != 0
                ? 0 : Int(time.hour) * 3600 + Int(time.minute) * 60 + Int(time.second),
            place: place)
    }

    /// By the clock's face alone.
    var face: icaltimetype {
        var time = unsafe icaltime_null_time()
        unsafe time.year = Int32(clamping: year)
        unsafe time.month = Int32(clamping: month)
        unsafe time.day = Int32(clamping: day)
        unsafe time.hour = Int32(second / 3600)
        unsafe time.minute = Int32(second / 60 % 60)
        unsafe time.second = Int32(second % 60)
        unsafe time.is_date = place == .day ? 1 : 0
        return unsafe time
    }
}

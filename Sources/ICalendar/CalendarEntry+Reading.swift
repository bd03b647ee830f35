import CIcal

extension CalendarEntry {
    init(_ node: CalendarNode, horizon: CalendarFile.Horizon) throws(CalendarProblem) {
        let reader = EntryReader(node: node, horizon: horizon)
        let start = try reader.start()
        uid = try reader.uid()
        sequence = node.text(ICAL_SEQUENCE_PROPERTY).flatMap { Int($0) } ?? 0
        replaces = node.properties(ICAL_RECURRENCEID_PROPERTY).first?.moment
        summary = node.text(ICAL_SUMMARY_PROPERTY)
        location = node.text(ICAL_LOCATION_PROPERTY)
        categories = node.properties(ICAL_CATEGORIES_PROPERTY).compactMap(\.text)
            .flatMap { $0.split(separator: ",").map(String.init) }
        others = Dictionary(
            node.properties(ICAL_X_PROPERTY).compactMap { property in
                property.text.map { (property.name.uppercased(), $0) }
            }
        ) { first, _ in first }
        isCancelled = node.text(ICAL_STATUS_PROPERTY)?.uppercased() == "CANCELLED"
        isRecurring = reader.isRecurring
        starts = try reader.starts(from: start)
        until = reader.until(from: start)
        length = try reader.length(from: start)
    }
}

/// Goes through one event.
private struct EntryReader {
    let node: CalendarNode
    let horizon: CalendarFile.Horizon

    func problem(_ text: String) -> CalendarProblem {
        CalendarProblem(uid: node.text(ICAL_UID_PROPERTY), problem: text)
    }

    /// What libical could not read stands in the event as an error; such an event is not read by half.
    func uid() throws(CalendarProblem) -> String {
        if let error = node.properties(ICAL_XLICERROR_PROPERTY).first?.text {
            throw problem("a line cannot be read: \(error)")
        }
        guard let uid = node.text(ICAL_UID_PROPERTY), !uid.isEmpty else { throw problem("it has no UID") }
        return uid
    }

    func start() throws(CalendarProblem) -> CalendarMoment {
        _ = try uid()
        guard let start = node.properties(ICAL_DTSTART_PROPERTY).first?.moment else {
            throw problem("it has no DTSTART that is a time")
        }
        return start
    }

    var isRecurring: Bool {
        !node.properties(ICAL_RRULE_PROPERTY).isEmpty || !node.properties(ICAL_RDATE_PROPERTY).isEmpty
    }

    func starts(from start: CalendarMoment) throws(CalendarProblem) -> [CalendarMoment] {
        var starts: Set = [start]
        for rule in node.properties(ICAL_RRULE_PROPERTY) {
            starts.formUnion(try occurrences(of: rule, from: start))
        }
        starts.formUnion(node.properties(ICAL_RDATE_PROPERTY).compactMap(\.moment))
        for left in node.properties(ICAL_EXDATE_PROPERTY).compactMap(\.moment) {
            // A day left out leaves out what starts on it.
            starts = starts.filter { $0 != left && !(left.place == .day && left.isDay(of: $0)) }
        }
        guard starts.count <= horizon.occurrences else {
            throw problem("it comes more than \(horizon.occurrences) times")
        }
        return starts.filter { horizon.years.contains($0.year) }.sorted()
    }

    private func occurrences(
        of rule: CalendarProperty, from start: CalendarMoment
    ) throws(CalendarProblem) -> [CalendarMoment] {
        var recurrence = unsafe icalproperty_get_rrule(rule.property)
        if let until = until(from: start) {
            unsafe recurrence.until = until.face
            unsafe icaltime_adjust(&recurrence.until, 1, 0, 0, 0)
        }
        switch unsafe recurrence.freq {
        case ICAL_DAILY_RECURRENCE, ICAL_WEEKLY_RECURRENCE, ICAL_MONTHLY_RECURRENCE, ICAL_YEARLY_RECURRENCE:
            break
        default: throw problem("its rule is of another kind than DAILY, WEEKLY, MONTHLY or YEARLY")
        }
        guard let iterator = unsafe icalrecur_iterator_new(recurrence, start.face) else {
            throw problem("its rule cannot be followed")
        }
        defer { unsafe icalrecur_iterator_free(iterator) }
        var found: [CalendarMoment] = []
        while let next = unsafe CalendarMoment(icalrecur_iterator_next(iterator), zone: nil),
            next.year <= horizon.years.upperBound
        {
            found.append(next.at(start.place))
            guard found.count <= horizon.occurrences else {
                throw problem("it comes more than \(horizon.occurrences) times")
            }
        }
        return found
    }

    /// UTC, where the starts are by another clock.
    func until(from start: CalendarMoment) -> CalendarMoment? {
        guard let rule = node.properties(ICAL_RRULE_PROPERTY).first, start.place != .utc, start.place != .day
        else { return nil }
        let until = unsafe CalendarMoment(icalproperty_get_rrule(rule.property).until, zone: nil)
        return until?.place == .utc ? until : nil
    }

    /// By DTEND, DURATION, or neither: a day for a day, nothing for a moment.
    func length(from start: CalendarMoment) throws(CalendarProblem) -> CalendarEntry.Length {
        if let property = node.properties(ICAL_DURATION_PROPERTY).first {
            let seconds = unsafe icaldurationtype_as_int(icalproperty_get_duration(property.property))
            guard seconds > 0 else { throw problem("its DURATION is not above zero") }
            return start.place == .day
                ? .clock(days: Int(seconds) / 86_400, seconds: 0) : .seconds(Int(seconds))
        }
        guard let end = node.properties(ICAL_DTEND_PROPERTY).first?.moment else {
            guard start.place == .day else { throw problem("it has neither DTEND nor DURATION") }
            return .clock(days: 1, seconds: 0)
        }
        guard end.place == start.place else { throw problem("DTSTART and DTEND are of different clocks") }
        guard start < end else { throw problem("it ends before it starts") }
        let days = unsafe (icaltime_as_timet(end.noon) - icaltime_as_timet(start.noon)) / 86_400
        return .clock(days: Int(days), seconds: end.second - start.second)
    }
}

extension CalendarMoment {
    fileprivate func at(_ place: Place) -> CalendarMoment {
        CalendarMoment(year: year, month: month, day: day, second: second, place: place)
    }

    fileprivate func isDay(of other: CalendarMoment) -> Bool {
        (year, month, day) == (other.year, other.month, other.day)
    }

    fileprivate var noon: icaltimetype {
        unsafe CalendarMoment(year: year, month: month, day: day, second: 43_200, place: .utc).face
    }
}

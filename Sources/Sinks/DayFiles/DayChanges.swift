import Barometer

/// What publications do to the tables of their days.
struct DayChanges {
    private var changes: [CalendarDate: [[UInt8]: DayChange]] = [:]

    /// Each in the order of its keys.
    var byDay: [(day: CalendarDate, changes: [DayChange])] {
        changes.map { (day: $0.key, changes: $0.value.values.sorted()) }.sorted { $0.day < $1.day }
    }

    mutating func take(_ publication: Publication, _ places: DayPlaces.Book) throws {
        switch publication.subject {
        case .window(let zone, let window):
            guard try !places.isRetracted(zone, window, asOf: publication.version) else { return }
            put(publication, zone, nil, window)
            if publication.reading == nil {
                try places.retract(zone, window, version: publication.version)
            }
        case .event(let event, let zone):
            let known = try places.place(of: event, zone)
            if let known, known.version >= publication.version { return }
            let window = publication.impact?.window
            // An event that is taken back, or has another time, leaves its row.
            if let old = known?.window, old != window { put(publication, zone, event, old, isGone: true) }
            if let window { put(publication, zone, event, window) }
            try places.move(event, zone, to: window, version: publication.version)
        case .detail, .series: break
        }
    }

    private mutating func put(
        _ publication: Publication, _ zone: ZoneID, _ event: EventID?, _ window: Window, isGone: Bool = false
    ) {
        let row = isGone ? "" : IndicatorTable([publication]).rows
        let key = Array(IndicatorTable.key(zone: zone, event: event, window: window).utf8)
        let change = DayChange(
            key: key, version: publication.version, row: row.isEmpty ? nil : Array(row.utf8))
        let day = window.start.utcDate
        if let known = changes[day]?[key], known.version >= change.version { return }
        changes[day, default: [:]][key] = change
    }
}

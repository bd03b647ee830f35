import Barometer

/// What a publication is news of: one zone at a time, one event, or one series.
enum Place: Hashable, Comparable {
    case zone(ZoneID)
    case event(EventID)
    case detail(EventID)
    case series(EventSeriesID)

    init(_ subject: Subject) {
        switch subject {
        case .window(let zone, _): self = .zone(zone)
        case .event(let event, _): self = .event(event)
        case .detail(let event): self = .detail(event)
        case .series(let series): self = .series(series)
        }
    }
}

extension Publication {
    var place: Place { Place(subject) }

    /// Whether this one says more about its place now than the other: by window end, then by version.
    func isNewer(than other: Publication) -> Bool {
        rank > other.rank
    }

    private var rank: (Int64, Int, Int) { (end, version, sequence) }

    /// Of the window; an event has one window, which may move.
    private var end: Int64 {
        if case .window(_, let window) = subject { window.end.milliseconds } else { 0 }
    }
}

extension Sequence<Publication> {
    /// The newest publication of each place, in order of place.
    func newestByPlace() -> [Publication] {
        var newest: [Place: Publication] = [:]
        for publication in self {
            if let known = newest[publication.place], !publication.isNewer(than: known) { continue }
            newest[publication.place] = publication
        }
        return newest.values.sorted { $0.place < $1.place }
    }
}

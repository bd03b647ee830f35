import Barometer

extension Publication {
    /// Whether this one says more about its zone now than the other: by window end, then by version.
    func isNewer(than other: Publication) -> Bool {
        rank > other.rank
    }

    private var rank: (EventTime, Int, Int) { (reading.window.end, version, sequence) }
}

extension Sequence<Publication> {
    /// The newest publication of each zone, ordered by zone.
    func newestByZone() -> [Publication] {
        var newest: [ZoneID: Publication] = [:]
        for publication in self {
            if let known = newest[publication.reading.zone], !publication.isNewer(than: known) { continue }
            newest[publication.reading.zone] = publication
        }
        return newest.values.sorted { $0.reading.zone < $1.reading.zone }
    }
}

import Foundation

/// What the clocks of a city show.
struct LocalClock: Sendable {
    private let zone: TimeZone

    /// - Returns: `nil` when the name, such as `Europe/Brussels`, is unknown.
    init?(zoneNamed name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// The local date and the minutes that the clock shows past midnight.
    func read(_ moment: Moment) -> (day: Day, minute: Int) {
        let shown = moment.later(seconds: offset(at: moment))
        let day = Day(containing: shown)
        return (day, Int(shown.seconds - day.utcMidnight.seconds) / 60)
    }

    /// The moment when the clock shows that many minutes past midnight; of an hour that comes twice the first,
    /// of an hour that is left out the same moment on the old clock.
    func moment(_ day: Day, minute: Int) -> Moment {
        let shown = day.utcMidnight.later(seconds: Int64(minute) * 60)
        let before = shown.later(seconds: -offset(at: shown.later(seconds: -86_400)))
        let after = shown.later(seconds: -offset(at: shown.later(seconds: 86_400)))
        let fits = [before, after].filter { $0.later(seconds: offset(at: $0)) == shown }
        return fits.min() ?? before
    }

    private func offset(at moment: Moment) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(moment.seconds))
        return Int64(zone.secondsFromGMT(for: date))
    }
}

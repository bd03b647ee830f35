public import Barometer

/// The newest days of all sites, in flat memory: what a score looks back on. Private: it holds counts.
///
/// A day takes the place of the one that is `days` older, so that memory is bounded whatever comes in.
public struct ImpactHistory: Sendable {
    let plan: Plan
    let sites: Sites
    /// So many days are kept.
    let days: Int
    /// The newest day that came in.
    public private(set) var newest: CalendarDate?
    /// For each site and place of a day: the day that stands there; what else is kept of it counts only then.
    private var stamps: [Int32]
    private(set) var hidden: [UInt32]
    private(set) var isFault: [Bool]
    private var epochs: [Int32]
    /// 24 hours for each site and place of a day; `nan` is missing.
    private(set) var people: [Float]
    private(set) var expected: [Float]
    private(set) var spread: [Float]
    /// Empty while there is no noise.
    private(set) var told: [Float]

    static let shortest = 96

    /// - Parameter days: to keep; at least 96, which is what one score looks back on.
    public init(plan: Plan, days: Int = 120) {
        self.plan = plan
        self.days = max(days, Self.shortest)
        sites = Sites(plan: plan)
        let cells = sites.zones.count * self.days
        stamps = .init(repeating: .min, count: cells)
        hidden = .init(repeating: 0, count: cells)
        isFault = .init(repeating: false, count: cells)
        epochs = .init(repeating: .min, count: cells)
        people = .init(repeating: .nan, count: 24 * cells)
        expected = people
        spread = people
        told = plan.privacy.noise == nil ? [] : people
    }

    /// Takes a day, in whatever order; a newer account of the same day takes its place.
    ///
    /// A sensor that the plan does not have there at noon is passed over.
    public mutating func add(_ day: SensorDay) {
        let noon = plan.clock.time(of: day.date, second: 43_200)
        guard let site = sites.site(of: day.sensor, in: day.zone, at: noon, plan) else { return }
        let cell = place(site, day.date.daysSinceEpoch)
        guard stamps[cell] <= Int32(clamping: day.date.daysSinceEpoch) else { return }
        newest = max(newest ?? day.date, day.date)
        stamps[cell] = Int32(clamping: day.date.daysSinceEpoch)
        hidden[cell] = day.hidden
        isFault[cell] = day.isFault
        epochs[cell] = day.epoch.map { Int32(clamping: $0.daysSinceEpoch) } ?? .min
        let hours = 24 * cell..<24 * cell + 24
        people.replaceSubrange(hours, with: day.people)
        expected.replaceSubrange(hours, with: day.expected)
        spread.replaceSubrange(hours, with: day.spread)
        if !told.isEmpty { told.replaceSubrange(hours, with: day.told) }
    }

    private func place(_ site: Int, _ day: Int) -> Int {
        let rest = day % days
        return site * days + (rest < 0 ? rest + days : rest)
    }

    /// Where a site's day stands in `hidden` and the like; `nil` when it is not known.
    func cell(_ site: Int, _ day: Int) -> Int? {
        let cell = place(site, day)
        return stamps[cell] == day ? cell : nil
    }

    /// Whether the sensor changed for good in the last two weeks.
    func hasChanged(_ site: Int, _ day: Int) -> Bool {
        guard let cell = cell(site, day), epochs[cell] != .min else { return false }
        return day - Int(epochs[cell]) < 14
    }

    /// Marks hours of known events, as those that are hidden.
    mutating func hide(_ hours: UInt32, of site: Int, on day: Int) {
        if let cell = cell(site, day) { hidden[cell] |= hours }
    }
}

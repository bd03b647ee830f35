internal import Barometer

/// The week that a new sensor borrows from others until it has seen each slot itself (method `dasta-1.0`, section 5).
struct Borrowed: Sendable, Equatable {
    /// Logarithms of people plus one half by slot of the week, at the borrower's own scale.
    let week: [Double]

    /// Of a slot that was never seen, or once.
    static let spread = 0.45
    /// Of a slot that was seen less than twice.
    static let leastSpread = 0.36
}

/// The sensors with ten weeks of history, and who may borrow from them.
struct Lenders {
    private let plan: Plan
    private let profiles: [Profile?]
    private let day: CalendarDate
    /// Weeks in common, of the lenders of a zone (or of the whole city) with so many slots; found when first needed.
    private var weeks: [Circle: [Double]?] = [:]

    private struct Circle: Hashable {
        let zone: Int?
        let slots: Int
    }

    private static let fewest = 3
    private static let history = 70
    /// After four weeks a slot that was never seen is one in which the sensor sleeps.
    private static let coldDays = 28

    init(plan: Plan, profiles: [Profile?], day: CalendarDate) {
        self.plan = plan
        self.profiles = profiles
        self.day = day
    }

    /// - Returns: `nil` for a sensor that is no longer new or has seen fewer than three slots, and where there are
    ///   fewer than three lenders, in its zone or else in the city.
    mutating func lend(to index: Int) -> Borrowed? {
        guard let profile = profiles[index], let first = profile.firstDay,
            day < first.advanced(byDays: Self.coldDays)
        else { return nil }
        let zone = plan.sensors[index].zone
        guard let week = common(in: zone, profile.slots) ?? common(in: nil, profile.slots) else { return nil }
        let seen = week.indices.filter { !profile.mean[$0].isNaN && !week[$0].isNaN }
        guard seen.count >= Self.fewest else { return nil }
        let own = seen.reduce(0) { $0 + Statistics.exp(profile.mu($1)) }
        let theirs = seen.reduce(0) { $0 + Statistics.exp(week[$1]) }
        let scale = Statistics.log(own / theirs)
        return Borrowed(week: week.map { $0 + scale })
    }

    private mutating func common(in zone: Int?, _ slots: Int) -> [Double]? {
        let circle = Circle(zone: zone, slots: slots)
        if let known = weeks[circle] { return known }
        let lenders = profiles.indices.filter { index in
            guard let profile = profiles[index], let first = profile.firstDay else { return false }
            return profile.slots == slots && first.advanced(byDays: Self.history) <= day
                && zone.map { $0 == plan.sensors[index].zone } ?? true
        }
        let shapes = lenders.compactMap { profiles[$0]?.shape }
        let week: [Double]? =
            shapes.count < Self.fewest
            ? nil
            : (0..<7 * slots).map { slot in
                Statistics.median(shapes.map { $0[slot] }.filter { !$0.isNaN }) ?? .nan
            }
        weeks[circle] = week
        return week
    }
}

extension Profile {
    /// The logarithms of the week, such that people are 1 in the mean; `nan` is not known.
    fileprivate var shape: [Double]? {
        let people = mean.filter { !$0.isNaN }.map(Statistics.exp)
        guard !people.isEmpty else { return nil }
        let middle = Statistics.log(people.reduce(0, +) / Double(people.count))
        return mean.map { $0 - middle }
    }
}

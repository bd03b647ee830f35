internal import Barometer

/// The effect of an edition on one zone, or on some zones as one, with what its grade depends on. Private.
struct ZoneEffect: Sendable {
    /// By its place in the plan; `nil` is several.
    let zone: Int?
    /// With the true counts.
    let inside: Effect
    /// With the counts as they are told outside, and so the only one that is published.
    let open: Effect
    let isHoliday: Bool
    /// Another event was on at the same sensors.
    let hasOverlap: Bool
    /// A sensor of it changed in the last two weeks.
    let hasChanged: Bool

    /// Counted is what was measured in the window; nothing is filled in.
    var coverage: Double { open.coverage }

    /// Whether its history is shorter than six weeks.
    private var isYoung: Bool { (open.past.days.first ?? WindowTable.span) > WindowTable.span - 42 }

    /// How far it can be leaned on (method `dasta-1.0`, sections 4, 5, 9 and 11).
    var grade: Impact.Grade {
        guard open.finding != nil else { return .d }
        let days = open.past.days.count
        let controls = open.movement?.controls.count ?? 0
        if isHoliday || hasChanged || isYoung || coverage < 0.75 || days < 24 { return .c }
        return coverage >= 0.9 && days >= 40 && controls >= 3 ? .a : .b
    }
}

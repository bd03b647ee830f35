/// How far ahead a zone's outlook looks: stretches of its own slots.
struct Lead: Sendable, Hashable {
    /// Slots from now; `nil` is all to the end of the local day.
    let slots: Range<Int>?
    /// Whether it is a step of what is told; the whole hour is kept inside beside its quarters.
    let isStep: Bool

    /// All leads of a zone, the rest of the day last.
    static func all(step: Int) -> [Lead] { step == 900 ? quarters : hours }

    /// The place of the step that ends in an hour: the one that is held to account.
    static func hourAhead(step: Int) -> Int { step == 900 ? 3 : 0 }

    private static let quarters =
        (0..<4).map { Lead(slots: $0..<$0 + 1, isStep: true) }
        + [Lead(slots: 0..<4, isStep: false), Lead(slots: nil, isStep: false)]
    private static let hours = [Lead(slots: 0..<1, isStep: true), Lead(slots: nil, isStep: false)]
}

/// Looks for effects in one local window, with the true counts and with those told outside; editions that share their
/// hours share it.
struct WindowSearch {
    let window: LocalWindow
    /// With the counts that are told outside.
    var open: EffectSearch
    /// `nil` while there is no noise, and both are the same.
    private(set) var inside: EffectSearch?

    init(_ window: LocalWindow, by scorer: ImpactScorer) {
        self.window = window
        open = scorer.search(window, isTold: true)
        inside = scorer.history.told.isEmpty ? nil : scorer.search(window, isTold: false)
    }

    /// Makes it ready for another edition.
    mutating func turn() {
        open.turn()
        inside?.turn()
    }

    /// With the true counts.
    mutating func insideEffect(at targets: [Int], candidates: [Int]) -> Effect? {
        inside?.effect(at: targets, candidates: candidates)
    }
}

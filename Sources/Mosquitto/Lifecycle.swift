/// Where a subscriber stands with its broker. It decides nothing but what to do next, so it needs no broker to
/// be tried.
enum Lifecycle: Hashable {
    /// Not connected; how often in a row it did not work out.
    case down(failures: Int)
    case connecting(failures: Int)
    /// Connected; how many topic filters the broker has not granted yet.
    case subscribing(failures: Int, open: Int)
    case serving(failures: Int)
    case stopped

    enum Step: Hashable {
        case connect(after: Duration)
        case subscribe
        case serve
        case carryOn
        case end
    }

    mutating func start() -> Step {
        switch self {
        case .down(let failures):
            self = .connecting(failures: failures)
            return .connect(after: .zero)
        case .connecting, .subscribing, .serving: return .carryOn
        case .stopped: return .end
        }
    }

    /// The broker took the connection.
    mutating func accepted(filters: Int) -> Step {
        switch self {
        case .connecting(let failures):
            self =
                filters == 0 ? .serving(failures: failures) : .subscribing(failures: failures, open: filters)
            return filters == 0 ? .serve : .subscribe
        case .down, .subscribing, .serving: return .carryOn
        case .stopped: return .end
        }
    }

    /// The broker granted one more filter.
    mutating func granted() -> Step {
        switch self {
        case .subscribing(let failures, let open) where open > 1:
            self = .subscribing(failures: failures, open: open - 1)
            return .carryOn
        case .subscribing(let failures, _):
            self = .serving(failures: failures)
            return .serve
        case .down, .connecting, .serving: return .carryOn
        case .stopped: return .end
        }
    }

    /// It works: messages were committed, or the connection has lasted. Only this forgets earlier failures, so a
    /// connection that is made and lost again and again is not made in haste.
    mutating func proven() {
        switch self {
        case .serving: self = .serving(failures: 0)
        case .down, .connecting, .subscribing, .stopped: break
        }
    }

    /// The connection ended, was refused, or had to be given up.
    ///
    /// - Parameter jitter: 0..<1, by chance.
    mutating func lost(_ backoff: Backoff, jitter: Double) -> Step {
        switch self {
        case .down(let failures), .connecting(let failures), .subscribing(let failures, _),
            .serving(let failures):
            self = .connecting(failures: failures + 1)
            return .connect(after: backoff.delay(failures: failures, jitter: jitter))
        case .stopped: return .end
        }
    }

    mutating func stop() -> Step {
        self = .stopped
        return .end
    }
}

/// How long to wait before the next attempt: the base, then twice as long each time, up to 64 times the base.
struct Backoff: Hashable {
    var base: Duration

    /// Between half and all of the full time, so that many clients do not come back at once.
    func delay(failures: Int, jitter: Double) -> Duration {
        base * (1 << min(max(failures, 0), 6)) * (0.5 + jitter / 2)
    }
}

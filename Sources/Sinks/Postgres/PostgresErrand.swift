import Barometer
import Dispatch
import Synchronization

/// Something to do for the thread that has the connection, and who waits for it. The first to finish it decides.
final class PostgresErrand: Sendable {
    enum Work: Sendable {
        /// Makes a connection, if there is none, and brings the schema up to date.
        case connect
        case write([Publication])
        /// The thread ends.
        case close
    }

    typealias Outcome = Result<Void, PostgresError>

    let work: Work
    private let state = Mutex<(outcome: Outcome?, listener: (@Sendable (Outcome) -> Void)?)>((nil, nil))

    init(_ work: Work) {
        self.work = work
    }

    var isWanted: Bool { state.withLock { $0.outcome == nil } }

    func finish(_ outcome: Outcome) {
        let listener = state.withLock { state -> (@Sendable (Outcome) -> Void)? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            return state.listener
        }
        listener?(outcome)
    }

    func whenDone(_ listener: @escaping @Sendable (Outcome) -> Void) {
        let outcome = state.withLock { state in
            state.listener = listener
            return state.outcome
        }
        if let outcome { listener(outcome) }
    }
}

/// Where callers leave errands and the thread finds them, in order.
final class PostgresDesk: Sendable {
    private let state = Mutex<(waiting: [PostgresErrand], isClosed: Bool)>(([], false))
    private let bell = DispatchSemaphore(value: 0)

    func add(_ errand: PostgresErrand) {
        let isOpen = state.withLock { state in
            guard !state.isClosed else { return false }
            state.waiting.append(errand)
            if case .close = errand.work { state.isClosed = true }
            return true
        }
        if isOpen { bell.signal() } else { errand.finish(.failure(.closed)) }
    }

    /// Waits for one.
    func next() -> PostgresErrand {
        while true {
            bell.wait()
            if let errand = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) {
                return errand
            }
        }
    }
}

import Foundation
import Synchronization

/// Publishes to a broker and waits until it has acknowledged. Connects when it must; a failed call leaves nothing
/// behind that could be sent later.
///
/// A thread of its own keeps the connection, so the endpoint's will speaks only if this process is gone, hangs, or
/// could not publish.
public final class Publisher: Sendable {
    private let desk = Desk()
    private let endpoint: Endpoint

    /// Does not connect yet.
    public init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        Thread.detachNewThread { [desk] in Delivery(endpoint, desk).run() }
    }

    deinit { desk.close(Errand([])) }

    /// Connects if there is no connection.
    public func connect(within time: Duration = .seconds(10)) async throws(MosquittoError) {
        try await publish([], within: time)
    }

    /// Returns when the broker has acknowledged all of them. After an error some may have arrived: publish all of
    /// them again.
    public func publish(
        _ messages: [OutgoingMessage], within time: Duration = .seconds(30)
    ) async throws(MosquittoError) {
        let errand = Errand(messages)
        try await wait(for: errand, within: time) { desk.add(errand) }
    }

    /// Says goodbye, so that the will is not published. What waits to be published fails as closed.
    public func close() async {
        let errand = Errand([])
        try? await wait(for: errand, within: .seconds(5)) { desk.close(errand) }
    }

    private func wait(
        for errand: Errand, within time: Duration, start: () -> Void
    ) async throws(MosquittoError) {
        let timer = Task { [desk] in
            guard (try? await Task.sleep(for: time)) != nil else { return }
            errand.finish(.failure(.timedOut(after: time)))
            desk.bell.ring()
        }
        defer { timer.cancel() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                errand.whenDone { continuation.resume(returning: $0) }
                start()
            }
        } onCancel: {
            errand.finish(.failure(.cancelled))
            desk.bell.ring()
        }
        try result.get()
    }
}

/// A list to publish, and who waits for it. The first to finish it decides.
final class Errand: Sendable {
    typealias Outcome = Result<Void, MosquittoError>

    let messages: [OutgoingMessage]
    private let state = Mutex<(outcome: Outcome?, listener: (@Sendable (Outcome) -> Void)?)>((nil, nil))

    init(_ messages: [OutgoingMessage]) {
        self.messages = messages
    }

    var isDone: Bool { state.withLock { $0.outcome != nil } }

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

/// Where callers leave errands and the delivering thread finds them.
final class Desk: Sendable {
    private struct State {
        var waiting: [Errand] = []
        var farewell: Errand?
    }

    let bell = Bell()
    private let state = Mutex(State())

    func add(_ errand: Errand) {
        let isOpen = state.withLock { state in
            if state.farewell == nil { state.waiting.append(errand) }
            return state.farewell == nil
        }
        if isOpen { bell.ring() } else { errand.finish(.failure(.closed)) }
    }

    /// The first to close waits for the goodbye; later ones have nothing to wait for.
    func close(_ errand: Errand) {
        let isFirst = state.withLock { state in
            if state.farewell == nil { state.farewell = errand } else { return false }
            return true
        }
        if isFirst { bell.ring() } else { errand.finish(.success(())) }
    }

    enum Next {
        case deliver(Errand)
        case close(Errand, failing: [Errand])
        case nothing
    }

    func next() -> Next {
        state.withLock { state in
            if let farewell = state.farewell {
                defer { state.waiting = [] }
                return .close(farewell, failing: state.waiting)
            }
            return state.waiting.isEmpty ? .nothing : .deliver(state.waiting.removeFirst())
        }
    }
}

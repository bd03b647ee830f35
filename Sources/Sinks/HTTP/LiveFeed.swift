public import Barometer
import Synchronization

/// Hands each publication to all who listen at this moment. Who cannot keep up is dropped, never waited for.
///
/// A listener that was dropped comes back with the last sequence it saw and is told the rest from the store.
public final class LiveFeed: Sink, NoticeSink {
    public let name = "live"
    private let now: @Sendable () -> EventTime
    private let depth: Int
    private let state = Mutex(State())

    /// - Parameter now: the house's clock; pages reckon ages from it.
    /// - Parameter depth: above zero; how many batches may wait for one listener before it is dropped.
    public init(now: @escaping @Sendable () -> EventTime, depth: Int = 64) {
        self.now = now
        self.depth = depth
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var joined = 0
        var dropped = 0
        /// The highest sequence that was sent.
        var sequence = 0
        /// Lowest sequence first, at most `recentLimit`.
        var recent: [Publication] = []
        /// The newest of each zone.
        var outlooks: [ZoneID: Outlook] = [:]
    }

    private struct Listener {
        let frames: AsyncStream<LiveFrame>.Continuation
        let hangUp: @Sendable () -> Void

        func leave() {
            frames.finish()
            hangUp()
        }
    }

    /// What a new listener gets: everything from `recent` on, without a gap.
    struct Subscription: Sendable {
        let recent: [Publication]
        let frames: AsyncStream<LiveFrame>
    }

    /// The store may be some batches behind the feed; so many publications bridge the difference.
    private static let recentLimit = 1_024

    /// How many listen now.
    public var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// How many were dropped since the start because they were too slow.
    public var droppedListeners: Int { state.withLock { $0.dropped } }

    /// Sends what has a higher sequence than everything before; what was sent already is not sent again.
    public func write(_ publications: [Publication]) async throws(SinkError) {
        let end = LiveEvent.now(now())
        let known = state.withLock { $0.sequence }
        let fresh = publications.filter { $0.sequence > known }.sorted { $0.sequence < $1.sequence }
        guard let last = fresh.last else { return }
        let frame: LiveFrame
        do {
            frame = LiveFrame(try fresh.map { try LiveEvent($0) }, end: end)
        } catch {
            throw SinkError(
                sink: name, problem: "a reading cannot be written as JSON: \(error)",
                remedy: "report it with the release's number", retryHelps: false)
        }
        let slow = state.withLock { state in
            state.sequence = max(state.sequence, last.sequence)
            state.recent = (state.recent + fresh).suffix(Self.recentLimit)
            return Self.send(frame, in: &state)
        }
        for listener in slow { listener.leave() }
    }

    /// Sends outlooks, and remembers them for those who come later; alarms are not for everybody.
    public func tell(_ notices: [Notice]) async throws(SinkError) {
        let texts: String
        do {
            texts = try notices.map(LiveEvent.notice).joined()
        } catch {
            throw SinkError(
                sink: name, problem: "an outlook cannot be written as JSON: \(error)",
                remedy: "report it with the release's number", retryHelps: false)
        }
        guard !texts.isEmpty else { return }
        let frame = LiveFrame([], end: texts + LiveEvent.now(now()))
        let slow = state.withLock { state in
            for case .outlook(let outlook) in notices { state.outlooks[outlook.zone] = outlook }
            return Self.send(frame, in: &state)
        }
        for listener in slow { listener.leave() }
    }

    /// What is to be expected of a zone; `nil` when nothing holds now.
    func outlook(of zone: ZoneID) -> Outlook? {
        outlooks.first { $0.zone == zone }
    }

    /// Those that hold now, by zone.
    var outlooks: [Outlook] {
        let now = now()
        return state.withLock { Array($0.outlooks.values) }
            .filter { now < $0.validUntil }
            .sorted { $0.zone < $1.zone }
    }

    /// A comment and the time, so that a silent connection shows that it is alive.
    func ping() {
        let frame = LiveFrame([], end: ": ping\n\n" + LiveEvent.now(now()))
        for listener in state.withLock({ Self.send(frame, in: &$0) }) { listener.leave() }
    }

    /// - Parameter hangUp: cuts the connection when this listener is too slow.
    func subscribe(hangUp: @escaping @Sendable () -> Void) -> Subscription {
        let (frames, continuation) = AsyncStream<LiveFrame>.makeStream(
            bufferingPolicy: .bufferingOldest(depth))
        return state.withLock { state in
            state.joined += 1
            let key = state.joined
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: key) }
            }
            state.listeners[key] = Listener(frames: continuation, hangUp: hangUp)
            return Subscription(recent: state.recent, frames: frames)
        }
    }

    /// Returns those whose queue is full, already taken off the list.
    ///
    /// Sending inside the lock keeps the order; leaving must wait until it is free, since it comes back here.
    private static func send(_ frame: LiveFrame, in state: inout State) -> [Listener] {
        var slow: [Listener] = []
        for (key, listener) in state.listeners {
            if case .dropped = listener.frames.yield(frame) {
                slow.append(listener)
                state.listeners[key] = nil
            }
        }
        state.dropped += slow.count
        return slow
    }
}

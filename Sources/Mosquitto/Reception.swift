/// The work of a subscriber's thread: read many, commit, and only then write. Nobody else touches what is in here.
final class Reception {
    private let settings: Subscriber.Settings
    private let commit: (Batch) throws -> Void
    private let onEvent: (Subscriber.Event) -> Void
    private let bell: Bell
    private let inbox: Inbox
    private var lifecycle = Lifecycle.down(failures: 0)
    /// By the number of the SUBSCRIBE that is not answered yet.
    private var asked: [Int32: String] = [:]
    private var hasServed = false

    init(
        _ settings: Subscriber.Settings, commit: @escaping (Batch) throws -> Void,
        onEvent: @escaping (Subscriber.Event) -> Void, bell: Bell
    ) {
        self.settings = settings
        self.commit = commit
        self.onEvent = onEvent
        self.bell = bell
        inbox = Inbox(payloadLimit: settings.payloadBytes)
    }

    func run() {
        var step = lifecycle.start()
        while case .connect(let delay) = step {
            if delay > .zero {
                onEvent(.waiting(delay))
                bell.wait(for: delay)
            }
            step = bell.isRung ? lifecycle.stop() : attempt()
        }
    }

    /// One connection, from its making to its end.
    private func attempt() -> Lifecycle.Step {
        do {
            let session = Connection.Session(
                expiry: settings.sessionExpiry, receiveMaximum: settings.batchMessages)
            let connection = try Connection(to: settings.endpoint, inbox: inbox, session: session)
            try receive(from: connection)
            sayGoodbye(connection)
            return lifecycle.stop()
        } catch {
            report(error)
            inbox.reset()
            return lifecycle.lost(Backoff(base: settings.backoff), jitter: .random(in: 0..<1))
        }
    }

    private func receive(from connection: Connection) throws {
        let start = ContinuousClock.now
        var nextTick = start
        while !bell.isRung {
            // The batch is empty here, so everything that is queued may go.
            if connection.wantsToWrite { try connection.write() }
            let isStuck = connection.wantsToWrite
            bell.wait(for: connection.socket, writable: isStuck, atMost: .seconds(1))
            try gather(from: connection)
            try answer(connection)
            try commitBatch()
            if .now >= nextTick {
                nextTick = .now + .seconds(1)
                if nextTick > start + settings.backoff * 64 { lifecycle.proven() }
                try connection.tick()
            }
        }
    }

    /// Reads what there is, naps, and reads again, so that a busy line is served in few large sips. A lone message
    /// waits for a quarter of the linger; if more come meanwhile, they wait together for the rest of it.
    private func gather(from connection: Connection) throws {
        try drain(connection)
        guard !inbox.batch.isEmpty else { return }
        let end = ContinuousClock.now + settings.linger
        var isFlowing = false
        while !isFull, !bell.isRung {
            let left = end - .now
            guard left > .zero else { return }
            if !isFlowing { connection.quicken() }
            bell.wait(for: isFlowing ? left : min(left, settings.linger / 4))
            let count = inbox.batch.count
            try drain(connection)
            if inbox.batch.count > count { isFlowing = true } else if !isFlowing { return }
        }
    }

    /// Also called when the socket is not readable: TLS may hold messages that it has decrypted already.
    private func drain(_ connection: Connection) throws {
        var heard: Int
        repeat {
            heard = inbox.heard
            try connection.read()
        } while inbox.heard != heard && !isFull
    }

    private var isFull: Bool {
        inbox.batch.count >= settings.batchMessages || inbox.batch.bytes.count >= settings.batchBytes
    }

    private func commitBatch() throws {
        guard !inbox.batch.isEmpty else { return }
        do {
            try commit(inbox.batch)
        } catch {
            throw Ending.commitFailed("\(error)")
        }
        lifecycle.proven()
        if inbox.batch.oversized > 0 { onEvent(.oversized(messages: inbox.batch.oversized)) }
        inbox.batch.clear()
    }
}

extension Reception {
    /// Why we end a connection ourselves.
    private enum Ending: Error {
        case commitFailed(String)
        case refused(filter: String, why: String)
    }

    /// Takes up what the broker said about the connection and the subscriptions.
    private func answer(_ connection: Connection) throws {
        if case .connecting = lifecycle, let connack = inbox.connack, connack.code == 0 {
            connection.settle()
            onEvent(.connected(sessionPresent: connack.sessionPresent))
            if hasServed, !connack.sessionPresent { onEvent(.sessionLost) }
            try follow(lifecycle.accepted(filters: settings.filters.count), connection)
        }
        for grant in inbox.takeGrants() {
            guard let filter = asked.removeValue(forKey: grant.message) else { continue }
            guard grant.code == 1 else {
                throw Ending.refused(
                    filter: filter,
                    why: grant.code == 0 ? "granted with QoS 0 only" : Library.reason(grant.code))
            }
            try follow(lifecycle.granted(), connection)
        }
    }

    private func follow(_ step: Lifecycle.Step, _ connection: Connection) throws {
        switch step {
        case .subscribe:
            asked.removeAll()
            for filter in settings.filters { asked[try connection.subscribe(to: filter)] = filter }
        case .serve:
            hasServed = true
            if let birth = settings.birth { try connection.publish(birth) }
            onEvent(.granted)
        case .connect, .carryOn, .end:
            break
        }
    }

    private func sayGoodbye(_ connection: Connection) {
        if let birth = settings.birth, var last = settings.endpoint.will, case .serving = lifecycle {
            last.topic = birth.topic
            try? connection.publish(last)
        }
        connection.close(within: .seconds(2))
    }

    private func report(_ error: any Error) {
        switch error {
        case Ending.commitFailed(let why): onEvent(.commitFailed(why))
        case Ending.refused(let filter, let why): onEvent(.refused(filter: filter, why: why))
        case MosquittoError.refused(let why): onEvent(.rejected(why: why))
        case MosquittoError.lost(let why): onEvent(.lost(why: why))
        default: onEvent(.lost(why: "\(error)"))
        }
    }
}

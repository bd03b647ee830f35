/// The work of a publisher's thread: one errand after the other, and pings in between.
final class Delivery {
    private let endpoint: Endpoint
    private let desk: Desk
    private let inbox = Inbox(payloadLimit: 0)
    private var connection: Connection?
    private var nextTick = ContinuousClock.now

    /// How many messages may be in the library's hands unacknowledged.
    private static let window = 2000

    init(_ endpoint: Endpoint, _ desk: Desk) {
        self.endpoint = endpoint
        self.desk = desk
    }

    func run() {
        while true {
            desk.bell.silence()
            switch desk.next() {
            case .deliver(let errand):
                deliver(errand)
            case .close(let farewell, let failing):
                for errand in failing { errand.finish(.failure(.closed)) }
                connection?.close(within: .seconds(2))
                connection = nil
                return farewell.finish(.success(()))
            case .nothing:
                idle()
            }
        }
    }

    /// Keeps the connection alive. If it ends, the next errand makes a new one.
    private func idle() {
        guard let connection else { return desk.bell.wait(for: -1, writable: false, atMost: .seconds(3600)) }
        do {
            try turn(connection)
        } catch {
            self.connection = nil
        }
    }

    private func deliver(_ errand: Errand) {
        if errand.isDone { return }
        do throws(MosquittoError) {
            let connection = try connected(for: errand)
            try publish(errand, over: connection)
            errand.finish(.success(()))
        } catch {
            switch error {
            case .unusable, .notAccepted: break
            // What was not acknowledged must not be sent by the library later on.
            case .unreachable, .refused, .lost, .timedOut, .cancelled, .closed: connection = nil
            }
            errand.finish(.failure(error))
        }
    }

    private func connected(for errand: Errand) throws(MosquittoError) -> Connection {
        if let connection {
            if connection.socket >= 0 { return connection }
            self.connection = nil
        }
        let made = try Connection(to: endpoint, inbox: inbox, session: nil)
        while inbox.connack == nil {
            try turn(made)
            if errand.isDone { throw .cancelled }
        }
        made.settle()
        connection = made
        return made
    }

    private func publish(_ errand: Errand, over connection: Connection) throws(MosquittoError) {
        inbox.startCounting()
        var rest = errand.messages[...]
        var sent = 0
        var problem: MosquittoError?
        while inbox.acknowledged < sent || !rest.isEmpty {
            while sent - inbox.acknowledged < Delivery.window, let message = rest.first {
                do throws(MosquittoError) {
                    try connection.publish(message)
                    sent += 1
                    rest.removeFirst()
                } catch {
                    guard case .unusable = error else { throw error }
                    problem = error
                    rest = []
                }
            }
            try turn(connection)
            if errand.isDone { throw .cancelled }
        }
        if let problem { throw problem }
        let (count, code) = inbox.notAccepted
        if count > 0 { throw .notAccepted(messages: count, why: Library.reason(code)) }
    }

    private func turn(_ connection: Connection) throws(MosquittoError) {
        if connection.wantsToWrite { try connection.write() }
        connection.quicken()
        desk.bell.wait(for: connection.socket, writable: connection.wantsToWrite, atMost: .seconds(1))
        var heard: Int
        repeat {
            heard = inbox.heard
            try connection.read()
        } while inbox.heard != heard
        inbox.batch.clear()
        if .now >= nextTick {
            nextTick = .now + .seconds(1)
            try connection.tick()
        }
    }
}

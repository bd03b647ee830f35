/// Why a call to the broker failed, and the way out.
public enum MosquittoError: Error, Hashable, Sendable {
    /// The library would not take what it was given; nothing was sent.
    case unusable(what: String, why: String)
    /// No connection came about: name, address, network or TLS.
    case unreachable(host: String, port: Int, why: String)
    /// The broker answered and said no.
    case refused(why: String)
    /// The connection ended. What was not acknowledged may or may not have arrived.
    case lost(why: String)
    /// The broker took the connection but not these messages.
    case notAccepted(messages: Int, why: String)
    /// The broker did not answer in time. What was not acknowledged may or may not have arrived.
    case timedOut(after: Duration)
    /// The waiting task was cancelled.
    case cancelled
    /// The publisher was closed.
    case closed
}

extension MosquittoError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unusable(let what, let why):
            "cannot use \(what): \(why); correct this setting"
        case .unreachable(let host, let port, let why):
            "cannot reach the broker at \(host):\(port): \(why); check address, network and certificates"
        case .refused(let why):
            "the broker refused the connection: \(why); check client id, user name and password"
        case .lost(let why):
            "the connection to the broker ended: \(why); call again to reconnect"
        case .notAccepted(let messages, let why):
            "the broker did not accept \(messages) messages: \(why); check what this client may publish"
        case .timedOut(let after):
            "the broker did not answer within \(after); call again to reconnect, or allow more time"
        case .cancelled:
            "cancelled while waiting for the broker; call again to reconnect"
        case .closed:
            "the publisher is closed; make a new one"
        }
    }
}

import CMosquitto
import Glibc

/// What libmosquitto's callbacks leave for the thread that turns its loop. The same thread calls both, so there is
/// no lock; the callbacks copy and do nothing else.
final class Inbox {
    var batch = Batch()
    /// Rises with every callback.
    private(set) var heard = 0
    private(set) var connack: (code: Int32, sessionPresent: Bool)?
    /// Answers to SUBSCRIBE that were not taken yet.
    private var grants: [(message: Int32, code: Int32)] = []
    private(set) var acknowledged = 0
    /// How many of the acknowledged the broker did not take, and its reason for the last of them.
    private(set) var notAccepted: (count: Int, code: Int32) = (0, 0)
    /// Why the connection ended, if the library or the broker said so.
    private(set) var ending: Int32?
    /// What the library last complained about.
    private(set) var complaint: String?
    private let payloadLimit: Int

    init(payloadLimit: Int) {
        self.payloadLimit = payloadLimit
    }

    /// Forgets the last connection and whatever came over it.
    func reset() {
        batch.clear()
        connack = nil
        grants.removeAll()
        startCounting()
        ending = nil
        complaint = nil
    }

    /// Counts acknowledgements from zero again.
    func startCounting() {
        (acknowledged, notAccepted) = (0, (0, 0))
    }

    func takeGrants() -> [(message: Int32, code: Int32)] {
        if grants.isEmpty { return [] }
        defer { grants.removeAll() }
        return grants
    }

    fileprivate func take(_ message: UnsafePointer<mosquitto_message>, _ properties: OpaquePointer?) {
        heard += 1
        guard let topic = unsafe message.pointee.topic else { return }
        let firstProperty = batch.userProperties.count
        if let properties = unsafe properties {
            unsafe Received.appendUserProperties(from: properties, to: &batch)
        }
        unsafe batch.append(
            topic: UnsafeRawBufferPointer(start: topic, count: strlen(topic)),
            payload: UnsafeRawBufferPointer(
                start: message.pointee.payload, count: Int(message.pointee.payloadlen)),
            limit: payloadLimit, retained: message.pointee.retain, firstProperty: firstProperty)
        if let properties = unsafe properties {
            unsafe Received.appendContentType(from: properties, to: &batch)
        }
    }

    fileprivate func connected(_ code: Int32, flags: Int32) {
        heard += 1
        connack = (code, flags & 1 != 0)
    }

    fileprivate func granted(_ message: Int32, _ codes: UnsafeBufferPointer<Int32>) {
        heard += 1
        for index in codes.indices { grants.append((message, unsafe codes[index])) }
    }

    fileprivate func published(_ code: Int32) {
        heard += 1
        acknowledged += 1
        if code >= 128 { notAccepted = (notAccepted.count + 1, code) }
    }

    fileprivate func ended(_ code: Int32) {
        heard += 1
        ending = ending ?? code
    }

    fileprivate func complained(_ level: Int32, _ text: UnsafePointer<CChar>) {
        if level == MOSQ_LOG_ERR { complaint = unsafe String(cString: text) }
    }
}

extension Inbox {
    /// Tells the library where to leave things. `client` must have been made with `address` and must not outlive
    /// this inbox.
    func attach(to client: OpaquePointer) {
        unsafe mosquitto_message_v5_callback_set(client) { _, inbox, message, properties in
            guard let message = unsafe message else { return }
            unsafe Inbox.with(inbox) { unsafe $0.take(message, properties) }
        }
        unsafe mosquitto_connect_v5_callback_set(client) { _, inbox, code, flags, _ in
            unsafe Inbox.with(inbox) { $0.connected(code, flags: flags) }
        }
        unsafe mosquitto_subscribe_v5_callback_set(client) { _, inbox, message, count, codes, _ in
            unsafe Inbox.with(inbox) {
                unsafe $0.granted(message, UnsafeBufferPointer(start: codes, count: Int(count)))
            }
        }
        unsafe mosquitto_publish_v5_callback_set(client) { _, inbox, _, code, _ in
            unsafe Inbox.with(inbox) { $0.published(code) }
        }
        unsafe mosquitto_disconnect_v5_callback_set(client) { _, inbox, code, _ in
            unsafe Inbox.with(inbox) { $0.ended(code) }
        }
    }

    /// Listens to the library's log, which costs it time for every packet.
    func attachLog(to client: OpaquePointer) {
        unsafe mosquitto_log_callback_set(client) { _, inbox, level, text in
            guard let text = unsafe text else { return }
            unsafe Inbox.with(inbox) { unsafe $0.complained(level, text) }
        }
    }

    var address: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    private static func with(_ address: UnsafeMutableRawPointer?, _ body: (Inbox) -> Void) {
        guard let address = unsafe address else { return }
        unsafe Unmanaged<Inbox>.fromOpaque(address)._withUnsafeGuaranteedRef(body)
    }
}

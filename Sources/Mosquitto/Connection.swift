import CMosquitto
import Glibc

/// One connection: a libmosquitto handle from its making to its end. Whoever makes it is the only thread to use it.
///
/// The library is told that we are threaded and is given no thread. It then only queues what it wants to send, and
/// `write` is the single place where anything, acknowledgements above all, leaves for the broker. Letting go of the
/// connection closes it and drops what is queued.
@safe final class Connection {
    private let raw: OpaquePointer
    private let inbox: Inbox
    private let endpoint: Endpoint

    /// What the broker shall remember of this client.
    struct Session {
        /// After the connection ended; whole seconds.
        var expiry: Duration
        /// How many messages may be on their way to us unacknowledged: 1...65535. MQTT 5 only.
        var receiveMaximum: Int
    }

    /// - Parameter session: `nil` leaves nothing behind at the broker.
    init(to endpoint: Endpoint, inbox: Inbox, session: Session?) throws(MosquittoError) {
        guard Library.isReady,
            let made = unsafe mosquitto_new(endpoint.clientID, session == nil, inbox.address)
        else { throw .unusable(what: "client id \(endpoint.clientID)", why: "the library refused it") }
        unsafe raw = made
        self.inbox = inbox
        self.endpoint = endpoint
        inbox.reset()
        unsafe inbox.attach(to: raw)
        unsafe inbox.attachLog(to: raw)
        try configure(receiveMaximum: session?.receiveMaximum)
        try secure()
        if let will = endpoint.will { try set(will) }
        try open(sessionExpiry: session?.expiry)
    }

    deinit { unsafe mosquitto_destroy(raw) }

    /// Below zero once the connection has ended.
    var socket: Int32 { unsafe mosquitto_socket(raw) }
    var wantsToWrite: Bool { unsafe mosquitto_want_write(raw) }

    /// Takes in one packet, if there is one.
    func read() throws(MosquittoError) {
        try keep(unsafe mosquitto_loop_read(raw, 1))
    }

    /// Sends what is queued, as far as the socket takes it: acknowledgements too.
    func write() throws(MosquittoError) {
        // Many small packets leave as few large ones.
        set(TCP_CORK, 1)
        defer { set(TCP_CORK, 0) }
        try keep(unsafe mosquitto_loop_write(raw, 1))
    }

    /// Tells the broker's system at once what has come in. Otherwise that may take 40 ms, and for so long Nagle's
    /// algorithm holds back the small packets that the broker has ready for us.
    func quicken() {
        set(TCP_QUICKACK, 1)
    }

    /// Pings the broker when it is time to, and notices when it does not answer. About once a second.
    func tick() throws(MosquittoError) {
        try keep(unsafe mosquitto_loop_misc(raw))
    }

    /// The connection stands: from here on the library's log costs more than it tells.
    func settle() {
        unsafe mosquitto_log_callback_set(raw, nil)
    }

    /// Asks for QoS 1; the answer comes under the number that is returned.
    func subscribe(to filter: String) throws(MosquittoError) -> Int32 {
        var message: Int32 = 0
        // A session that is still there has had the retained messages.
        let options = endpoint.protocolVersion == .v5 ? Int32(MQTT_SUB_OPT_SEND_RETAIN_NEW.rawValue) : 0
        let code = unsafe mosquitto_subscribe_v5(raw, &message, filter, 1, options, nil)
        try use(code, "topic filter \(filter)")
        return message
    }

    func publish(_ message: OutgoingMessage) throws(MosquittoError) {
        let properties = try Properties(of: message, for: endpoint.protocolVersion)
        let code = unsafe message.payload.withUnsafeBytes { payload in
            unsafe mosquitto_publish_v5(
                raw, nil, message.topic, Int32(payload.count), payload.baseAddress, 1, message.retain,
                properties.list)
        }
        try use(code, "topic \(message.topic)")
    }

    /// Sends all that is queued and says goodbye. Returns when the broker has taken it or the time is up.
    func close(within time: Duration) {
        let end = ContinuousClock.now + time
        let patience = Bell()
        // The library closes its socket right after the goodbye. Were there unread messages, that would reset the
        // connection and could take the last acknowledgements with it; so a copy stays open until the broker closes.
        let spare = dup(socket)
        defer { _ = Glibc.close(spare) }
        guard unsafe mosquitto_disconnect(raw) == 0 else { return }
        while socket >= 0, .now < end {
            guard (try? write()) != nil, socket >= 0 else { break }
            patience.wait(for: socket, writable: true, atMost: end - .now)
        }
        _ = shutdown(spare, Int32(SHUT_WR))
        drain(spare, until: end, patience)
    }
}

extension Connection {
    private func configure(receiveMaximum: Int?) throws(MosquittoError) {
        unsafe mosquitto_threaded_set(raw, true)
        let version = endpoint.protocolVersion == .v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
        try use(unsafe mosquitto_int_option(raw, MOSQ_OPT_PROTOCOL_VERSION, version), "the protocol version")
        try use(unsafe mosquitto_max_inflight_messages_set(raw, 1000), "the send window")
        if let receiveMaximum {
            let code = unsafe mosquitto_int_option(raw, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(receiveMaximum))
            try use(code, "receive maximum \(receiveMaximum)")
        }
    }

    private func secure() throws(MosquittoError) {
        if let credentials = endpoint.credentials {
            let code = unsafe mosquitto_username_pw_set(raw, credentials.username, credentials.password)
            try use(code, "user name \(credentials.username)")
        }
        if let tls = endpoint.tls {
            let code = unsafe mosquitto_tls_set(
                raw, tls.caFile, nil, tls.certificateFile, tls.keyFile, nil)
            let files = [tls.caFile, tls.certificateFile, tls.keyFile].compactMap(\.self)
            try use(code, "TLS files \(files.joined(separator: ", "))")
        }
    }

    private func set(_ will: OutgoingMessage) throws(MosquittoError) {
        var properties = try Properties(of: will, for: endpoint.protocolVersion)
        let code = unsafe will.payload.withUnsafeBytes { payload in
            unsafe mosquitto_will_set_v5(
                raw, will.topic, Int32(payload.count), payload.baseAddress, 1, will.retain, properties.list)
        }
        try use(code, "last will for topic \(will.topic)")
        properties.handOver()
    }

    /// Blocks: for as long as the resolver and the network take, which can be minutes.
    private func open(sessionExpiry: Duration?) throws(MosquittoError) {
        var properties = Properties()
        if let sessionExpiry, endpoint.protocolVersion == .v5 {
            try properties.add(sessionExpiry: sessionExpiry)
        }
        let keepAlive = Int32(min(max(endpoint.keepAlive.wholeSecondsUp, 5), 65_535))
        let code = unsafe mosquitto_connect_bind_v5(
            raw, endpoint.host, Int32(clamping: endpoint.port), keepAlive, nil, properties.list)
        if code != 0 {
            let text = Library.text(code)
            throw .unreachable(
                host: endpoint.host, port: endpoint.port,
                why: inbox.complaint.map { "\(text) \($0)" } ?? text)
        }
    }

    private func use(_ code: Int32, _ what: @autoclosure () -> String) throws(MosquittoError) {
        guard code != 0 else { return }
        if code == MOSQ_ERR_NO_CONN.code { throw ending(code) }
        throw .unusable(what: what(), why: Library.text(code))
    }

    private func keep(_ code: Int32) throws(MosquittoError) {
        if code != 0 || inbox.ending != nil { throw ending(code) }
    }

    private func ending(_ code: Int32) -> MosquittoError {
        if let connack = inbox.connack, connack.code != 0 {
            return .refused(why: Library.text(connack: connack.code, endpoint.protocolVersion))
        }
        let code = inbox.ending ?? code
        let text = code < 128 ? Library.text(code) : Library.reason(code)
        return .lost(why: inbox.complaint.map { "\(text) \($0)" } ?? text)
    }

    private func set(_ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(socket, Int32(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private func drain(_ descriptor: Int32, until end: ContinuousClock.Instant, _ patience: Bell) {
        var waste = [UInt8](repeating: 0, count: 65_536)
        while .now < end {
            patience.wait(for: descriptor, writable: false, atMost: end - .now)
            let count = unsafe recv(descriptor, &waste, waste.count, Int32(MSG_DONTWAIT))
            if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return }
        }
    }
}

import CMosquitto
import Glibc

/// What libmosquitto needs once per process, and its words for numbers.
enum Library {
    static let isReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.code

    /// For the library's own results. To be called before anything else touches `errno`.
    static func text(_ code: Int32) -> String {
        if code == MOSQ_ERR_ERRNO.code { return unsafe String(cString: strerror(errno)) }
        return unsafe mosquitto_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }

    /// For a broker's answer to CONNECT.
    static func text(connack code: Int32, _ version: Endpoint.ProtocolVersion) -> String {
        switch version {
        case .v5: reason(code)
        case .v311: unsafe mosquitto_connack_string(code).map { unsafe String(cString: $0) } ?? "code \(code)"
        }
    }

    /// For MQTT 5 reason codes.
    static func reason(_ code: Int32) -> String {
        unsafe mosquitto_reason_string(code).map { unsafe String(cString: $0) } ?? "reason \(code)"
    }
}

extension mosq_err_t {
    var code: Int32 { Int32(rawValue) }
}

import CMosquitto
import Glibc

/// A list of MQTT 5 properties to send. The library allocates it, and it is freed here, once.
@safe struct Properties: ~Copyable {
    private(set) var list: OpaquePointer?

    init() { unsafe list = nil }

    /// What a message carries; empty for older versions of the protocol.
    init(of message: OutgoingMessage, for version: Endpoint.ProtocolVersion) throws(MosquittoError) {
        unsafe list = nil
        guard version == .v5 else { return }
        if message.isText {
            try check(unsafe mosquitto_property_add_byte(&list, MQTT_PROP_PAYLOAD_FORMAT_INDICATOR.id, 1))
        }
        if let expiry = message.expiry {
            let seconds = UInt32(clamping: expiry.wholeSecondsUp)
            try check(
                unsafe mosquitto_property_add_int32(&list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.id, seconds))
        }
        if let type = message.contentType {
            try check(unsafe mosquitto_property_add_string(&list, MQTT_PROP_CONTENT_TYPE.id, type))
        }
    }

    mutating func add(sessionExpiry: Duration) throws(MosquittoError) {
        let seconds = UInt32(clamping: sessionExpiry.wholeSecondsUp)
        try check(unsafe mosquitto_property_add_int32(&list, MQTT_PROP_SESSION_EXPIRY_INTERVAL.id, seconds))
    }

    /// The library has taken the list and will free it.
    mutating func handOver() {
        unsafe list = nil
    }

    deinit {
        var owned = unsafe list
        if unsafe owned != nil { unsafe mosquitto_property_free_all(&owned) }
    }

    private func check(_ code: Int32) throws(MosquittoError) {
        guard code == 0 else { throw .unusable(what: "a message property", why: Library.text(code)) }
    }
}

/// What a received message carries. The library frees the list after the callback, and gives strings as copies.
enum Received {
    static func appendUserProperties(from list: OpaquePointer, to batch: inout Batch) {
        let id = MQTT_PROP_USER_PROPERTY.id
        var current: OpaquePointer? = unsafe list
        var isNext = false
        while let from = unsafe current {
            var name: UnsafeMutablePointer<CChar>?
            var value: UnsafeMutablePointer<CChar>?
            unsafe current = unsafe mosquitto_property_read_string_pair(from, id, &name, &value, isNext)
            isNext = true
            if let name = unsafe name, let value = unsafe value {
                unsafe batch.append(
                    propertyName: UnsafeRawBufferPointer(start: name, count: strlen(name)),
                    value: UnsafeRawBufferPointer(start: value, count: strlen(value)))
            }
            unsafe free(name)
            unsafe free(value)
        }
    }

    static func appendContentType(from list: OpaquePointer, to batch: inout Batch) {
        var text: UnsafeMutablePointer<CChar>?
        _ = unsafe mosquitto_property_read_string(list, MQTT_PROP_CONTENT_TYPE.id, &text, false)
        guard let text = unsafe text else { return }
        unsafe batch.endWith(contentType: UnsafeRawBufferPointer(start: text, count: strlen(text)))
        unsafe free(text)
    }
}

extension mqtt5_property {
    var id: Int32 { Int32(rawValue) }
}

extension Duration {
    /// Rounded up; negative ones count as zero.
    var wholeSecondsUp: Int64 {
        max(0, components.seconds + (components.attoseconds > 0 ? 1 : 0))
    }

    /// Rounded up; negative ones count as zero.
    var wholeMillisecondsUp: Int64 {
        let (seconds, attoseconds) = components
        return max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

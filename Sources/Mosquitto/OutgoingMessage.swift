/// One message for the broker. It always goes out with QoS 1: sent until acknowledged, perhaps twice.
public struct OutgoingMessage: Hashable, Sendable {
    /// Without wildcards.
    public var topic: String
    public var payload: [UInt8]
    /// Whether the broker keeps it for whoever subscribes later.
    public var retain: Bool
    /// Such as `application/json`. MQTT 5 only.
    public var contentType: String?
    /// After which the broker drops it: whole seconds, rounded up. MQTT 5 only; `nil` is never.
    public var expiry: Duration?
    /// Says that the payload is UTF-8. MQTT 5 only.
    public var isText: Bool

    public init(
        topic: String, payload: [UInt8], retain: Bool = false, contentType: String? = nil,
        expiry: Duration? = nil, isText: Bool = false
    ) {
        self.topic = topic
        self.payload = payload
        self.retain = retain
        self.contentType = contentType
        self.expiry = expiry
        self.isText = isText
    }
}

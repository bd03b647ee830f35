/// What a message carries beside its topic and its payload.
public struct Envelope: Sendable {
    /// The broker's last known message, not a new one.
    public var isRetained: Bool
    /// UTF-8; empty if the sender gave none.
    public var contentType: [UInt8]
    /// Names and values that the sender attached, in order.
    public var user: [Property]

    public struct Property: Sendable {
        public let name: [UInt8]
        public let value: [UInt8]

        public init(name: [UInt8], value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    public init(isRetained: Bool = false, contentType: [UInt8] = [], user: [Property] = []) {
        self.isRetained = isRetained
        self.contentType = contentType
        self.user = user
    }
}

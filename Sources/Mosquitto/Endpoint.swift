/// Where a broker is, who we are to it, and what it says of us when we are gone.
public struct Endpoint: Sendable {
    /// A name or an address.
    public var host: String
    /// 1...65535.
    public var port: Int
    /// The broker keeps a session under this name, so it must stay the same over restarts and be used by
    /// one client only: two clients with one name throw each other out for ever.
    public var clientID: String
    public var protocolVersion: ProtocolVersion
    /// `nil` connects without a name.
    public var credentials: Credentials?
    /// `nil` connects in the clear.
    public var tls: TLS?
    /// How long the line may be silent before it is tried: whole seconds, 5...65535.
    public var keepAlive: Duration
    /// What the broker publishes for us if the connection ends without a goodbye.
    public var will: OutgoingMessage?

    public init(
        host: String = "localhost", port: Int = 1883, clientID: String,
        protocolVersion: ProtocolVersion = .v5, credentials: Credentials? = nil, tls: TLS? = nil,
        keepAlive: Duration = .seconds(60), will: OutgoingMessage? = nil
    ) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.protocolVersion = protocolVersion
        self.credentials = credentials
        self.tls = tls
        self.keepAlive = keepAlive
        self.will = will
    }

    public enum ProtocolVersion: Hashable, Sendable {
        /// MQTT 5.
        case v5
        /// MQTT 3.1.1, without properties and reasons.
        case v311
    }

    /// A name and a password, which is never printed.
    public struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        public var username: String
        public var password: String

        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }

        public var description: String { "\(username):…" }
        public var customMirror: Mirror { Mirror(self, children: ["username": username]) }
    }

    /// Paths of PEM files. The broker's certificate and its host name are always checked.
    public struct TLS: Hashable, Sendable {
        /// Who may vouch for the broker.
        public var caFile: String
        /// Our own certificate and key, for brokers that ask for one: both or none.
        public var certificateFile: String?
        public var keyFile: String?

        public init(caFile: String, certificateFile: String? = nil, keyFile: String? = nil) {
            self.caFile = caFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }
}

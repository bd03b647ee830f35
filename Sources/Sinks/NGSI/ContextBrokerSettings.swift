/// Where the context broker is and how the city is called there.
public struct ContextBrokerSettings: Hashable, Sendable {
    /// http or https, without a slash at its end.
    public let address: String
    /// `nil` where the broker has one tenant only.
    public let tenant: String?
    /// Sent as bearer token; never printed. `nil` for none.
    public let token: String?
    /// What every id has in it, such as `mechelen`.
    public let city: String
    /// Where the broker finds the long names of our attributes.
    public let context: String

    public init(address: String, tenant: String?, token: String?, city: String, context: String) {
        self.address = address
        self.tenant = tenant
        self.token = token
        self.city = city
        self.context = context
    }
}

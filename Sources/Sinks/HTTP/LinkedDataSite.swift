import Hummingbird

/// What a site needs to speak of itself as linked data.
public struct LinkedDataSite: Sendable {
    let addresses: AddressSpace
    let stream: StreamStore?

    /// - Parameter stream: `nil` when there is no event stream.
    public init(addresses: AddressSpace, stream: StreamStore?) {
        self.addresses = addresses
        self.stream = stream
    }

    func add(
        to router: Router<SiteContext>, store: ReadingStore, city: @escaping @Sendable () -> CityDescription
    ) {
        router.get("/ngsi-context.jsonld") { [addresses] request, _ in
            try Document(
                [UInt8](JSON.data(NGSIContext(addresses: addresses).document)), type: "application/ld+json",
                cacheControl: "public, max-age=3600"
            ).response(to: request)
        }
        AddressRoute(addresses: addresses, stream: stream, store: store, city: city).add(to: router)
        if let stream { StreamRoute(stream: stream).add(to: router) }
    }
}

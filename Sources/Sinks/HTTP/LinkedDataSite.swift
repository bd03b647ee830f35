public import Barometer
import Hummingbird

/// What a site needs to speak of itself as linked data.
public struct LinkedDataSite: Sendable {
    let addresses: AddressSpace
    let stream: StreamStore?
    let catalogue: Catalogue

    /// - Parameters:
    ///   - publisher: who answers for the data; without a base address there is no linked data.
    ///   - stream: `nil` when there is no event stream.
    ///   - hasDayFiles: whether the site has a table for each day.
    ///   - modified: when what the catalogue says was last changed.
    public init?(
        publisher: PublisherDescription, stream: StreamStore?, hasDayFiles: Bool, modified: EventTime
    ) {
        guard let addresses = publisher.addresses else { return nil }
        self.addresses = addresses
        self.stream = stream
        catalogue = Catalogue(
            addresses: addresses, publisher: publisher, hasStream: stream != nil, hasDayFiles: hasDayFiles,
            modified: modified)
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
        CatalogueRoute(catalogue: catalogue).add(to: router)
        guard let stream else { return }
        StreamRoute(stream: stream).add(to: router)
        LineageRoute(addresses: addresses, stream: stream, city: city).add(to: router)
    }
}

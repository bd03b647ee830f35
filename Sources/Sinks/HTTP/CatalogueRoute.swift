import Hummingbird

/// `/catalog`: what data there is, whose it is and how to get it.
struct CatalogueRoute: Sendable {
    let catalogue: Catalogue

    func add(to router: Router<SiteContext>) {
        router.get("/catalog") { request, _ in
            guard let resource = catalogue.resource else {
                let keys = catalogue.publisher.missing.map { "publisher.\($0)" }.joined(separator: " and ")
                throw Problem.notFound("There is no catalogue before the configuration has \(keys).")
            }
            return try ResourceAnswer(addresses: catalogue.addresses)
                .response(resource, usual: Notation.turtle.mediaType, to: request)
        }
    }
}

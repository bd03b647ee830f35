import Barometer
import Hummingbird

/// `/api/v1/zones/{zone}/outlook`: what is to be expected of a zone next.
struct OutlookRoute: Sendable {
    let feed: LiveFeed
    let city: @Sendable () -> CityDescription

    func response(to request: Request, context: SiteContext) throws -> Response {
        let zone = try context.zone(in: city())
        guard let outlook = feed.outlook(of: zone) else {
            throw Problem.notFound("There is no outlook of zone '\(zone)' at this moment.")
        }
        // It counts until it is over and is replaced before, so nobody keeps it.
        return try Document(json: outlook, cacheControl: "no-cache").response(to: request)
    }
}

extension SiteContext {
    /// The zone that the address speaks of.
    func zone(in city: CityDescription) throws(Problem) -> ZoneID {
        let zone = ZoneID(parameters.get("zone") ?? "")
        guard city.describes(zone) else {
            throw Problem.notFound("There is no zone '\(zone.isSlug ? zone.name : "?")'; see /api/v1/zones.")
        }
        return zone
    }
}

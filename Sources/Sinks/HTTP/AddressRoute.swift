import Barometer
import Foundation
import Hummingbird

/// `/id/…`, the names of things, and `/doc/…`, what is told of them; `/context.jsonld`.
struct AddressRoute: Sendable {
    let addresses: AddressSpace
    let stream: StreamStore?
    let store: ReadingStore
    let city: @Sendable () -> CityDescription

    private var answer: ResourceAnswer { ResourceAnswer(addresses: addresses) }

    func add(to router: Router<SiteContext>) {
        router.get("/context.jsonld") { request, _ in
            try Document(
                [UInt8](JSON.data(JSONLDContext(addresses: addresses).document)), type: ResourceAnswer.json,
                cacheControl: "public, max-age=3600"
            ).response(to: request)
        }
        router.get("/id/**") { request, _ in
            let name = String(request.uri.path.dropFirst("/id/".count))
            return Response.seeOther(
                from: request, to: Catalogue.names.contains(name) ? "catalog" : "doc/" + name)
        }
        addThings(to: router)
        let observation = "/doc/observation/:indicator/:subject/:place"
        router.get("\(observation)") { request, context in
            try await newest(request, context)
        }
        router.get("\(observation)/:version") { request, context in
            try await version(request, context)
        }
    }

    private func addThings(to router: Router<SiteContext>) {
        router.get("/doc/zone/:zone") { request, context in
            let city = city()
            let zone = try context.zone(in: city)
            return try answer.response(Places(addresses: addresses, city: city).zone(zone), to: request)
        }
        router.get("/doc/event/:event") { request, context in
            try answer.response(try await event(context.word("event")), to: request)
        }
        router.get("/doc/concept/:scheme") { request, context in
            try answer.response(concepts().scheme(context.word("scheme")), to: request)
        }
        router.get("/doc/concept/:scheme/:code") { request, context in
            try answer.response(concepts().concept(context.word("scheme"), context.word("code")), to: request)
        }
        router.get("/doc/procedure/:name/:version") { request, context in
            let method = "\(context.word("name"))/\(context.word("version"))"
            return try answer.response(concepts().procedure(method), to: request)
        }
        router.get("/doc/system/footfalld") { request, _ in
            try answer.response(concepts().system, to: request)
        }
    }

    private func concepts() -> Concepts {
        Concepts(addresses: addresses, kinds: Set(city().events.values.compactMap(\.kind)))
    }

    private func event(_ name: String) async throws -> Resource? {
        let impacts = try await store.impacts(of: EventID(name)).compactMap(\.impact)
        guard let impact = impacts.first(where: { city().describes($0.zone) }) else { return nil }
        return Places(addresses: addresses, city: city()).event(
            impact.event, zone: impact.zone, window: impact.window)
    }

    private func newest(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let newest = try await publication(context) else { throw ResourceAnswer.missing }
        guard newest.indicator != nil else {
            throw Problem.gone("This observation was retracted; its versions are in the event stream.")
        }
        return try answer.response(resource(newest), to: request)
    }

    /// The newest version is told of here, those before it in the stream.
    private func version(_ request: Request, _ context: SiteContext) async throws -> Response {
        let text = context.word("version")
        guard let newest = try await publication(context), let version = Int(text.dropFirst()),
            text == "v\(version)", (1...newest.version).contains(version)
        else { throw ResourceAnswer.missing }
        if version == newest.version { return try answer.response(resource(newest), to: request) }
        let address = "\(addresses.observation(of: newest.subject))/v\(version)"
        guard let place = try await stream?.place(of: address) else {
            throw Problem.gone("Version \(newest.version) took its place.")
        }
        return Response.seeOther(from: request, to: "ldes/indicators/\(place.day)/\(place.page)")
    }

    private func publication(_ context: SiteContext) async throws -> Publication? {
        guard let subject = context.subject, let zone = subject.zone, city().describes(zone) else {
            return nil
        }
        return try await store.newest(of: subject)
    }

    private func resource(_ publication: Publication) -> Resource {
        ObservationResource(addresses: addresses, city: city(), tellsLineage: stream != nil)
            .resource(publication)
    }
}

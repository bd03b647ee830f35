import Barometer
import Foundation
import Hummingbird

/// `/id/…`, the names of things, and `/doc/…`, what is told of them; `/context.jsonld`.
struct AddressRoute: Sendable {
    let addresses: AddressSpace
    let stream: StreamStore?
    let store: ReadingStore
    let city: @Sendable () -> CityDescription

    func add(to router: Router<SiteContext>) {
        router.get("/context.jsonld") { request, _ in
            try Document(
                [UInt8](JSON.data(JSONLDContext(addresses: addresses).document)), type: Self.json,
                cacheControl: "public, max-age=3600"
            ).response(to: request)
        }
        router.get("/id/**") { request, _ in elsewhere("doc", request) }
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
        let concepts = Concepts(addresses: addresses)
        router.get("/doc/zone/:zone") { request, context in
            let city = city()
            let zone = try context.zone(in: city)
            return try answer(Places(addresses: addresses, city: city).zone(zone), to: request)
        }
        router.get("/doc/event/:event") { request, context in
            try answer(try await event(context.word("event")), to: request)
        }
        router.get("/doc/concept/:scheme") { request, context in
            try answer(concepts.scheme(context.word("scheme")), to: request)
        }
        router.get("/doc/concept/:scheme/:code") { request, context in
            try answer(concepts.concept(context.word("scheme"), context.word("code")), to: request)
        }
        router.get("/doc/procedure/:name/:version") { request, context in
            let method = "\(context.word("name"))/\(context.word("version"))"
            return try answer(concepts.procedure(method), to: request)
        }
        router.get("/doc/system/footfalld") { request, _ in try answer(concepts.system, to: request) }
    }

    private func event(_ name: String) async throws -> Resource? {
        guard let impact = try await store.impacts(of: EventID(name)).first?.impact else { return nil }
        return Places(addresses: addresses, city: city()).event(
            impact.event, zone: impact.zone, window: impact.window)
    }

    private func newest(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let newest = try await publication(context) else { throw Self.missing }
        guard newest.indicator != nil else {
            throw Problem.gone("This observation was retracted; its versions are in the event stream.")
        }
        return try answer(resource(newest), to: request)
    }

    /// The newest version is told of here, those before it in the stream.
    private func version(_ request: Request, _ context: SiteContext) async throws -> Response {
        let text = context.word("version")
        guard let newest = try await publication(context), let version = Int(text.dropFirst()),
            text == "v\(version)", (1...newest.version).contains(version)
        else { throw Self.missing }
        if version == newest.version { return try answer(resource(newest), to: request) }
        let address = "\(addresses.observation(of: newest.subject))/v\(version)"
        guard let place = try await stream?.place(of: address) else {
            throw Problem.gone("Version \(newest.version) took its place.")
        }
        return redirect(from: request, to: "ldes/indicators/\(place.day)/\(place.page)")
    }

    private func publication(_ context: SiteContext) async throws -> Publication? {
        let (name, place) = (context.word("subject"), context.word("place"))
        let subject: Subject? =
            switch context.word("indicator") {
            case "barometer": Window(addressPart: place).map { .window(ZoneID(name), $0) }
            case "event-impact": .event(EventID(name), ZoneID(place))
            default: nil
            }
        guard let subject, let zone = subject.zone, city().describes(zone) else { return nil }
        return try await store.newest(of: subject)
    }

    private func resource(_ publication: Publication) -> Resource {
        ObservationResource(addresses: addresses, city: city()).resource(publication)
    }

    private static let missing = Problem.notFound("There is nothing of that name.")
    private static let json = "application/ld+json"

    private func answer(_ resource: Resource?, to request: Request) throws -> Response {
        guard let resource else { throw Self.missing }
        let types = [Self.json] + Notation.allCases.map(\.mediaType)
        guard let type = Accept(request.headers[.accept]).best(of: types) else {
            throw Problem.notAcceptable(types)
        }
        let bytes: [UInt8]
        switch Notation.allCases.first(where: { $0.mediaType == type }) {
        case .turtle: bytes = [UInt8](TurtleWriter(addresses: addresses).document([resource]).utf8)
        case .nquads:
            var writer = NQuadsWriter(addresses: addresses)
            bytes = [UInt8](writer.lines([resource]).utf8)
        case nil: bytes = [UInt8](try JSON.data(JSONLDWriter(addresses: addresses).document(resource)))
        }
        return Document(bytes, type: type, cacheControl: "public, max-age=60").response(to: request)
    }

    /// The same path below another folder.
    private func elsewhere(_ folder: String, _ request: Request) -> Response {
        redirect(from: request, to: folder + "/" + request.uri.path.dropFirst("/id/".count))
    }

    /// A relative address, so that it holds under whatever name and folder we were asked.
    private func redirect(from request: Request, to path: String) -> Response {
        let depth = request.uri.path.count { $0 == "/" } - 1
        return Response(
            status: .seeOther,
            headers: [
                .location: String(repeating: "../", count: depth) + path,
                .cacheControl: "public, max-age=60",
            ])
    }
}

extension SiteContext {
    /// A part of the address; empty when it has no such part.
    fileprivate func word(_ name: String) -> String {
        parameters.get(name).flatMap(\.removingPercentEncoding) ?? ""
    }
}

import Barometer
import Hummingbird

/// `/doc/activity/…`, how a version came about, and `/doc/config/…`, by which configuration.
struct LineageRoute: Sendable {
    let addresses: AddressSpace
    let stream: StreamStore
    let city: @Sendable () -> CityDescription

    func add(to router: Router<SiteContext>) {
        let answer = ResourceAnswer(addresses: addresses)
        router.get("/doc/activity/:indicator/:subject/:place/:version") { request, context in
            try answer.response(try await lineage(context), to: request)
        }
        router.get("/doc/config/:digest") { request, context in
            let origin = try await stream.origin(withDigest: context.word("digest"))
            return try answer.response(
                origin.map { Lineage.configuration($0, in: addresses) }, to: request)
        }
        router.get("/doc/dataset/passages") { request, _ in
            try answer.response(Lineage.passages(in: addresses), to: request)
        }
    }

    private func lineage(_ context: SiteContext) async throws -> Resource? {
        let text = context.word("version")
        guard let subject = context.subject, let zone = subject.zone, city().describes(zone),
            let version = Int(text.dropFirst()), text == "v\(version)"
        else { return nil }
        let address = addresses.version(version, of: subject)
        guard let (created, origin) = try await stream.origin(of: address) else { return nil }
        return Lineage(
            addresses: addresses, subject: subject, version: version, created: created, origin: origin
        ).resource
    }
}

extension SiteContext {
    /// What the parts `indicator`, `subject` and `place` of the address name; `nil` when it is nothing of ours.
    var subject: Subject? {
        let (name, place) = (word("subject"), word("place"))
        return switch word("indicator") {
        case "barometer": Window(addressPart: place).map { .window(ZoneID(name), $0) }
        case "event-impact": .event(EventID(name), ZoneID(place))
        default: nil
        }
    }
}

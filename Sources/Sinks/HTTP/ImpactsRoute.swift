import Barometer
import Hummingbird

/// `/api/v1/events/{event}/impact` and `/api/v1/events`: what events did.
struct ImpactsRoute: Sendable {
    let store: ReadingStore
    let city: @Sendable () -> CityDescription

    func newest(_ request: Request, context: SiteContext) async throws -> Response {
        let event = EventID(context.parameters.get("event") ?? "")
        guard let publication = try await store.impacts(of: event).first(where: isTold) else {
            throw Problem.notFound(
                "Nothing was published of event '\(event.isSlug ? event.name : "?")'; see /api/v1/events.")
        }
        return try Document(json: publication.indicator).response(to: request)
    }

    func list(_ request: Request) async throws -> Response {
        let period = try Period(request)
        let items = try await store.impacts(from: period.from, to: period.to).filter(isTold)
            .compactMap(\.indicator)
        return try Document(json: Answer(items: items)).response(to: request)
    }

    /// A zone that is no longer spoken of takes with it what was said.
    private func isTold(_ publication: Publication) -> Bool {
        publication.impact.map { city().describes($0.zone) } ?? false
    }

    private struct Answer: Encodable {
        let items: [Indicator]
    }
}

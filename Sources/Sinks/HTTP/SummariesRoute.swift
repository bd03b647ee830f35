import Barometer
import Hummingbird

/// `/api/v1/events/{event}/detail`, `/api/v1/series` and `/api/v1/series/{series}/impact`: events as a whole.
struct SummariesRoute: Sendable {
    let store: ReadingStore

    func detail(_ request: Request, context: SiteContext) async throws -> Response {
        let event = EventID(context.parameters.get("event") ?? "")
        return try await answer(
            .detail(event), "of event '\(event.isSlug ? event.name : "?")'; see /api/v1/events.", request)
    }

    func impact(_ request: Request, context: SiteContext) async throws -> Response {
        let series = EventSeriesID(context.parameters.get("series") ?? "")
        return try await answer(
            .series(series), "of series '\(series.isSlug ? series.name : "?")'; see /api/v1/series.", request)
    }

    private func answer(_ subject: Subject, _ name: String, _ request: Request) async throws -> Response {
        guard let summary = try await store.newest(of: subject)?.summary else {
            throw Problem.notFound("Nothing was published \(name)")
        }
        return try Document(json: summary).response(to: request)
    }

    func list(_ request: Request) async throws -> Response {
        try Document(json: Answer(items: try await store.series().compactMap(\.summary)))
            .response(to: request)
    }

    private struct Answer: Encodable {
        let items: [Summary]
    }
}

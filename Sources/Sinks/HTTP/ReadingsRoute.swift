import Barometer
import Foundation
import Hummingbird

/// `/api/v1/zones/{zone}/reading` and `/api/v1/readings`: single readings and their history.
struct ReadingsRoute: Sendable {
    let store: ReadingStore
    let city: @Sendable () -> CityDescription

    func newest(_ request: Request, context: SiteContext) async throws -> Response {
        let zone = try context.zone(in: city())
        guard let publication = try await store.newest(of: zone) else {
            throw Problem.notFound("Nothing was published of zone '\(zone)' yet.")
        }
        return try Document(json: publication.indicator).response(to: request)
    }

    func history(_ request: Request) async throws -> Response {
        let query = try Query(request, city: city())
        let page = try await store.page(
            from: query.period.from, to: query.period.to, zone: query.zone, after: query.cursor)
        var document: Document
        switch Accept(request.headers[.accept]).best(of: ["application/json", "text/csv"]) {
        case "text/csv":
            document = Document(
                [UInt8]((IndicatorTable.header + IndicatorTable(page.publications).rows).utf8),
                type: "text/csv; charset=utf-8; header=present", cacheControl: "public, max-age=60")
        default:
            document = try Document(
                json: Page(
                    items: page.publications.compactMap(\.indicator), next: page.next?.description))
        }
        if let next = page.next { document.more[.link] = "<\(query.address(of: next))>; rel=\"next\"" }
        return document.response(to: request)
    }

    private struct Page: Encodable {
        let items: [Indicator]
        let next: String?
    }

    /// What was asked, once it makes sense.
    private struct Query {
        let period: Period
        let zone: ZoneID?
        let cursor: ReadingCursor?

        init(_ request: Request, city: CityDescription) throws(Problem) {
            let query = request.uri.queryParameters
            period = try Period(request)
            zone = query["zone"].map { ZoneID(String($0)) }
            if let zone, !city.describes(zone) {
                throw .notFound("There is no zone of that name; see /api/v1/zones.")
            }
            guard let text = query["cursor"] else {
                cursor = nil
                return
            }
            guard let cursor = ReadingCursor(String(text)) else {
                throw .badRequest("'cursor' must be the 'next' of the page before, unchanged.")
            }
            self.cursor = cursor
        }

        func address(of next: ReadingCursor) -> String {
            let zone = zone.map { "&zone=\($0)" } ?? ""
            return "/api/v1/readings?from=\(period.from)&to=\(period.to)\(zone)&cursor=\(next)"
        }
    }
}

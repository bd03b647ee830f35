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
            from: query.from, to: query.to, zone: query.zone, after: query.cursor)
        var document: Document
        switch Accept(request.headers[.accept]).best(of: ["application/json", "text/csv"]) {
        case "text/csv":
            document = Document(
                [UInt8]((ReadingTable.header + ReadingTable(page.publications).rows).utf8),
                type: "text/csv; charset=utf-8; header=present", cacheControl: "public, max-age=60")
        default:
            document = try Document(
                json: Page(
                    items: page.publications.map(\.indicator), next: page.next?.description))
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
        let from: EventTime
        let to: EventTime
        let zone: ZoneID?
        let cursor: ReadingCursor?

        init(_ request: Request, city: CityDescription) throws(Problem) {
            let query = request.uri.queryParameters
            from = try Self.time("from", query["from"].map(String.init))
            to = try Self.time("to", query["to"].map(String.init))
            guard from < to else { throw .badRequest("'from' must come before 'to'.") }
            zone = query["zone"].map { ZoneID(String($0)) }
            if let zone, !city.describes(zone) {
                throw .badRequest("There is no zone of that name; see /api/v1/zones.")
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

        private static func time(_ name: String, _ text: String?) throws(Problem) -> EventTime {
            // A '+' that was not escaped arrives as a space; the offset is the only place for one after the clock.
            guard let text, let time = EventTime(text) ?? EventTime(text.replacing(" ", with: "+")) else {
                throw .badRequest(
                    "'\(name)' is required as an RFC 3339 time with offset, such as 2026-03-14T09:15:00Z.")
            }
            return time
        }

        func address(of next: ReadingCursor) -> String {
            let zone = zone.map { "&zone=\($0)" } ?? ""
            return "/api/v1/readings?from=\(from)&to=\(to)\(zone)&cursor=\(next)"
        }
    }
}

import Barometer
import Hummingbird

/// `/ldes/indicators`: the event stream, its days and their pages.
struct StreamRoute: Sendable {
    let stream: StreamStore

    func add(to router: Router<SiteContext>) {
        router.get("/ldes/indicators") { request, _ in
            let notation = try Notation(wanted: request)
            return try answer(await stream.first(notation), notation, to: request)
        }
        router.get("/ldes/indicators/:day") { request, context in
            let notation = try Notation(wanted: request)
            return try answer(await stream.day(context.day, notation), notation, to: request)
        }
        router.get("/ldes/indicators/:day/:page") { request, context in
            let notation = try Notation(wanted: request)
            // Written in one way only, so that a page has one address.
            let text = context.parameters.get("page") ?? ""
            guard let number = Int(text), "\(number)" == text else { throw Self.missing }
            return try answer(await stream.page(number, of: context.day, notation), notation, to: request)
        }
    }

    static let missing = Problem.notFound("The stream has no such node; it begins at /ldes/indicators.")

    private func answer(
        _ node: StreamNode?, _ notation: Notation, to request: Request
    ) throws -> Response {
        switch node {
        case nil: throw Self.missing
        case .gone: throw Problem.gone("This day is kept no longer; the stream begins at /ldes/indicators.")
        case .growing(let bytes):
            return Document(bytes, type: notation.mediaType, cacheControl: "public, max-age=60")
                .response(to: request)
        case .sealed(let bytes, let tag):
            return Document(
                bytes, type: notation.mediaType, cacheControl: "public, max-age=31536000, immutable",
                tag: tag
            ).response(to: request)
        }
    }
}

extension Notation {
    /// What the client would rather have of what the stream is written in.
    fileprivate init(wanted request: Request) throws(Problem) {
        let types = Notation.allCases.map(\.mediaType)
        let best = Accept(request.headers[.accept]).best(of: types)
        guard let notation = Notation.allCases.first(where: { $0.mediaType == best }) else {
            throw .notAcceptable(types)
        }
        self = notation
    }
}

extension SiteContext {
    /// The day that the address speaks of.
    fileprivate var day: CalendarDate {
        get throws(Problem) {
            let text = parameters.get("day") ?? ""
            guard let day = CalendarDate(text), day.description == text else { throw StreamRoute.missing }
            return day
        }
    }
}

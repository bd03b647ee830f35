import Hummingbird
import Logging

/// What a handler knows of its connection.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Closes the connection at once, even while a write to it is stuck.
    let hangUp: @Sendable () -> Void

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        let channel = source.channel
        hangUp = { channel.close(promise: nil) }
    }
}

/// Turns every error into a problem document, and allows reading only.
struct ProblemMiddleware: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request, context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            guard request.method == .get || request.method == .head else { throw Problem.methodNotAllowed }
            return try await next(request, context)
        } catch {
            if let error = error as? SinkError {
                logger.warning("readings not readable", metadata: ["reason": "\(error)"])
            }
            var response = Problem(error).response()
            if request.method == .head { response = response.createHeadResponse() }
            return response
        }
    }
}

/// Headers that keep a browser from doing more than the page asks for. The data itself is open to any page.
struct SecurityHeaders: RouterMiddleware {
    /// Begin the addresses of data.
    private static let open = [
        "/api/", "/live", "/ldes/", "/id/", "/doc/", "/context.jsonld", "/ngsi-context.jsonld",
        "/openapi.yaml", "/asyncapi.yaml", "/schema/", "/days", "/catalog",
    ]

    func handle(
        _ request: Request, context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=()"
        if Self.open.contains(where: request.uri.path.hasPrefix) {
            response.headers[.accessControlAllowOrigin] = "*"
        } else {
            response.headers[.crossOriginResourcePolicy] = "same-origin"
        }
        return response
    }
}

/// Names that the library does not know; each is a token, so that the fallback is never taken.
extension HTTPFields.Element.Name {
    static let accelBuffering = Self("X-Accel-Buffering") ?? .server
    static let link = Self("Link") ?? .server
    static let lastEventID = Self("Last-Event-ID") ?? .range
    static let permissionsPolicy = Self("Permissions-Policy") ?? .server
    static let referrerPolicy = Self("Referrer-Policy") ?? .server
}

import Foundation
import Hummingbird

/// What went wrong with a request, as RFC 9457 has it. The title names the kind, the detail the way out.
struct Problem: Error, Encodable {
    let status: Int
    let title: String
    let detail: String
    /// Only where there are several things to say at once.
    var reasons: [String]?

    static func badRequest(_ detail: String) -> Problem {
        Problem(status: 400, title: "Bad request", detail: detail)
    }

    static func notFound(_ detail: String) -> Problem {
        Problem(status: 404, title: "Not found", detail: detail)
    }

    static func gone(_ detail: String) -> Problem {
        Problem(status: 410, title: "Gone", detail: detail)
    }

    /// - Parameter types: what there is.
    static func notAcceptable(_ types: [String]) -> Problem {
        Problem(
            status: 406, title: "Not acceptable",
            detail: "This is written as \(types.joined(separator: ", ")): ask for one of them.")
    }

    static let methodNotAllowed = Problem(
        status: 405, title: "Method not allowed", detail: "Everything here is for reading: use GET or HEAD.")

    static func unavailable(_ detail: String, reasons: [String]? = nil) -> Problem {
        Problem(status: 503, title: "Not available now", detail: detail, reasons: reasons)
    }

    /// For errors that nobody foresaw; says nothing of the inside.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as HTTPError where error.status.code == 404:
            self = .notFound("There is nothing at this address; see / and /api/v1/zones.")
        case let error as HTTPError:
            self.init(
                status: error.status.code, title: error.status.reasonPhrase,
                detail: error.body ?? "The request could not be answered.")
        case is SinkError:
            self = .unavailable("The readings cannot be read at this moment; try again in a minute.")
        default:
            self.init(status: 500, title: "Internal error", detail: "The daemon's log says more.")
        }
    }

    private init(status: Int, title: String, detail: String, reasons: [String]? = nil) {
        self.status = status
        self.title = title
        self.detail = detail
        self.reasons = reasons
    }

    func response() -> Response {
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if status == 405 { headers[.allow] = "GET, HEAD" }
        if status == 503 { headers[.retryAfter] = "30" }
        let body = (try? JSON.data(self)).map { ByteBuffer(bytes: $0) } ?? ByteBuffer()
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

import Foundation
import Hummingbird

/// Tells of a resource as the client would rather have it: as JSON-LD, Turtle or N-Quads.
struct ResourceAnswer: Sendable {
    let addresses: AddressSpace
    static let json = "application/ld+json"
    static let missing = Problem.notFound("There is nothing of that name.")

    /// - Parameter usual: the type for those who have no wish.
    func response(_ resource: Resource?, usual: String = json, to request: Request) throws -> Response {
        guard let resource else { throw Self.missing }
        let all = [Self.json] + Notation.allCases.map(\.mediaType)
        let types = [usual] + all.filter { $0 != usual }
        guard let type = Accept(request.headers[.accept]).best(of: types) else {
            throw Problem.notAcceptable(types)
        }
        return Document(try bytes(of: resource, as: type), type: type, cacheControl: "public, max-age=60")
            .response(to: request)
    }

    private func bytes(of resource: Resource, as type: String) throws -> [UInt8] {
        switch Notation.allCases.first(where: { $0.mediaType == type }) {
        case .turtle: return [UInt8](TurtleWriter(addresses: addresses).document([resource]).utf8)
        case .nquads:
            var writer = NQuadsWriter(addresses: addresses)
            return [UInt8](writer.lines([resource]).utf8)
        case nil: return [UInt8](try JSON.data(JSONLDWriter(addresses: addresses).document(resource)))
        }
    }
}

extension Response {
    /// Leads elsewhere by a relative address, so that it holds under whatever name and folder we were asked.
    ///
    /// - Parameter path: without a slash at its start.
    static func seeOther(from request: Request, to path: String) -> Response {
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
    func word(_ name: String) -> String {
        parameters.get(name).flatMap(\.removingPercentEncoding) ?? ""
    }
}

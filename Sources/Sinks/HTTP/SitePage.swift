import Foundation
import Hummingbird

/// The page for people: one file, which may load and run nothing but what is written in it.
struct SitePage: Sendable {
    private let template: String
    private let policy: String
    private let tag: String

    init() {
        let bytes = PackageResources.page_html
        template = String(decoding: bytes, as: UTF8.self)
        tag = Document.tag(of: bytes)
        policy = """
            default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
            frame-ancestors 'self'; script-src \(Self.sources("script", in: template)); \
            style-src \(Self.sources("style", in: template))
            """
    }

    func response(to request: Request, city: CityDescription) -> Response {
        let html = template.replacing("{{city}}", with: escaped(city.name))
        var document = Document(
            [UInt8](html.utf8), type: "text/html; charset=utf-8", cacheControl: "no-cache",
            tag: Document.tag(of: [UInt8]((tag + city.name).utf8)))
        document.more[.contentSecurityPolicy] = policy
        return document.response(to: request)
    }

    /// The hashes of all elements of one kind, as a content security policy lists them.
    private static func sources(_ element: String, in html: String) -> String {
        html.split(separator: "<\(element)>").dropFirst().map { rest in
            let text = rest.split(separator: "</\(element)>", maxSplits: 1).first ?? ""
            return "'sha256-\(Data(Digest.sha256([UInt8](text.utf8))).base64EncodedString())'"
        }.joined(separator: " ")
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

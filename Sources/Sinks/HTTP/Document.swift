import Foundation
import Hummingbird

/// A body with its type and a strong entity tag, answered with 304 to those who have it already.
struct Document {
    let body: ByteBuffer
    let type: String
    let cacheControl: String
    /// With its quotation marks.
    let tag: String
    var more: HTTPFields = [:]

    init(_ bytes: [UInt8], type: String, cacheControl: String, tag: String? = nil) {
        body = ByteBuffer(bytes: bytes)
        self.type = type
        self.cacheControl = cacheControl
        self.tag = tag ?? Self.tag(of: bytes)
    }

    /// A value as JSON that may be kept for a minute.
    init(json value: some Encodable, cacheControl: String = "public, max-age=60") throws {
        self.init(
            [UInt8](try JSON.data(value)), type: "application/json", cacheControl: cacheControl)
    }

    static func tag(of bytes: [UInt8]) -> String {
        "\"\(Data(Digest.sha256(bytes).prefix(15)).base64EncodedString())\""
    }

    func response(to request: Request) -> Response {
        var headers = more
        headers[.eTag] = tag
        headers[.cacheControl] = cacheControl
        headers[.vary] = "Accept"
        if let known = request.headers[.ifNoneMatch], Self.matches(known, tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// Compares as RFC 9110, section 13.1.2 asks: a mark of weakness does not matter.
    static func matches(_ known: String, _ tag: String) -> Bool {
        known.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }
}

extension Response {
    /// Text that is true only now.
    static func fleeting(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

import Foundation
import FoundationNetworking

/// An answer over real HTTP.
struct Answer {
    let status: Int
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(header: String) -> String? { headers[header.lowercased()] }

    /// The body as a JSON object; empty when it is none.
    var object: [String: any Sendable] {
        (try? JSONSerialization.jsonObject(with: body)) as? [String: any Sendable] ?? [:]
    }
}

extension TestSite {
    func get(
        _ path: String, method: String = "GET", headers: [String: String] = [:]
    ) async throws -> Answer {
        guard let url = URL(string: address + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        let session = URLSession(configuration: configuration)
        defer { session.finishTasksAndInvalidate() }
        let (body, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var fields: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            fields["\(name)".lowercased()] = "\(value)"
        }
        return Answer(status: response.statusCode, headers: fields, body: body)
    }
}

public import Barometer
import Foundation
import FoundationNetworking

/// Calls a configured address for each change of an alarm: HTTP POST of one CloudEvent as JSON.
///
/// A redirect is not followed, and what is answered is not kept but for its status.
public struct Webhook: Sendable {
    private let address: URL
    private let token: String?
    private let origin: EventOrigin

    /// - Parameters:
    ///   - address: http or https.
    ///   - token: sent as bearer token; never printed.
    /// - Returns: `nil` when the address is none.
    public init?(address: String, token: String?, origin: EventOrigin) {
        guard let url = URL(string: address), let host = url.host, !host.isEmpty,
            url.scheme == "http" || url.scheme == "https"
        else { return nil }
        self.address = url
        self.token = token
        self.origin = origin
    }

    /// Returns when the server has taken it. Safe to repeat: the event's id stays the same.
    ///
    /// - Parameter number: of the change.
    public func deliver(_ alarm: Alarm, number: Int) async throws(SinkError) {
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.setValue(EventOrigin.contentType, forHTTPHeaderField: "Content-Type")
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        do {
            request.httpBody = try JSON.data(CloudEvent(alarm, number: number, as: origin))
        } catch {
            throw Self.problem("an alarm cannot be written as JSON", "report it", retryHelps: false)
        }
        try Self.judge(await WebCall.make(request).map(\.status))
    }

    private static func judge(_ answer: Result<Int, any Error>) throws(SinkError) {
        switch answer {
        case .success(200...299): return
        case .success(let status) where [400, 413, 415, 422].contains(status):
            throw problem("answered \(status)", "look at what the server expects", retryHelps: false)
        case .success(let status) where (300...399).contains(status):
            throw problem("answered \(status), another address", "configure that one", retryHelps: true)
        case .success(let status) where status == 401 || status == 403:
            throw problem("answered \(status)", "see that token_file holds its token", retryHelps: true)
        case .success(let status):
            throw problem("answered \(status)", "see the log of the server", retryHelps: true)
        case .failure(let error):
            throw problem(error.localizedDescription, "see that the address answers", retryHelps: true)
        }
    }

    private static func problem(_ problem: String, _ remedy: String, retryHelps: Bool) -> SinkError {
        SinkError(sink: "webhook", problem: problem, remedy: remedy, retryHelps: retryHelps)
    }
}

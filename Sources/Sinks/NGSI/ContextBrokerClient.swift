import Foundation
import FoundationNetworking

/// The calls that a context broker is asked with, and what its answers mean.
struct ContextBrokerClient: Sendable {
    let settings: ContextBrokerSettings

    init(_ settings: ContextBrokerSettings) {
        self.settings = settings
    }

    /// What became of a batch.
    enum Outcome {
        case taken
        /// All but some.
        case partly([Failure])
        /// None, and never will be as it is.
        case refused(String)
    }

    struct Failure {
        let id: String
        let why: String
        /// Whether the same may be taken later.
        let mayPass: Bool
    }

    /// Puts all in the place of what is there of them; what is not spoken of stays.
    func upsert(_ entities: ArraySlice<Entity>) async throws(SinkError) -> Outcome {
        var request = try request("POST", "entityOperations/upsert?options=update")
        request.setValue("application/ld+json", forHTTPHeaderField: "Content-Type")
        do {
            request.httpBody = try JSON.data(entities.compactMap(\.attributes))
        } catch {
            throw Self.problem("an entity cannot be written as JSON", "report it", retryHelps: false)
        }
        let answer = try await answer(to: request)
        switch answer.status {
        case 207: return Self.partly(answer.body)
        case 400...499: return .refused(Self.words(answer))
        default: return .taken
        }
    }

    /// What is not there is deleted already.
    ///
    /// - Returns: what was said, when it is refused for good.
    func delete(_ attribute: String, of id: String) async throws(SinkError) -> String? {
        try await remove("entities/\(id)/attrs/\(attribute)")
    }

    /// - Returns: what was said, when it is refused for good.
    func delete(_ id: String) async throws(SinkError) -> String? {
        try await remove("entities/\(id)")
    }

    private func remove(_ path: String) async throws(SinkError) -> String? {
        var request = try request("DELETE", path)
        // The short name in the address is understood by this.
        request.setValue(
            "<\(settings.context)>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"",
            forHTTPHeaderField: "Link")
        let answer = try await answer(to: request, notFoundIsFine: true)
        guard (400...499).contains(answer.status), answer.status != 404 else { return nil }
        return Self.words(answer)
    }

    private func request(_ method: String, _ path: String) throws(SinkError) -> URLRequest {
        guard let url = URL(string: "\(settings.address)/ngsi-ld/v1/\(path)") else {
            throw Self.problem("its address makes no URL", "correct 'broker'", retryHelps: false)
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if let tenant = settings.tenant { request.setValue(tenant, forHTTPHeaderField: "NGSILD-Tenant") }
        if let token = settings.token {
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
        return request
    }

    /// - Returns: an answer that is a last word; all others are errors that may pass.
    private func answer(
        to request: URLRequest, notFoundIsFine: Bool = false
    ) async throws(SinkError) -> WebCall.Answer {
        let answer: WebCall.Answer
        switch await WebCall.make(request, keeping: 1 << 18) {
        case .success(let found): answer = found
        case .failure(let error):
            throw Self.problem(error.localizedDescription, "see that the broker answers", retryHelps: true)
        }
        switch answer.status {
        case 404 where notFoundIsFine: return answer
        case 401, 403: throw Self.later(answer, "see that token_file holds its token")
        case 404: throw Self.later(answer, "see that 'broker' and 'tenant' are right")
        case 300...399: throw Self.later(answer, "configure the address that it names")
        case 408, 425, 429, 500...: throw Self.later(answer, "see the log of the broker")
        default: return answer
        }
    }

    private static func later(_ answer: WebCall.Answer, _ remedy: String) -> SinkError {
        problem("answered \(answer.status)", remedy, retryHelps: true, after: answer.retryAfter)
    }

    static func problem(
        _ problem: String, _ remedy: String, retryHelps: Bool, after: Duration? = nil
    ) -> SinkError {
        SinkError(
            sink: "ngsi_ld", problem: problem, remedy: remedy, retryHelps: retryHelps, retryAfter: after)
    }
}

// MARK: - Answers

extension ContextBrokerClient {
    private struct BatchResult: Decodable {
        let errors: [EntityError]
    }

    private struct EntityError: Decodable {
        let entityId: String
        let error: ProblemDetails
    }

    private struct ProblemDetails: Decodable {
        let type: String?
        let title: String?
        let detail: String?
        let status: Int?

        /// Of the kinds of errors that the standard knows, some say nothing of the entity.
        var mayPass: Bool {
            if let status { return status == 429 || status >= 500 }
            let kind = type?.split(separator: "/").last ?? ""
            return ["InternalError", "LdContextNotAvailable", "TooManyPendingCsourceRequests"].contains(kind)
        }

        var words: String { [title, detail].compactMap { $0 }.joined(separator: ": ") }
    }

    /// An answer that does not say which entities it means is taken as a refusal of all.
    private static func partly(_ body: Data) -> Outcome {
        guard let result = try? JSONDecoder().decode(BatchResult.self, from: body) else {
            return .refused("207 without saying which")
        }
        return .partly(
            result.errors.map { failure in
                Failure(
                    id: failure.entityId, why: String(failure.error.words.prefix(300)),
                    mayPass: failure.error.mayPass)
            })
    }

    /// The status and the beginning of what was said with it.
    private static func words(_ answer: WebCall.Answer) -> String {
        let details = try? JSONDecoder().decode(ProblemDetails.self, from: answer.body)
        return "\(answer.status) \(details?.words.prefix(300) ?? "")"
    }
}

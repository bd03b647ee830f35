import Foundation
import FoundationNetworking
import Synchronization

/// One HTTP call and what became of it. A redirect is not followed: the token would go with it.
final class WebCall: NSObject, URLSessionDataDelegate {
    /// Of an answer, only what is asked for is kept.
    struct Answer: Sendable {
        let status: Int
        /// What the server asks us to wait; `nil` when it says nothing, or names a date.
        let retryAfter: Duration?
        let body: Data
    }

    private let kept = Mutex(Data())
    private let limit: Int
    private let done: @Sendable (Result<Answer, any Error>) -> Void

    private init(limit: Int, done: @escaping @Sendable (Result<Answer, any Error>) -> Void) {
        self.limit = limit
        self.done = done
    }

    /// - Parameter limit: how many bytes of the answer's body are kept.
    static func make(_ request: URLRequest, keeping limit: Int = 0) async -> Result<Answer, any Error> {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 10
        configuration.timeoutIntervalForResource = 20
        configuration.httpShouldSetCookies = false
        return await withCheckedContinuation { continuation in
            let call = WebCall(limit: limit) { continuation.resume(returning: $0) }
            let session = URLSession(configuration: configuration, delegate: call, delegateQueue: nil)
            session.dataTask(with: request).resume()
            session.finishTasksAndInvalidate()
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        kept.withLock { $0.append(data.prefix(max(0, limit - $0.count))) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        if let error { return done(.failure(error)) }
        let response = task.response as? HTTPURLResponse
        let seconds = response?.value(forHTTPHeaderField: "Retry-After").flatMap { Int($0) }
        done(
            .success(
                Answer(
                    status: response?.statusCode ?? 0,
                    retryAfter: seconds.map { .seconds(min(max($0, 0), 3600)) },
                    body: kept.withLock { $0 })))
    }
}

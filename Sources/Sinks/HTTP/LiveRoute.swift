import Barometer
import Hummingbird
import Logging
import ServiceLifecycle

/// `/live`: readings as they are published, as server-sent events whose `id` is the sequence, and outlooks.
struct LiveRoute: Sendable {
    let feed: LiveFeed
    let store: ReadingStore
    let now: @Sendable () -> EventTime
    let maximumListeners: Int
    /// What is missed beyond so many publications is not told one by one.
    static let replayLimit = 2_000

    func response(to request: Request, context: SiteContext) throws -> Response {
        guard feed.listenerCount < maximumListeners else {
            throw Problem.unavailable("Too many listen at this moment; /api/v1/zones has the same readings.")
        }
        let lastSeen = request.headers[.lastEventID].flatMap { Int($0) }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-cache, no-transform",
            .accelBuffering: "no",
        ]
        let body = ResponseBody { writer in
            // Without the two cancellations an idle stream outlives its client and blocks a graceful shutdown.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                let subscription = feed.subscribe(hangUp: context.hangUp)
                let missed = try await missed(since: lastSeen, recent: subscription.recent)
                let outlooks = try feed.outlooks.map { try LiveEvent.notice(.outlook($0)) }.joined()
                let greeting = LiveFrame(
                    try missed.map { try LiveEvent($0) },
                    end: "retry: 3000\n" + outlooks + LiveEvent.now(now()))
                try await writer.write(greeting.bytes(after: 0))
                let told = missed.last?.sequence ?? 0
                for await frame in subscription.frames.cancelOnGracefulShutdown() {
                    try await writer.write(frame.bytes(after: told))
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// What a returning listener has not heard, lowest sequence first; nothing for a new one.
    ///
    /// Who was away too long, or speaks of a sequence that we have not reached, gets the newest of each zone.
    private func missed(since lastSeen: Int?, recent: [Publication]) async throws -> [Publication] {
        guard let lastSeen else { return [] }
        let highest = max(try await store.newestSequence() ?? 0, recent.last?.sequence ?? 0)
        var told: [Publication]
        if lastSeen <= highest {
            told = try await store.publications(after: lastSeen, limit: Self.replayLimit + 1)
            told += recent.filter { $0.sequence > lastSeen }
        } else {
            told = []
        }
        if lastSeen > highest || told.count > Self.replayLimit {
            told = (try await store.newest() + recent).newestByPlace()
        }
        var bySequence: [Int: Publication] = [:]
        for publication in told { bySequence[publication.sequence] = publication }
        return bySequence.values.sorted { $0.sequence < $1.sequence }
    }
}

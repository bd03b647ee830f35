public import Barometer
import Foundation
public import Logging
public import Mosquitto
public import ServiceLifecycle
import Synchronization

/// The newest reading of each zone and the newest impact of each event as retained messages, for whoever subscribes
/// now or later.
///
/// Readings go to `barometer/v1/zone/{zone}/reading` as CloudEvents, outlooks to `…/outlook`, and both expire when
/// they are no longer valid; impacts go to `barometer/v1/event/{event}/impact`, with
/// `…/detail` beside it, and what a series did to `barometer/v1/series/{series}/impact`. What is retracted leaves its topic empty.
/// `barometer/v1/status` says whether we are there. As a service it keeps that status true and says goodbye.
public struct MQTTSink: Sink, NoticeSink, Service {
    public let name = "mqtt"
    private let publisher: Publisher
    private let origin: EventOrigin
    private let now: @Sendable () -> EventTime
    private let logger: Logger
    private let memory = Memory()

    /// Does not connect yet.
    ///
    /// - Parameter endpoint: its client id must be another one than the subscriber's; its will is set here.
    /// - Parameter now: the house's clock; what is stale by it is not sent.
    public init(
        endpoint: Endpoint, origin: EventOrigin, now: @escaping @Sendable () -> EventTime, logger: Logger
    ) {
        var endpoint = endpoint
        endpoint.will = Self.status(online: false)
        publisher = Publisher(endpoint)
        self.origin = origin
        self.now = now
        self.logger = logger
    }

    /// How many readings were not sent since they were stale already.
    public var staleReadings: Int { memory.content.withLock { $0.stale } }

    /// Sends the batch's newest of each zone and event, unless it is stale or its topic has a newer one.
    public func write(_ publications: [Publication]) async throws(SinkError) {
        let now = now()
        let fresh = memory.unknown(publications.newestByPlace())
        let live = fresh.filter { $0.isLive(at: now) }
        if !live.isEmpty { try await send(live, at: now) }
        memory.content.withLock { $0.stale += fresh.count - live.count }
    }

    /// Sends what holds and was not sent already.
    public func tell(_ notices: [Notice]) async throws(SinkError) {
        let now = now()
        let fresh = notices.filter { !$0.isOver(at: now) && !memory.hasTold($0) }
        if !fresh.isEmpty { try await send([], fresh, at: now) }
    }

    /// Keeps the status true until a graceful shutdown or cancellation, then says goodbye.
    ///
    /// The broker spreads the will when it loses us, and nobody tells us so; hence the beat.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var isUp = true
            while !Task.isCancelled {
                let failure = await beat()
                if let failure, isUp {
                    logger.warning("broker not reachable", metadata: ["reason": "\(failure)"])
                }
                if failure == nil, !isUp { logger.info("broker reachable again") }
                isUp = failure == nil
                try? await Task.sleep(for: .seconds(30))
            }
        }
        try? await publisher.publish([Self.status(online: false)], within: .seconds(3))
        await publisher.close()
    }

    private func beat() async -> SinkError? {
        do throws(SinkError) {
            try await send([], at: now())
            return nil
        } catch {
            return error
        }
    }

    /// After a failure everything that is still live goes out again: the broker may have lost it.
    private func send(
        _ publications: [Publication], _ notices: [Notice] = [], at now: EventTime
    ) async throws(SinkError) {
        let lost = memory.lost(at: now)
        let all = (lost.publications + publications).newestByPlace()
        var told = lost.notices
        told.put(notices)
        do {
            let messages =
                try all.map { try message($0, at: now) } + told.compactMap { try message($0, at: now) }
            try await publisher.publish([Self.status(online: true)] + messages)
        } catch {
            memory.content.withLock { $0.mayBeLost = true }
            throw SinkError(mqtt: error)
        }
        memory.content.withLock { content in
            content.mayBeLost = false
            for publication in publications { content.sent[publication.place] = publication }
            for notice in notices { content.told[notice.subject] = notice }
        }
    }

    private func message(_ publication: Publication, at now: EventTime) throws -> OutgoingMessage {
        guard let payload = try payload(publication) else {
            return OutgoingMessage(topic: publication.place.topic, payload: [], retain: true)
        }
        return OutgoingMessage(
            topic: publication.place.topic, payload: payload, retain: true,
            contentType: EventOrigin.contentType, expiry: publication.reading.map { $0.validUntil - now },
            isText: true)
    }

    /// `nil` of what is retracted.
    private func payload(_ publication: Publication) throws -> [UInt8]? {
        if let event = CloudEvent<Indicator>(publication, as: origin) { return [UInt8](try JSON.data(event)) }
        return try CloudEvent<Summary>(publication, as: origin).map { [UInt8](try JSON.data($0)) }
    }

    /// `nil` for what has no topic.
    private func message(_ notice: Notice, at now: EventTime) throws -> OutgoingMessage? {
        switch notice {
        case .outlook(let outlook):
            OutgoingMessage(
                topic: "barometer/v1/zone/\(outlook.zone)/outlook",
                payload: [UInt8](try JSON.data(CloudEvent(outlook, as: origin))),
                retain: true, contentType: EventOrigin.contentType, expiry: outlook.validUntil - now,
                isText: true)
        case .alarm: nil
        }
    }

    private static func status(online: Bool) -> OutgoingMessage {
        OutgoingMessage(
            topic: "barometer/v1/status", payload: [UInt8]("{\"online\":\(online)}".utf8), retain: true,
            contentType: "application/json", isText: true)
    }

    private final class Memory: Sendable {
        struct Content {
            /// The newest of each place that the broker has taken.
            var sent: [Place: Publication] = [:]
            /// The newest of each subject that the broker has taken.
            var told: [Notice.Subject: Notice] = [:]
            var mayBeLost = false
            var stale = 0
        }

        let content = Mutex(Content())

        func hasTold(_ notice: Notice) -> Bool {
            content.withLock { $0.told[notice.subject] == notice }
        }

        /// What the broker may have forgotten and still holds.
        func lost(at now: EventTime) -> (publications: [Publication], notices: [Notice]) {
            content.withLock { content in
                guard content.mayBeLost else { return ([], []) }
                return (
                    content.sent.values.filter { $0.isLive(at: now) },
                    content.told.values.filter { !$0.isOver(at: now) }
                )
            }
        }

        func unknown(_ publications: [Publication]) -> [Publication] {
            content.withLock { content in
                publications.filter { publication in
                    content.sent[publication.place].map(publication.isNewer) ?? true
                }
            }
        }
    }
}

extension Publication {
    /// Impacts and retractions do not grow old.
    fileprivate func isLive(at now: EventTime) -> Bool { reading.map { now < $0.validUntil } ?? true }
}

extension Place {
    fileprivate var topic: String {
        switch self {
        case .zone(let zone): "barometer/v1/zone/\(zone)/reading"
        case .event(let event): "barometer/v1/event/\(event)/impact"
        case .detail(let event): "barometer/v1/event/\(event)/detail"
        case .series(let series): "barometer/v1/series/\(series)/impact"
        }
    }
}

extension SinkError {
    /// What the broker or its library said; the way out stands in the same sentence.
    init(mqtt error: any Error) {
        let description = String(describing: error)
        let parts = description.split(separator: "; ", maxSplits: 1).map(String.init)
        let retryHelps =
            switch error as? MosquittoError {
            case .unreachable, .lost, .timedOut, .cancelled: true
            case .unusable, .refused, .notAccepted, .closed, nil: false
            }
        self.init(
            sink: "mqtt", problem: parts.first ?? description,
            remedy: parts.count > 1 ? parts[1] : "see the log of the broker", retryHelps: retryHelps)
    }
}

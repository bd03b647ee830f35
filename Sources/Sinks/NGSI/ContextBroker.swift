public import Barometer
import Foundation
public import Logging
import Synchronization

/// The city's zones and events as entities in an NGSI-LD context broker: of each the newest, nothing older.
///
/// What is withheld or taken back leaves no old number behind: its attributes, or the entity of an event, are deleted
/// there. An entity that the broker will never take is left out, logged and counted, and holds up no other.
public final class ContextBroker: Sink {
    public let name = "ngsi_ld"
    private let client: ContextBrokerClient
    private let city: @Sendable () -> CityDescription
    private let published: @Sendable () async throws(SinkError) -> [Publication]
    private let logger: Logger
    private let onRefused: @Sendable (Int) -> Void
    private let memory = Mutex(Memory())

    private struct Memory {
        /// The newest of each zone in the store, when this began: what is older must not take its place.
        var before: [String: Publication]?
        /// The newest of each entity that the broker has taken since.
        var sent: [String: Publication] = [:]
    }

    /// Does not connect yet.
    ///
    /// - Parameters:
    ///   - city: asked at each batch, so that a new configuration shows at once.
    ///   - published: the newest of each zone, whether the broker has it or not.
    ///   - onRefused: told how many entities were left out.
    public init(
        _ settings: ContextBrokerSettings, city: @escaping @Sendable () -> CityDescription,
        published: @escaping @Sendable () async throws(SinkError) -> [Publication], logger: Logger,
        onRefused: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        client = ContextBrokerClient(settings)
        self.city = city
        self.published = published
        self.logger = logger
        self.onRefused = onRefused
    }

    /// Sends the batch's newest of each entity, unless the broker has a newer one. After an error some may be there.
    public func write(_ publications: [Publication]) async throws(SinkError) {
        let writer = EntityWriter(settings: client.settings, city: city())
        let entities = await newest(publications, writer)
        for start in stride(from: 0, to: entities.count, by: Self.batch) {
            try await send(entities[start..<min(start + Self.batch, entities.count)])
        }
    }

    private static let batch = 100

    private func newest(
        _ publications: [Publication], _ writer: EntityWriter
    ) async -> [Entity] {
        var before = memory.withLock { $0.before }
        if before == nil, let known = await known() {
            before = Dictionary(
                known.compactMap { known in writer.id(of: known.subject).map { ($0, known) } }
            ) { first, _ in first }
            memory.withLock { [before] in $0.before = before }
        }
        let sent = memory.withLock { $0.sent }
        var newest: [String: Publication] = [:]
        for publication in publications {
            guard let id = writer.id(of: publication.subject) else { continue }
            if let known = newest[id] ?? sent[id], !publication.isNewer(than: known) { continue }
            if let known = before?[id], known.isNewer(than: publication) { continue }
            newest[id] = publication
        }
        return newest.sorted { $0.key < $1.key }.compactMap { id, publication in
            let old = sent[id].flatMap { writer.entity($0)?.absent } ?? []
            return writer.entity(publication, alreadyGone: old)
        }
    }

    /// `nil` when the store cannot say: nobody waits for it here, and it is asked again with the next batch.
    private func known() async -> [Publication]? {
        do {
            return try await published()
        } catch {
            logger.warning("what was published before is not known", metadata: ["problem": "\(error)"])
            return nil
        }
    }

    /// Old numbers go before the rest comes, so that none is ever seen beside a newer time.
    private func send(_ entities: ArraySlice<Entity>) async throws(SinkError) {
        for entity in entities {
            for attribute in entity.toDelete {
                if let why = try await client.delete(attribute, of: entity.id) { refuse(entity.id, why) }
            }
            if entity.attributes == nil, let why = try await client.delete(entity.id) {
                refuse(entity.id, why)
            }
        }
        try await upsert(entities.filter { $0.attributes != nil }[...])
        remember(entities.filter { $0.attributes == nil })
    }

    /// Halves what is refused until the entities are found that it is refused for.
    private func upsert(_ entities: ArraySlice<Entity>) async throws(SinkError) {
        guard let first = entities.first else { return }
        switch try await client.upsert(entities) {
        case .taken: remember(entities)
        case .partly(let failures): try take(entities, but: failures)
        case .refused(let why) where entities.count == 1:
            refuse(first.id, why)
            remember(entities)
        case .refused:
            let middle = entities.startIndex + entities.count / 2
            try await upsert(entities[..<middle])
            try await upsert(entities[middle...])
        }
    }

    private func take(
        _ entities: ArraySlice<Entity>, but failures: [ContextBrokerClient.Failure]
    ) throws(SinkError) {
        let later = failures.filter(\.mayPass)
        for failure in failures where !failure.mayPass { refuse(failure.id, failure.why) }
        remember(entities.filter { entity in !later.contains { $0.id == entity.id } })
        guard let first = later.first else { return }
        throw ContextBrokerClient.problem(
            "did not take \(later.count) of \(entities.count) entities: \(first.why)",
            "see the log of the broker", retryHelps: true)
    }

    private func refuse(_ id: String, _ why: String) {
        logger.error(
            "context broker refuses an entity, which is let go",
            metadata: ["entity": "\(id)", "answer": "\(why)"])
        onRefused(1)
    }

    private func remember(_ entities: some Sequence<Entity>) {
        memory.withLock { memory in
            for entity in entities { memory.sent[entity.id] = entity.publication }
        }
    }
}

import Barometer
import Footfall
import Foundation
import Logging
import Mosquitto
import ServiceLifecycle
import Sinks
import Synchronization
import UnixSignals
import Vault

/// Wires the house: brokers to the front door, the journal to the pipeline, the outbox to the sinks.
final class Daemon: Sendable {
    /// At the start: brokers, stores and addresses are taken from it.
    private let configuration: Configuration
    /// As it was read last.
    let newest: Mutex<Configuration>
    let configurationFolder: String
    let clock: HouseClock
    private let journal: Journal
    private let store: StateStore
    let key: NoiseKey
    private let readings: ReadingStore
    let stream: StreamStore?
    private let dayFiles: DayFiles?
    let door: FrontDoor
    let plans: ChangingPlan
    let city: CityInForce
    private let connections: [SubscriberService.Connection]
    let metrics = Metrics()
    let logger: Logger
    let journalBell = Bell()
    let scoreBell = Bell()

    init(_ configuration: Configuration, folder: String, data path: String, clock: HouseClock) throws {
        var logger = Logger(label: "footfalld") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = configuration.logLevel
        self.logger = logger
        self.configuration = configuration
        newest = Mutex(configuration)
        configurationFolder = folder
        self.clock = clock
        let data = try DataFolder(path: path)
        journal = try Journal(in: data)
        store = try StateStore(in: data)
        readings = try ReadingStore(
            path: configuration.sqlite.path ?? "\(path)/readings.sqlite",
            retentionDays: configuration.sqlite.retentionDays)
        key = try NoiseKey(in: data)
        let city = CityInForce(configuration, with: key)
        self.city = city
        plans = ChangingPlan(city.current.plan)
        stream = try configuration.stream(data: path)
        dayFiles = configuration.dayFiles.map { DayFiles($0) { city.current.description } }
        connections = configuration.brokers.map { _ in SubscriberService.Connection() }
        door = try FrontDoor(
            mappings: configuration.mappings, skew: configuration.plan.windows.skew, journal: journal,
            clock: clock, metrics: metrics, onCommit: { [journalBell] in journalBell.ring() })
    }

    /// Runs until the process is told to stop; what is in hand is finished first.
    func run() async throws {
        if key.isNew, try store.lastSequence() > 0 {
            logger.warning(
                "the noise key was gone and a new one is made; restore the old one from a copy to repeat old readings",
                metadata: ["file": "\(NoiseKey.name)"])
        }
        begin()
        let feed = LiveFeed(now: { [clock] in clock.now })
        var sinks: [(sink: any Sink, startAfter: Int?)] = [
            (readings, nil), (feed, try store.lastSequence()),
        ]
        if let stream { sinks.append((stream, nil)) }
        if let dayFiles { sinks.append((dayFiles, nil)) }
        var noticeSinks: [any NoticeSink] = [feed]
        var services: [any Service] = subscribers() + [Ticker(daemon: self)]
        if let postgres = configuration.postgres.map(database) {
            sinks.append((postgres, nil))
            services.append(postgres)
        }
        if let mqtt = configuration.mqtt {
            let sink = MQTTSink(
                endpoint: mqtt.endpoint, origin: mqtt.origin, now: { [clock] in clock.now }, logger: logger)
            sinks.append((sink, nil))
            noticeSinks.append(sink)
            services.append(sink)
        }
        if let settings = configuration.contextBroker { sinks.append((contextBroker(settings), nil)) }
        let alarmBells = try alarms(&services)
        let bells = sinks.map { _ in Bell() }
        services += zip(sinks, bells).map { sink, bell in
            Delivery(
                sink: sink.sink, outbox: store, bell: bell, clock: clock, metrics: metrics, logger: logger,
                startAfter: sink.startAfter)
        }
        let notices = noticeSinks.map {
            NoticeDelivery(to: $0, clock: clock, metrics: metrics, logger: logger)
        }
        services += notices
        services.append(
            pipeline(tell: { told in for delivery in notices { delivery.post(told) } }) { [scoreBell] in
                for bell in bells + alarmBells + [scoreBell] { bell.ring() }
            })
        services += scoring { for bell in bells { bell.ring() } }
        services.append(
            Housekeeping(
                journal: journal, store: store, readings: readings, stream: stream, dayFiles: dayFiles,
                sinks: sinks.filter { $0.startAfter == nil }.map(\.sink.name), clock: clock,
                retention: configuration.journalRetention, metrics: metrics, logger: logger))
        if let settings = configuration.site { services.append(site(settings, feed)) }
        defer { Systemd.stopping() }
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
        try close()
    }

    private func database(_ settings: PostgresSettings) -> PostgresStore {
        PostgresStore(settings, logger: logger) { [self] in refused($0, by: "postgres") }
    }

    private func contextBroker(_ settings: ContextBrokerSettings) -> ContextBroker {
        ContextBroker(
            settings, city: { [city] in city.current.description },
            published: { [readings] () async throws(SinkError) in try await readings.newest() },
            logger: logger, onRefused: { [self] in refused($0, by: "ngsi_ld") })
    }

    private func refused(_ count: Int, by sink: String) {
        metrics.count(
            "footfall_sink_refused_total", "Rows that a sink will never take.", by: count,
            labels: "sink=\"\(sink)\"")
    }

    private func close() throws {
        try journal.close()
        try store.close()
        try readings.close()
        try stream?.close()
    }

    /// - Returns: what to ring when alarms may have changed.
    private func alarms(_ services: inout [any Service]) throws -> [Bell] {
        let bells = [Bell(), Bell()]
        services.append(
            AlarmBoardService(
                board: configuration.alarmBoard.map { AlarmBoard(endpoint: $0.endpoint, origin: $0.origin) },
                store: store, zones: { [plans] in plans.current.zones.map(\.id) }, bell: bells[0],
                clock: clock, metrics: metrics, logger: logger))
        try store.expectAlarmChanges(configuration.webhook != nil)
        if let webhook = configuration.webhook {
            services.append(
                WebhookService(
                    webhook: webhook, store: store, bell: bells[1], metrics: metrics, logger: logger))
        }
        return bells
    }

    private func subscribers() -> [any Service] {
        zip(configuration.brokers, connections).map { settings, connection in
            SubscriberService(
                settings.telling("footfall/status").hearing(of: configuration.plan.alarms), door: door,
                connection: connection, metrics: metrics,
                logger: logger,
                onGranted: { [self] in if isReady { Systemd.ready() } })
        }
    }

    private func scoring(afterPublishing: @escaping @Sendable () -> Void) -> [any Service] {
        let scoring = ScoringService(
            store: store, city: city, clock: clock, bell: scoreBell, metrics: metrics, logger: logger,
            afterPublishing: afterPublishing)
        let interval = configuration.events.watch
        guard interval > .zero else { return [scoring] }
        return [
            scoring,
            CalendarWatch(
                folder: configurationFolder, interval: interval,
                afterChange: { [self] in readCalendars() }),
        ]
    }

    private func pipeline(
        tell: @escaping @Sendable ([Notice]) -> Void, afterRound: @escaping @Sendable () -> Void
    ) -> PipelineService {
        PipelineService(
            journal: journal, store: store, clock: clock, metrics: metrics, plans: plans, bell: journalBell,
            logger: logger, tell: tell,
            afterRound: {
                Systemd.alive()
                afterRound()
            })
    }

    private func site(_ settings: PublicSite.Settings, _ feed: LiveFeed) -> PublicSite {
        PublicSite(
            settings: settings, city: { [city] in city.current.description }, store: readings, feed: feed,
            now: { [clock] in clock.now }, readiness: { [connections] in connections.compactMap(\.trouble) },
            metrics: { [metrics] in metrics.text },
            linkedData: configuration.linkedData(stream, folder: configurationFolder),
            dayFiles: dayFiles, logger: logger,
            onRunning: { [logger] port in logger.info("site is open", metadata: ["port": "\(port)"]) })
    }

    /// Whether messages of all brokers can come in.
    var isReady: Bool { connections.allSatisfy { $0.trouble == nil } }

    /// Tells the house what time it is when no message does, and hears the signal to reload.
    private struct Ticker: Service {
        let daemon: Daemon

        func run() async throws {
            let interval = max(0.2, min(5, 5 / daemon.clock.rate))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
                        try daemon.reload()
                    }
                }
                group.addTask {
                    for await _ in AsyncStream.beats(every: .seconds(interval)).cancelOnGracefulShutdown() {
                        daemon.tick(.seconds(interval * daemon.clock.rate))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func tick(_ interval: Duration) {
        do {
            try door.tick(every: interval)
        } catch {
            logger.error("journal does not take the time", metadata: ["why": "\(error)"])
        }
        journalBell.ring()
    }
}

extension Subscriber.Settings {
    /// Says on a retained topic whether we hear: `online` only once the subscriptions are granted.
    fileprivate func telling(_ topic: String) -> Subscriber.Settings {
        func status(_ isOnline: Bool) -> OutgoingMessage {
            OutgoingMessage(
                topic: topic, payload: Array("{\"online\":\(isOnline)}".utf8), retain: true,
                contentType: "application/json", isText: true)
        }
        var settings = self
        settings.birth = status(true)
        settings.endpoint.will = status(false)
        return settings
    }
}

extension Subscriber.Settings {
    /// Asks for acknowledgements too, where there can be alarms.
    fileprivate func hearing(of alarms: [Alarms.Rule]) -> Subscriber.Settings {
        var settings = self
        if !alarms.isEmpty { settings.filters.append(AcknowledgementTopic.filter) }
        return settings
    }
}

extension AsyncStream<Void> {
    /// A beat at once and then at every interval.
    static func beats(every interval: Duration) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                repeat { continuation.yield() } while (try? await Task.sleep(for: interval)) != nil
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

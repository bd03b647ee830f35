public import Barometer
import Foundation
import Hummingbird
public import Logging
public import ServiceLifecycle

/// The public listener: page, readings over HTTP, live stream, and what operators watch.
///
/// Everything here is for reading, relative and open to all. TLS is left to a reverse proxy.
public struct PublicSite: Service {
    /// Where and for how many.
    public struct Settings: Hashable, Sendable {
        /// Name or address to listen on.
        public var host: String
        /// 0 lets the system choose a free one.
        public var port: Int
        /// Above zero; who comes to the live stream beyond it is asked to come later.
        public var maximumListeners: Int

        public init(host: String = "127.0.0.1", port: Int = 8080, maximumListeners: Int = 2_000) {
            self.host = host
            self.port = port
            self.maximumListeners = maximumListeners
        }
    }

    private let settings: Settings
    private let feed: LiveFeed
    private let logger: Logger
    private let onRunning: @Sendable (Int) -> Void
    private let responder: RouterResponder<SiteContext>
    /// The paths that are answered, as OpenAPI writes them, such as `/api/v1/zones/{zone}/reading`.
    public let paths: Set<String>

    /// - Parameter city: asked at each request, so that a new configuration shows at once.
    /// - Parameter now: the house's clock, which may run faster than the one on the wall.
    /// - Parameter readiness: what stands in the way of being ready; empty when nothing does.
    /// - Parameter metrics: the Prometheus text format.
    /// - Parameter linkedData: `nil` when there is no address to speak under.
    /// - Parameter dayFiles: `nil` when none are kept.
    /// - Parameter onRunning: called once with the port when requests are answered.
    public init(
        settings: Settings,
        city: @escaping @Sendable () -> CityDescription,
        store: ReadingStore,
        feed: LiveFeed,
        now: @escaping @Sendable () -> EventTime,
        readiness: @escaping @Sendable () -> [String],
        metrics: @escaping @Sendable () -> String,
        linkedData: LinkedDataSite? = nil,
        dayFiles: DayFiles? = nil,
        logger: Logger,
        onRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.settings = settings
        self.feed = feed
        self.logger = logger
        self.onRunning = onRunning
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            SecurityHeaders()
            ProblemMiddleware(logger: logger)
        }
        let live = LiveRoute(
            feed: feed, store: store, now: now, maximumListeners: settings.maximumListeners)
        Self.addPublicRoutes(to: router, city: city, store: store, now: now, live: live)
        Self.addHealthRoutes(to: router, readiness: readiness, metrics: metrics)
        linkedData?.add(to: router, store: store, city: city)
        DaysRoute(folder: dayFiles?.folder).add(to: router)
        DocumentsRoute().add(to: router)
        paths = Set(
            router.routes.map {
                "\($0.path)".replacing(#/:(\w+)/#) { "{\($0.1)}" }.replacing("**", with: "{path}")
            })
        responder = router.buildResponder()
    }

    private static func addPublicRoutes(
        to router: Router<SiteContext>, city: @escaping @Sendable () -> CityDescription, store: ReadingStore,
        now: @escaping @Sendable () -> EventTime, live: LiveRoute
    ) {
        let page = SitePage()
        let zones = ZonesRoute(store: store, now: now, city: city)
        let readings = ReadingsRoute(store: store, city: city)
        router.get("/") { request, _ in page.response(to: request, city: city()) }
        router.get("/api/v1/zones") { _, _ in try await zones.response() }
        router.get("/api/v1/zones/:zone/reading") { request, context in
            try await readings.newest(request, context: context)
        }
        let outlooks = OutlookRoute(feed: live.feed, city: city)
        router.get("/api/v1/zones/:zone/outlook") { request, context in
            try outlooks.response(to: request, context: context)
        }
        router.get("/api/v1/readings") { request, _ in try await readings.history(request) }
        let impacts = ImpactsRoute(store: store, city: city)
        router.get("/api/v1/events") { request, _ in try await impacts.list(request) }
        router.get("/api/v1/events/:event/impact") { request, context in
            try await impacts.newest(request, context: context)
        }
        let summaries = SummariesRoute(store: store)
        router.get("/api/v1/events/:event/detail") { request, context in
            try await summaries.detail(request, context: context)
        }
        router.get("/api/v1/series") { request, _ in try await summaries.list(request) }
        router.get("/api/v1/series/:series/impact") { request, context in
            try await summaries.impact(request, context: context)
        }
        router.get("/api/v1/live") { request, context in try live.response(to: request, context: context) }
        router.get("/live") { request, context in try live.response(to: request, context: context) }
    }

    private static func addHealthRoutes(
        to router: Router<SiteContext>, readiness: @escaping @Sendable () -> [String],
        metrics: @escaping @Sendable () -> String
    ) {
        router.get("/healthz") { _, _ in Response.fleeting("ok\n") }
        router.get("/readyz") { _, _ -> Response in
            let reasons = readiness()
            guard reasons.isEmpty else {
                throw Problem.unavailable("Not ready yet; the reasons say why.", reasons: reasons)
            }
            return .fleeting("{\"ready\":true}", type: "application/json")
        }
        router.get("/metrics") { _, _ in
            Response.fleeting(metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    /// Answers requests until a graceful shutdown or cancellation.
    ///
    /// - Throws: when the address cannot be listened on.
    public func run() async throws {
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: 1_024),
            onServerRunning: { [onRunning] channel in onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask { try await keepPinging() }
            group.addTask { try await giveUpAfterShutdown() }
            try await group.next()
            group.cancelAll()
        }
    }

    private func keepPinging() async throws {
        while true {
            try await Task.sleep(for: .seconds(15))
            feed.ping()
        }
    }

    /// A client that stopped reading must not hold up the end: after three seconds its connection is cut.
    private func giveUpAfterShutdown() async throws {
        try await gracefulShutdown()
        try await Task.sleep(for: .seconds(3))
    }
}

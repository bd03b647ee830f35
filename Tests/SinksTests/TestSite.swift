import Barometer
import Foundation
import Logging
import ServiceLifecycle
import Sinks
import Synchronization
import TestKit

/// A running site with a store in a folder of its own.
struct TestSite: Sendable {
    let store: ReadingStore
    let feed: LiveFeed
    let stream: StreamStore
    let days: DayFiles
    let clock: TestClock
    let zones: [String]
    let port: Int
    let paths: Set<String>
    let group: ServiceGroup

    var address: String { "http://127.0.0.1:\(port)" }

    /// Writes to all places that the site reads from.
    func publish(_ publications: Publication...) async throws {
        try await store.write(publications)
        try await feed.write(publications)
        try await stream.write(publications)
        try await days.write(publications)
    }

    /// Serves for as long as `body` takes.
    static func serve(
        zones: [String] = ["old-market", "station"], readiness: [String] = [], listeners: Int = 2_000,
        depth: Int = 64, keepsDays: Bool = true, publisher: PublisherDescription = .example,
        _ body: @Sendable @escaping (TestSite) async throws -> Void
    ) async throws {
        try await Folder.use { folder in
            let clock = TestClock(.at("14:20"))
            let store = try ReadingStore(path: folder + "readings.sqlite")
            let feed = LiveFeed(now: clock.read, depth: depth)
            let addresses = publisher.addresses ?? AddressSpace(base: "https://data.example.org")
            let stream = try StreamStore(.init(path: folder + "ldes.sqlite", addresses: addresses))
            let city = CityDescription(
                name: "Mechelen", timeZone: "Europe/Brussels", attribution: "Stad Mechelen",
                zones: zones.map { ZoneDescription(id: ZoneID($0), name: .both("De \($0)")) })
            let days = DayFiles(.init(folder: folder + "days")) { city }
            let (ports, running) = AsyncStream<Int>.makeStream()
            let site = PublicSite(
                settings: .init(port: 0, maximumListeners: listeners), city: { city }, store: store,
                feed: feed,
                now: clock.read, readiness: { readiness }, metrics: { "footfall_up 1\n" },
                linkedData: .init(
                    publisher: publisher, stream: stream, hasDayFiles: keepsDays, modified: .at("09:00")),
                dayFiles: keepsDays ? days : nil, logger: .silent, onRunning: { running.yield($0) })
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: site, successTerminationBehavior: .gracefullyShutdownGroup)],
                    logger: .silent))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                var iterator = ports.makeAsyncIterator()
                guard let port = await iterator.next() else { return }
                try await body(
                    TestSite(
                        store: store, feed: feed, stream: stream, days: days, clock: clock, zones: zones,
                        port: port, paths: site.paths,
                        group: group))
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }
}

extension PublisherDescription {
    /// With no more than a catalogue needs.
    static var example: PublisherDescription {
        var publisher = PublisherDescription(name: .both("Stad"))
        publisher.baseAddress = "https://data.example.org"
        publisher.email = "data@example.org"
        publisher.licence = "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0"
        return publisher
    }
}

/// Time that only moves when told to.
final class TestClock: Sendable {
    private let time: Mutex<EventTime>

    init(_ time: EventTime) {
        self.time = Mutex(time)
    }

    var read: @Sendable () -> EventTime {
        { self.time.withLock { $0 } }
    }

    func set(_ time: EventTime) {
        self.time.withLock { $0 = time }
    }
}

/// A folder that is gone afterwards.
enum Folder {
    /// - Parameter body: gets the path, which ends with a slash.
    static func use(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "sinks-\(UUID().uuidString)/"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() } }
}

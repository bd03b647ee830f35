import Barometer
import Foundation
import Logging
import Mosquitto
import Sinks
import TestKit
import Testing

/// What holds for every sink, tried on the real thing.
@Suite("A sink") struct SinkContractTests {
    enum Kind: String, CaseIterable, Sendable {
        case sqlite, postgres, live, mqtt, dayFiles
    }

    @Test("writes the same batch twice as if once", arguments: Kind.allCases)
    func repeats(kind: Kind) async throws {
        try await Place.use(kind) { place in
            let batch = [Publication.sample(1), .sample(2, .sample("station"))]
            try await place.sink.write(batch)
            try await place.sink.write(batch)
            #expect(try await place.shown() == batch)
        }
    }

    @Test("puts no version in the place of a higher one", arguments: Kind.allCases)
    func olderVersion(kind: Kind) async throws {
        try await Place.use(kind) { place in
            let first = Publication.sample(1, version: 1, .sample(content: .sample(index: 50)))
            let second = Publication.sample(7, version: 2, .sample(content: .sample(index: 150)))
            try await place.sink.write([second])
            try await place.sink.write([first])
            #expect(try await place.shown() == [second])
        }
    }

    @Test("shows the newest window, in whatever order they come in a batch", arguments: Kind.allCases)
    func order(kind: Kind) async throws {
        try await Place.use(kind) { place in
            let early = Publication.sample(1, .sample(from: .at("14:00")))
            let late = Publication.sample(2, .sample(from: .at("14:15")))
            try await place.sink.write([late, early])
            #expect(try await place.shown() == [late])
        }
    }

    @Test("takes an empty batch", arguments: Kind.allCases)
    func empty(kind: Kind) async throws {
        try await Place.use(kind) { place in
            try await place.sink.write([])
            #expect(try await place.shown() == [])
        }
    }

    @Test("keeps every kind of content as it is", arguments: Kind.allCases)
    func contents(kind: Kind) async throws {
        try await Place.use(kind) { place in
            let batch: [Publication] = [
                .sample(1, .sample("a", content: .withheld, reasons: [.tooFewPassersBy])),
                .sample(
                    2, .sample("b", content: .sample(level: nil), completeness: 0.67, reasons: [.coldStart])),
                .sample(3, version: 3, .sample("c", reasons: [.sensors(.init(2, of: 3)), .publicHoliday])),
            ]
            try await place.sink.write(batch)
            #expect(try await place.shown() == batch)
        }
    }
}

/// A sink and a way to see what a reader of it sees: the newest publication of each zone.
private struct Place {
    let sink: any Sink
    let shown: @Sendable () async throws -> [Publication]

    static func use(
        _ kind: SinkContractTests.Kind, _ body: @Sendable @escaping (Place) async throws -> Void
    ) async throws {
        switch kind {
        case .sqlite:
            try await Folder.use { folder in
                let store = try ReadingStore(path: folder + "readings.sqlite")
                try await body(Place(sink: store) { try await store.newest() })
            }
        case .postgres:
            let server = try await PostgresServer()
            let store = server.store()
            try await store.connect()
            try await body(
                Place(sink: store) { try await PostgresRows.publications(server).newestOfEachZone() })
        case .dayFiles:
            try await Folder.use { folder in
                let files = RememberedDayFiles(folder)
                try await body(Place(sink: files) { try await files.publications().newestOfEachZone() })
            }
        case .live:
            try await TestSite.serve { site in
                let listener = try Listener(port: site.port)
                try await listener.wait(for: "event: now")
                let ears = Ears(listener: listener)
                try await body(Place(sink: site.feed) { try await ears.newest(site) })
            }
        case .mqtt:
            let broker = try await Broker()
            let sink = MQTTSink(
                endpoint: Endpoint(port: broker.port, clientID: "sink"), origin: .example,
                now: { .at("14:20") }, logger: .silent)
            try await body(Place(sink: sink) { try await Topic.readings(port: broker.port) })
        }
    }
}

/// Remembers what a page would: the newest version of each window, of that the newest window of each zone.
private struct Ears {
    let listener: Listener

    func newest(_ site: TestSite) async throws -> [Publication] {
        // Everything that was sent before this one has arrived when it has.
        let mark = Publication.sample(1_000, .sample("mark", from: .at("23:00")))
        try await site.feed.write([mark])
        try await listener.wait(for: "id: 1000")
        var newest: [ZoneID: Publication] = [:]
        for event in try await listener.readings(listener.count) {
            let indicator = try JSONDecoder().decode(Indicator.self, from: Data(event.data.utf8))
            guard case .reading(let reading) = indicator.value else { continue }
            let publication = Publication(
                sequence: Int(event.id ?? "") ?? 0, created: reading.window.end + .seconds(1),
                version: indicator.version, content: .reading(reading))
            let key = reading.zone
            if let known = newest[key], rank(known) > rank(publication) { continue }
            newest[key] = publication
        }
        newest[ZoneID("mark")] = nil
        return newest.sorted { $0.key < $1.key }.map(\.value)
    }

    private func rank(_ publication: Publication) -> (Int64, Int) {
        (publication.reading?.window.end.milliseconds ?? 0, publication.version)
    }
}

extension [Publication] {
    /// Of what is ordered by window end.
    fileprivate func newestOfEachZone() -> [Publication] {
        Dictionary(map { ($0.subject.zone?.name ?? "", $0) }) { $1 }.sorted { $0.key < $1.key }.map(\.value)
    }
}

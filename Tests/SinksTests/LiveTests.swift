import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

@Suite("The live stream", .serialized) struct LiveTests {
    @Test("brings a reading as it is published", arguments: ["/live", "/api/v1/live"])
    func delivery(path: String) async throws {
        try await TestSite.serve { site in
            let listener = try Listener(port: site.port, path: path)
            try await listener.wait(for: "data: 2026-03-14T14:20:00Z")
            #expect(listener.text.lowercased().contains("content-type: text/event-stream"))
            try await site.publish(.sample(7))
            let event = try #require(try await listener.readings(1).first)
            #expect(event.id == "7")
            let indicator = try JSONDecoder().decode(Indicator.self, from: Data(event.data.utf8))
            #expect(indicator == Publication.sample(7).indicator)
        }
    }

    @Test("tells who comes back what was missed, once and in order")
    func replay() async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1), .sample(2, .sample("station")))
            // In the feed but not in the store yet.
            try await site.feed.write([.sample(3, .sample(from: .at("14:15")))])
            let listener = try Listener(port: site.port, lastEventID: "1")
            #expect(try await listener.readings(2).map(\.id) == ["2", "3"])
            try await site.publish(.sample(4, .sample("station", from: .at("14:15"))))
            #expect(try await listener.readings(3).map(\.id) == ["2", "3", "4"])
        }
    }

    @Test("sends nothing twice when the store runs ahead of the feed")
    func storeAhead() async throws {
        try await TestSite.serve { site in
            let late = Publication.sample(5, .sample("station"))
            try await site.store.write([.sample(4), late])
            let listener = try Listener(port: site.port, lastEventID: "3")
            #expect(try await listener.readings(2).map(\.id) == ["4", "5"])
            try await site.feed.write([.sample(4), late])
            try await site.feed.write([.sample(6, .sample(from: .at("14:15")))])
            #expect(try await listener.readings(3).map(\.id) == ["4", "5", "6"])
        }
    }

    @Test(
        "gives the newest of each zone to who was away too long or is ahead of us",
        arguments: ["0", "999999"])
    func tooLong(lastSeen: String) async throws {
        try await TestSite.serve { site in
            let history = (1...2_100).map { number in
                Publication.sample(number, .sample(from: .at("14:00") - .seconds(900 * (2_100 - number))))
            }
            try await site.store.write(history + [.sample(2_101, .sample("station"))])
            let listener = try Listener(port: site.port, lastEventID: lastSeen)
            #expect(try await listener.readings(2).map(\.id) == ["2100", "2101"])
            try await site.publish(.sample(2_102, .sample(from: .at("14:15"))))
            #expect(try await listener.readings(3).map(\.id) == ["2100", "2101", "2102"])
        }
    }

    @Test("sends a batch once, and no version that was replaced")
    func once() async throws {
        try await TestSite.serve { site in
            let listener = try Listener(port: site.port)
            try await listener.wait(for: "event: now")
            let (first, second) = (Publication.sample(1), Publication.sample(2, version: 2))
            for batch in [[second], [second], [first, second], [.sample(3, .sample("station"))]] {
                try await site.feed.write(batch)
            }
            #expect(try await listener.readings(2).map(\.id) == ["2", "3"])
        }
    }

    @Test("shows in silence that it is alive, and what time it is")
    func ping() async throws {
        try await TestSite.serve { site in
            let listener = try Listener(port: site.port)
            try await listener.wait(for: "event: now")
            site.clock.set(.at("17:00"))
            site.feed.ping()
            try await listener.wait(for: ": ping\n\nevent: now\ndata: 2026-03-14T17:00:00Z\n\n")
        }
    }

    @Test("forgets a listener that left")
    func leaving() async throws {
        try await TestSite.serve { site in
            try await stay(site)
            try await until { site.feed.listenerCount == 0 }
            #expect(site.feed.droppedListeners == 0)
        }
    }

    private func stay(_ site: TestSite) async throws {
        let listener = try Listener(port: site.port)
        try await listener.wait(for: "event: now")
        #expect(site.feed.listenerCount == 1)
    }

    @Test("drops who does not read, and others notice nothing")
    func slow() async throws {
        try await TestSite.serve(depth: 4) { site in
            let slow = try Listener(port: site.port, smallBuffers: true)
            try await slow.wait(for: "event: now")
            let quick = try Listener(port: site.port)
            try await quick.wait(for: "event: now")
            var sequence = 0
            while site.feed.droppedListeners == 0, sequence < 400_000 {
                let batch = (1...500).map { number in
                    Publication.sample(
                        sequence + number, .sample("zone-\(number)", from: .at("00:00") + .seconds(sequence)))
                }
                sequence += batch.count
                try await site.feed.write(batch)
                try await quick.wait(for: "id: \(sequence)\n")
            }
            #expect(site.feed.droppedListeners == 1)
            try await until { site.feed.listenerCount == 1 }
            #expect(try await slow.ends(within: .seconds(10)))
        }
    }

    @Test("asks who is one too many to come later")
    func full() async throws {
        try await TestSite.serve(listeners: 1) { site in
            let first = try Listener(port: site.port)
            try await first.wait(for: "event: now")
            let answer = try await site.get("/live")
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] == "30")
            #expect(answer["Content-Type"] == "application/problem+json")
            _ = first.text
        }
    }

    @Test("does not hold up the end, even if a listener has stopped reading", arguments: [false, true])
    func shutdown(isStuck: Bool) async throws {
        let clock = ContinuousClock()
        let listener = try await shutdownStart(clock, isStuck: isStuck)
        #expect(clock.now - listener.asked < .seconds(isStuck ? 6 : 2.5))
        #expect(try await listener.listener.ends(within: .seconds(1)))
    }

    private func shutdownStart(
        _ clock: ContinuousClock, isStuck: Bool
    ) async throws -> (asked: ContinuousClock.Instant, listener: Listener) {
        let (asks, ask) = AsyncStream<(ContinuousClock.Instant, Listener)>.makeStream()
        try await TestSite.serve { site in
            let listener = try Listener(port: site.port, smallBuffers: isStuck)
            try await listener.wait(for: "event: now")
            if isStuck {
                for round in 0..<60 {
                    try await site.feed.write(
                        (1...500).map { .sample(round * 500 + $0, .sample("zone-\($0)")) })
                }
            }
            ask.yield((clock.now, listener))
        }
        var iterator = asks.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    private func until(_ isTrue: @Sendable () -> Bool) async throws {
        for _ in 0..<1_000 where !isTrue() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(isTrue())
    }
}

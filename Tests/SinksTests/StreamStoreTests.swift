import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

@Suite("The event stream's store") struct StreamStoreTests {
    private func open(_ folder: String, base: String = "https://data.example.org", perPage: Int = 3) throws
        -> StreamStore
    {
        try StreamStore(
            .init(
                path: folder + "ldes.sqlite", addresses: AddressSpace(base: base), retentionDays: 30,
                membersPerPage: perPage))
    }

    /// One a minute from 23:50 on, in UTC: ten on the first day, the rest on the next.
    static func publications(_ range: ClosedRange<Int>) -> [Publication] {
        range.map { number in
            let created = EventTime.at("23:49") + .seconds(60 * number)
            return Publication(
                sequence: number, created: created, version: 1,
                content: .reading(.sample(from: created - .seconds(1000))))
        }
    }

    static let day = CalendarDate(daysSinceEpoch: EventTime.at("00:00").utcDate.daysSinceEpoch)

    @Test("seals a page when it is full and a day when a member of the next comes")
    func sealing() async throws {
        try await Folder.use { folder in
            let store = try open(folder)
            try await store.write(Self.publications(1...8))
            #expect(try await store.shape(of: Self.day) == ["sealed 3", "sealed 3", "growing 2"])
            #expect(try await store.day(Self.day, .turtle)?.isSealed == false)
            try await store.write(Self.publications(9...11))
            #expect(try await store.shape(of: Self.day) == ["sealed 3", "sealed 3", "sealed 3", "sealed 1"])
            #expect(try await store.day(Self.day, .turtle)?.isSealed == true)
            #expect(try await store.shape(of: Self.day.advanced(byDays: 1)) == ["growing 1"])
            #expect(try await store.page(0, of: Self.day, .turtle) == nil)
            #expect(try await store.page(5, of: Self.day, .turtle) == nil)
            #expect(try await store.day(Self.day.advanced(byDays: 2), .turtle) == nil)
        }
    }

    @Test("closes a day that is over when it hears so, and only then")
    func midnight() async throws {
        try await Folder.use { folder in
            let store = try open(folder)
            #expect(try await store.isDue(at: .at("23:59:59")) == false)
            try await store.write(Self.publications(1...2))
            #expect(try await store.isDue(at: .at("23:59:59")) == false)
            try await store.pass(.at("23:59:59"))
            #expect(try await store.shape(of: Self.day) == ["growing 2"])
            let midnight = EventTime.at("00:00") + .seconds(86_400)
            #expect(try await store.isDue(at: midnight))
            try await store.pass(midnight)
            try await store.pass(midnight)
            #expect(try await store.shape(of: Self.day) == ["sealed 2"])
            #expect(try await store.isDue(at: midnight) == false)
            // Nobody may have written this; it must not get into a sealed day.
            await #expect(throws: SinkError.self) { try await store.write(Self.publications(3...3)) }
            try await store.write(Self.publications(11...11))
            #expect(try await store.shape(of: Self.day) == ["sealed 2"])
        }
    }

    @Test("takes each sequence once, whatever comes again, in the order of publication")
    func redelivery() async throws {
        try await Folder.use { folder in
            let store = try open(folder)
            try await store.write(Self.publications(1...4).reversed())
            try await store.write(Self.publications(1...7))
            try await store.write(Self.publications(2...3))
            try await store.write([])
            #expect(try await store.sequences() == Array(1...7))
        }
    }

    @Test("goes on in the middle of a page, and what was sealed keeps its bytes")
    func restart() async throws {
        try await Folder.use { folder in
            let before = try open(folder)
            try await before.write(Self.publications(1...5))
            let first = try await before.page(1, of: Self.day, .nquads)
            let second = try await before.page(2, of: Self.day, .turtle)
            try before.close()
            let after = try open(folder, perPage: 4)
            #expect(try await after.page(2, of: Self.day, .turtle) == second)
            try await after.write(Self.publications(4...9))
            #expect(try await after.page(1, of: Self.day, .nquads) == first)
            #expect(try await after.sequences() == Array(1...9))
            #expect(try await after.shape(of: Self.day) == ["sealed 3", "sealed 4", "growing 2"])
        }
    }

    @Test("has the same bytes for the same publications, however they came")
    func deterministic() async throws {
        try await Folder.use { one in
            try await Folder.use { other in
                let (first, second) = (try open(one), try open(other))
                let all = Self.publications(1...14)
                try await first.write(all)
                for publication in all { try await second.write([publication]) }
                for notation in Notation.allCases {
                    for page in 1...4 {
                        let bytes = try await first.page(page, of: Self.day, notation)
                        #expect(bytes?.isSealed == true)
                        #expect(try await second.page(page, of: Self.day, notation) == bytes)
                    }
                    let day = try await first.day(Self.day, notation)
                    #expect(try await second.day(Self.day, notation) == day)
                    #expect(try await second.first(notation) == first.first(notation))
                }
            }
        }
    }

    @Test("lets whole days go, the oldest first, and says that they were there")
    func retention() async throws {
        try await Folder.use { folder in
            let store = try open(folder)
            try await store.write(Self.publications(1...11))
            let second = EventTime.at("12:00") + .seconds(86_400)
            #expect(try await store.prune(asOf: second + .seconds(30 * 86_400)) == 0)
            #expect(try await store.prune(asOf: second + .seconds(31 * 86_400)) == 1)
            #expect(try await store.prune(asOf: second + .seconds(31 * 86_400)) == 0)
            #expect(try await store.day(Self.day, .turtle) == .gone)
            #expect(try await store.page(4, of: Self.day, .turtle) == .gone)
            #expect(try await store.page(5, of: Self.day, .turtle) == nil)
            #expect(try await store.sequences() == [11])
            // The day that is open stays, however old it is.
            #expect(try await store.prune(asOf: second + .seconds(900 * 86_400)) == 0)
            try await store.write(Self.publications(1...12))
            #expect(try await store.sequences() == [11, 12])
        }
    }

    @Test("promises what it keeps", arguments: [(730, "P2Y"), (365, "P1Y"), (30, "P30D"), (3650, "P10Y")])
    func promise(days: Int, duration: String) throws {
        let retention = StreamRetention(days: days)
        #expect(retention.duration == duration)
        // The longest that so many years can be.
        let longest = duration.hasSuffix("Y") ? days + (days / 365 + 3) / 4 : days
        let now = EventTime.at("00:00")
        #expect(EventTime(retention.oldest(asOf: now)) <= now - .seconds(86_400 * longest))
    }

    @Test("is not gone on with under another address")
    func foreign() async throws {
        try await Folder.use { folder in
            try open(folder).close()
            #expect {
                _ = try open(folder, base: "https://elsewhere.example.org")
            } throws: { error in
                let error = error as? SinkError
                return error?.problem.contains("https://data.example.org") == true
                    && error?.remedy.contains("begin a new stream") == true
            }
        }
    }

    @Test("finds a version, in whatever page it is")
    func places() async throws {
        try await Folder.use { folder in
            let store = try open(folder)
            let all = Self.publications(1...5)
            try await store.write(all)
            for publication in all {
                let place = try await store.place(of: store.nodes.addresses.version(publication))
                #expect(place?.day == Self.day && place?.page == (publication.sequence <= 3 ? 1 : 2))
            }
            #expect(try await store.place(of: "https://data.example.org/nothing") == nil)
        }
    }

    @Test("folds bytes and unfolds them, and takes no broken ones", arguments: [0, 1, 100, 100_000])
    func deflate(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let folded = try #require(Deflate.fold(bytes))
        #expect(Deflate.unfold(folded) == bytes)
        #expect(Deflate.unfold(Array(folded.dropLast())) == nil)
        #expect(Deflate.unfold([UInt8](repeating: 255, count: 16)) == nil)
        #expect(Deflate.unfold([]) == nil)
    }
}

extension StreamNode: Equatable {
    static func == (left: StreamNode, right: StreamNode) -> Bool {
        switch (left, right) {
        case (.growing(let one), .growing(let other)): one == other
        case (.sealed(let one, let tag), .sealed(let other, let otherTag)): one == other && tag == otherTag
        case (.gone, .gone): true
        case (.growing, _), (.sealed, _), (.gone, _): false
        }
    }

    var isSealed: Bool { if case .sealed = self { true } else { false } }

    var text: String {
        switch self {
        case .growing(let bytes), .sealed(let bytes, _): String(decoding: bytes, as: UTF8.self)
        case .gone: ""
        }
    }
}

extension StreamStore {
    /// What the pages of a day are, with the number of their members.
    func shape(of day: CalendarDate) async throws -> [String] {
        var shape: [String] = []
        while let page = try await page(shape.count + 1, of: day, .turtle) {
            shape.append(
                "\(page.isSealed ? "sealed" : "growing") \(page.text.ranges(of: " tree:member ").count)")
        }
        return shape
    }

    /// Of all members on both days of these stories, as they stand in the stream.
    func sequences() async throws -> [Int] {
        var found: [Int] = []
        for day in [StreamStoreTests.day, StreamStoreTests.day.advanced(byDays: 1)] {
            var number = 1
            while let page = try await page(number, of: day, .turtle), page != .gone {
                found += page.text.matches(of: #/ff:sequence (\d+)/#).compactMap { Int($0.1) }
                number += 1
            }
        }
        return found
    }
}

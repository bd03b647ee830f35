import Barometer
import Foundation
import Sinks
import TestKit
import Testing

@Suite("Day files") struct DayFilesTests {
    private func use(
        retentionDays: Int? = nil, _ body: (DayFiles, DayShelf) async throws -> Void
    ) async throws {
        try await Folder.use { folder in
            let files = DayFiles(.init(folder: folder, retentionDays: retentionDays)) { .mechelen }
            try await body(files, DayShelf(folder: folder))
        }
    }

    @Test("have a row for each window and event, of the UTC day of its start, ordered by key")
    func rows() async throws {
        try await use { files, shelf in
            try await files.write([
                .sample(1, .sample("station", from: .at("23:45"))),
                .sample(2, .sample("old-market", from: .at("23:45") + .seconds(900))),
                .sample(
                    3,
                    .sample(
                        "old-market", from: .at("14:00"), content: .withheld, completeness: 0.67,
                        reasons: [.tooFewPassersBy, .publicHoliday])),
                .impact(4),
            ])
            #expect(
                try shelf.names == [
                    "2026-03-14.csv", "2026-03-14.csv-metadata.json", "2026-03-15.csv",
                    "2026-03-15.csv-metadata.json", "datapackage.json", "table-schema.json",
                ])
            #expect(
                String(decoding: shelf.bytes("2026-03-14.csv") ?? Data(), as: UTF8.self) == """
                    zone,event,indicator,from,to,value,unit,lower,upper,coverage,deviation,busyness,level,\
                    score,class,grade,confidence,completeness,status,reason,method,version\r
                    old-market,,relatieve-drukte-index,2026-03-14T14:00:00Z,2026-03-14T14:15:00Z,,%,,,,,,,\
                    ,,,,0.67,withheld,too_few_passers_by public_holiday,barometer/1.0.0,1\r
                    old-market,zaterdagmarkt-20260314,bezoekersimpact,2026-03-14T07:00:00Z,2026-03-14T12:00:00Z,\
                    42,%,35,49,0.9,,,,3.9,moderate,A,high,1,final,,event-impact/1.0.0,1\r
                    station,,relatieve-drukte-index,2026-03-14T23:45:00Z,2026-03-15T00:00:00Z,100,%,,,,usual,\
                    85,3,,,,high,1,final,,barometer/1.0.0,1\r

                    """)
            #expect(shelf.rows("2026-03-15.csv").count == 1)
        }
    }

    @Test("are read back as what was written", arguments: UInt64(0)..<4)
    func roundTrip(seed: UInt64) throws {
        var read = 0
        for publication in PublicationsByChance(seed: seed).prefix(500) {
            let line = IndicatorTable([publication]).rows
            if case .retraction = publication.content {
                #expect(line.isEmpty)
                continue
            }
            let row = TableRow(line)
            #expect(try row.content(like: publication.content) == publication.content)
            #expect(row["version"] == "\(publication.version)" && row["unit"] == "%")
            read += 1
        }
        #expect(read > 300)
    }

    @Test("are written again by a correction, and left alone by a repeat")
    func corrections() async throws {
        try await use { files, shelf in
            let first = Publication.sample(1), other = Publication.sample(2, .sample("station"))
            try await files.write([first, other])
            let inode = { try FileManager.default.attributesOfItem(atPath: shelf.folder + "2026-03-14.csv") }
            let before = try inode()[.systemFileNumber] as? Int
            try await files.write([first, other])
            #expect(try inode()[.systemFileNumber] as? Int == before)
            try await files.write([.sample(3, version: 2, .sample(content: .sample(index: 150)))])
            #expect(try inode()[.systemFileNumber] as? Int != before)
            #expect(shelf.rows("2026-03-14.csv").map { TableRow($0)["value"] } == ["150", "100"])
        }
    }

    @Test("lose the row of what is taken back, and do not get it again from an older version")
    func retraction() async throws {
        try await use { files, shelf in
            let reading = Publication.sample(1)
            try await files.write([reading, .sample(2, .sample("station"))])
            try await files.write([.retraction(3, version: 2, of: reading.subject)])
            #expect(shelf.rows("2026-03-14.csv").map { TableRow($0)["zone"] } == ["station"])
            try await files.write([reading])
            #expect(shelf.rows("2026-03-14.csv").map { TableRow($0)["zone"] } == ["station"])
            try await files.write([.sample(4, version: 3)])
            #expect(shelf.rows("2026-03-14.csv").map { TableRow($0)["version"] } == ["3", "1"])
        }
    }

    @Test("have an event on one day only, wherever it moves")
    func movedEvent() async throws {
        func impact(_ version: Int, daysLater days: Int) -> Publication {
            let sample = Impact.sample()
            let window = Window(
                from: sample.window.start + .seconds(days * 86_400),
                to: sample.window.end + .seconds(days * 86_400))
            return .impact(
                version, version: version,
                Impact(
                    event: sample.event, zone: sample.zone, window: window, content: sample.content,
                    completeness: sample.completeness))
        }
        try await use { files, shelf in
            try await files.write([impact(1, daysLater: 0)])
            try await files.write([impact(2, daysLater: 1)])
            #expect(shelf.rows("2026-03-14.csv") == [] && shelf.rows("2026-03-15.csv").count == 1)
            try await files.write([impact(1, daysLater: 0)])
            #expect(shelf.rows("2026-03-14.csv") == [])
            try await files.write([impact(3, daysLater: 0), impact(4, daysLater: 2)])
            #expect(try shelf.rows().map { TableRow($0)["from"] } == ["2026-03-16T07:00:00Z"])
            try await files.write([.retraction(5, version: 5, of: impact(4, daysLater: 2).subject)])
            #expect(try shelf.rows() == [])
        }
    }

    @Test("are the same whatever the batches, and wherever one was cut off", arguments: UInt64(1)...6)
    func cutOff(seed: UInt64) async throws {
        let story = DayStory(seed: seed).publications
        var undisturbed: [String: Data] = [:]
        try await use { files, shelf in
            try await files.write(story)
            undisturbed = try shelf.all()
        }
        #expect(undisturbed.count == 2 + 2 * 4 && story.count == 4000)
        try await use { files, shelf in
            var dice = Chance(seed: seed)
            var next = 0
            while next < story.count {
                let batch = Array(
                    story[next..<min(story.count, next + Int.random(in: 1...900, using: &dice))])
                if Bool.random(using: &dice) {
                    try await Crash(shelf).during(&dice) { try await files.write(batch) }
                }
                try await files.write(batch)
                next += batch.count
            }
            #expect(try shelf.all() == undisturbed)
            #expect(try shelf.rows().sorted() == (try await Self.stored(story)).sorted())
            #expect(undisturbed["2026-03-15.csv"]?.count ?? 0 > 1 << 16)
        }
    }

    /// The rows of what the SQLite store has of publications.
    private static func stored(_ publications: [Publication]) async throws -> [String] {
        var rows: [String] = []
        try await Folder.use { folder in
            let store = try ReadingStore(path: folder + "readings.sqlite")
            try await store.write(publications)
            let (from, to) = (EventTime(seconds: 0), EventTime(seconds: 4_000_000_000))
            let readings = try await store.page(from: from, to: to, limit: 1_000_000).publications
            let all = readings + (try await store.impacts(from: from, to: to))
            rows = all.map { IndicatorTable([$0]).rows }
        }
        return rows
    }

    @Test("go when they are kept no longer, and nothing names them any more")
    func retention() async throws {
        try await use(retentionDays: 1) { files, shelf in
            let days = (0..<3).map { EventTime.at("12:00") + .seconds($0 * 86_400) }
            try await files.write(days.enumerated().map { .sample($0 + 1, .sample(from: $1)) })
            #expect(try await files.prune(asOf: days[2]) == 1)
            #expect(try shelf.names.first == "2026-03-15.csv" && shelf.names.count == 6)
            let package = String(decoding: shelf.bytes("datapackage.json") ?? Data(), as: UTF8.self)
            #expect(!package.contains("2026-03-14") && package.contains("2026-03-15.csv"))
        }
    }

    @Test("are not written over by what does not understand them")
    func foreign() async throws {
        try await use { files, shelf in
            for text in ["zone;value\n", IndicatorTable.header + "old-market,1\r\n"] {
                try Data(text.utf8).write(to: URL(filePath: shelf.folder + "2026-03-14.csv"))
                await #expect {
                    try await files.write([.sample(1)])
                } throws: {
                    ($0 as? SinkError).map { !$0.retryHelps && $0.remedy.contains("move the file away") }
                        == true
                }
                #expect(shelf.bytes("2026-03-14.csv") == Data(text.utf8))
            }
        }
    }

    @Test("wait for a folder that cannot be made, and say so")
    func noFolder() async throws {
        try await Folder.use { folder in
            try Data().write(to: URL(filePath: folder + "file"))
            let files = DayFiles(.init(folder: folder + "file/days")) { .mechelen }
            await #expect {
                try await files.write([.sample(1)])
            } throws: {
                ($0 as? SinkError).map { $0.retryHelps && $0.description.contains("file/days: the folder") }
                    == true
            }
            try FileManager.default.removeItem(atPath: folder + "file")
            try await files.write([.sample(1)])
            #expect(try DayShelf(folder: folder + "file/days/").rows().count == 1)
        }
    }
}

/// Four days of publications with corrections, retractions and events that move, as an outbox holds them.
private struct DayStory {
    let publications: [Publication]

    init(seed: UInt64) {
        var dice = Chance(seed: seed)
        var versions: [Subject: Int] = [:]
        publications = PublicationsByChance(seed: seed).prefix(4000).enumerated().map { index, chance in
            let content = Self.content(chance.content, &dice)
            versions[content.subject, default: 0] += 1
            return Publication(
                sequence: index + 1, created: chance.created, version: versions[content.subject] ?? 1,
                content: content)
        }
    }

    private static func content(_ chance: Publication.Content, _ dice: inout Chance) -> Publication.Content {
        let start = EventTime.at("00:00") + .seconds(900 * Int.random(in: 0..<4 * 96, using: &dice))
        let window = Window(from: start, to: start + .seconds(900))
        switch chance {
        case .reading(let reading):
            return .reading(
                Reading(
                    zone: reading.zone, window: window, content: reading.content,
                    completeness: reading.completeness, reasons: reading.reasons, validUntil: window.end))
        case .impact(let impact):
            return .impact(
                Impact(
                    event: impact.event, zone: ZoneID("old-market"), window: window, content: impact.content,
                    completeness: impact.completeness, reasons: impact.reasons))
        case .detail, .series: return chance
        case .retraction(let subject):
            let isEvent = Int.random(in: 0..<4, using: &dice) == 0
            return .retraction(
                isEvent
                    ? .event(EventID("event-\(Int.random(in: 0..<50, using: &dice))"), ZoneID("old-market"))
                    : .window(subject.zone ?? ZoneID("old-market"), window))
        }
    }
}

/// What a crash in the middle of a write leaves: some files new, some old, and nothing noted.
private struct Crash {
    private let shelf: DayShelf
    private let before: [String: Data]

    init(_ shelf: DayShelf) throws {
        self.shelf = shelf
        let names = try FileManager.default.contentsOfDirectory(atPath: shelf.folder)
        before = Dictionary(uniqueKeysWithValues: names.map { ($0, shelf.bytes($0) ?? Data()) })
    }

    func during(_ dice: inout Chance, _ write: () async throws -> Void) async throws {
        try await write()
        for name in try FileManager.default.contentsOfDirectory(atPath: shelf.folder)
        where name.hasPrefix(".") || Bool.random(using: &dice) {
            let file = URL(filePath: shelf.folder + name)
            try FileManager.default.removeItem(at: file)
            try before[name]?.write(to: file)
        }
        try Data("half a row".utf8).write(to: URL(filePath: shelf.folder + ".2026-03-15.csv.new"))
    }
}

import Barometer
import Footfall
import Foundation
import TestKit
import Testing
import Vault

@testable import footfalld

@Suite("footfalld score") struct ScoreTests {
    private let town: Town
    private let days: ScoreDays

    init() throws {
        town = try Town(
            zones: ["old-market": 2, "quay": 2, "station": 2, "park": 2],
            more: "privacy: {noise: off}\n")
        var days = ScoreDays(town)
        days.fairs = [60: 12..<18, 90: 12..<18]
        days.silent = [75]
        self.days = days
        try town.write("events.csv", events)
    }

    private func row(_ id: String, _ name: String, _ zones: String, _ day: Int, _ series: String = "")
        -> String
    {
        let date = ScoreDays.date(day)
        return "\(id),\(name),\(series),\(zones),\(date)T12:00,\(date)T18:00\n"
    }

    private var events: String {
        "id,name,series,zones,start,end\n" + row("fair-1", "Kermis", "old-market", 60, "fairs")
            + row("fair-2", "Kermis", "old-market quay", 90, "fairs") + row("early", "Vroeg", "old-market", 3)
            + row("silent", "Stil", "old-market", 75) + row("coming", "Straks", "old-market", 130)
            + row("gone", "Lang geleden", "old-market", -40)
    }

    private func keep() throws -> StateStore {
        let store = try StateStore(in: DataFolder(path: town.data))
        _ = try store.commit(
            .init(
                position: 1, contents: [],
                keepsakes: days.keepsakes(0..<90) + days.keepsakes(90..<91, areFinal: false),
                checkpoint: nil, now: .at("15:00")))
        return store
    }

    private func score(_ more: String...) async throws -> (code: Int32, output: String, errors: String) {
        let process = try DaemonProcess(
            ["score", "--config", town.config, "--data", town.data] + more)
        return (try await process.ended(), process.output, process.errors)
    }

    @Test("tells a line for each edition and zone, while the daemon has its folder, and the same bytes again")
    func table() async throws {
        let store = try keep()
        let (code, page, errors) = try await score()
        #expect(code == 0 && errors == "", "\(errors)")
        let lines = page.split(separator: "\n")
        #expect(lines.count { $0.contains("Kermis") } == 2, "\(page)")
        let market = try #require(lines.first { $0.contains("old-market") })
        #expect(market.contains("\(ScoreDays.date(90))") && market.contains("moderate"), "\(page)")
        #expect(market.hasSuffix("provisional"), "\(page)")
        #expect(lines.contains { $0.contains("quay") && $0.contains("no effect shown") }, "\(page)")
        #expect(lines.contains { $0.hasPrefix("- fairs: +") && $0.contains("over 2 editions") }, "\(page)")
        try store.close()
        #expect(try await score().output == page)
        let first = try await score("--event", "fair-1").output
        #expect(first.contains("final") && first.contains("- fairs: +"), "\(first)")
    }

    @Test("says of each that cannot be told why, and what would help")
    func why() async throws {
        try keep().close()
        let (code, page, errors) = try await score(
            "--from", "\(ScoreDays.date(-100))", "--to", "\(ScoreDays.date(200))")
        #expect(code == 0, "\(errors)")
        let text = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for sentence in [
            "Vroeg, old-market: cannot be told, because fewer than 8 days without an event are known before it. "
                + "Import the counts",
            "Stil, old-market: cannot be told, because nothing was heard of its sensors in those hours. See",
            "Straks (coming) cannot be told yet, because \(ScoreDays.date(130)) is its last day",
            "Lang geleden (gone) cannot be told, because what was counted before \(ScoreDays.first) is not kept",
        ] { #expect(text.contains(sentence), "\(sentence) is missing:\n\(page)") }
        #expect(page.split(separator: "\n").allSatisfy { $0.count <= 120 }, "\(page)")
    }

    @Test("as JSON has impacts as the API writes them, details and series")
    func json() async throws {
        try keep().close()
        let (code, text, errors) = try await score("--json")
        #expect(code == 0, "\(errors)")
        struct Document: Decodable {
            let impacts: [Indicator]
            let details: [ImpactDetail]
            let series: [SeriesImpact]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        #expect(document.impacts.count == 2 && document.details.map(\.event.name) == ["fair-2"])
        #expect(document.series.map(\.editions) == [[EventID("fair-1"), EventID("fair-2")]])
        guard case .impact(let impact)? = document.impacts.first?.value else {
            Issue.record("no impact: \(text)")
            return
        }
        #expect((44...56).contains(try #require(impact.effect).uplift.percent))
        #expect(document.details[0].basis.historyDays > 40)
    }

    @Test("says nothing of a zone that is not public, and withholds a crowd that is too small")
    func withheld() async throws {
        let features = ["old-market", "quay", "station", "park"].map {
            #"{"properties": {"id": "\#($0)", "public": \#($0 != "old-market")}}"#
        }
        try town.write("zones.geojson", #"{"features": [\#(features.joined(separator: ", "))]}"#)
        try keep().close()
        let (_, page, _) = try await score("--date", "\(ScoreDays.date(60))")
        #expect(page.contains("is not told of, because none of its zones is public"), "\(page)")
        let crowd = try Town(more: "privacy: {noise: off}\n")
        try crowd.write("events.csv", "id,name,series,zones,start,end\n" + row("f", "K", "old-market", 60))
        var few = ScoreDays(crowd)
        few.people = 1
        let store = try StateStore(in: DataFolder(path: crowd.data))
        _ = try store.commit(
            .init(
                position: 1, contents: [], keepsakes: few.keepsakes(0..<61), checkpoint: nil,
                now: .at("15:00")))
        try store.close()
        let process = try DaemonProcess(["score", "--config", crowd.config, "--data", crowd.data])
        #expect(try await process.ended() == 0)
        #expect(process.output.contains("fewer people are usual there and then"), "\(process.output)")
    }

    @Test("helps with what is not there")
    func mistakes() async throws {
        #expect(try await score().code == 74, "no data folder")
        try StateStore(in: DataFolder(path: town.data)).close()
        let empty = try await score()
        #expect(empty.code == 65 && empty.errors.contains("nothing is kept yet"), "\(empty)")
        try keep().close()
        let unknown = try await score("--event", "fiar-1")
        #expect(unknown.code == 64 && unknown.errors.contains("Perhaps fair-1 was meant"), "\(unknown)")
        for dates in [
            ["--date", "14/3/2026"], ["--from", "2026-03-14"],
            ["--from", "2026-03-14", "--to", "2026-03-13"],
            ["--date", "2026-03-14", "--from", "2026-03-14"],
        ] {
            let process = try DaemonProcess(
                ["score", "--config", town.config, "--data", town.data] + dates)
            #expect(try await process.ended() == 64, "\(dates)")
            #expect(process.errors.contains("--"), "\(process.errors)")
        }
        let quiet = try await score("--date", "\(ScoreDays.date(61))")
        #expect(quiet.code == 0 && quiet.output == "", "\(quiet)")
        #expect(quiet.errors.contains("the nearest is fair-1 on \(ScoreDays.date(60))"), "\(quiet)")
    }

    @Test("does not depend on which other editions are asked for, however the history is cut")
    func stretches() throws {
        let (configuration, _) = Configuration.read(folder: town.config, environment: [:])
        let known = try #require(configuration)
        let kept = days.keepsakes(0..<91).compactMap { keepsake -> SensorDay? in
            if case .sensorDay(let day) = keepsake { day } else { nil }
        }
        let scores = EditionScores(plan: known.plan, editions: known.editions) { dates, take in
            for day in kept where dates.contains(day.date) { take(day) }
        }
        func assessed(_ editions: [EventEdition]) throws -> [ImpactAssessment] {
            var all: [ImpactAssessment] = []
            try scores.assess(editions, isFinal: { _ in true }) { all.append($1) }
            return all
        }
        let over = known.editions.filter {
            (0...90).contains(
                $0.dates(known.plan.clock).upperBound.daysSinceEpoch - ScoreDays.first.daysSinceEpoch)
        }
        let together = try assessed(over)
        #expect(together.count == 4)
        let alone = try over.flatMap { try assessed([$0]) }
        #expect(alone.map(\.impacts) == together.map(\.impacts))
        #expect(alone.map(\.details) == together.map(\.details))
        #expect(alone.map { $0.accounts.map(\.result) } == together.map { $0.accounts.map(\.result) })
        #expect(scores.stretches(of: known.editions).count == 3)
        #expect(scores.stretches(of: known.editions).allSatisfy { $0.dates.length <= 150 })
    }
}

extension ScoreTests {
    private func page(_ more: [String], privately: Bool = false) async throws -> (path: String, html: String)
    {
        let path = town.folder + "/report-\(UUID().uuidString).html"
        let process = try DaemonProcess(
            ["score", "--config", town.config, "--data", town.data, "--report", path] + more)
        #expect(try await process.ended() == 0, "\(process.errors)")
        return (path, try String(contentsOfFile: path, encoding: .utf8))
    }

    @Test(
        "writes a report on what was asked for, the same bytes each time, in the language that is asked for")
    func report() async throws {
        try keep().close()
        let (_, html) = try await page([])
        #expect(
            html.contains("<html lang=\"nl\"")
                && html.contains("Tijdens Kermis kwamen er bij old-market en quay"))
        #expect(html.contains("Dit is voorlopig"))
        #expect(try await page([]).html == html)
        let (_, english) = try await page(["--event", "coming", "--language", "en"])
        #expect(
            english.contains("<html lang=\"en\"") && english.contains("Straks")
                && english.contains("it is not over yet"))
    }

    @Test("the owner's counts are on a page for him alone, and only when asked for")
    func privateReport() async throws {
        try keep().close()
        let (path, html) = try await page(["--event", "fair-1", "--private"])
        #expect(html.contains("Privé: niet publiceren"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let (code, _, errors) = try await score("--private")
        #expect(code == 64 && errors.contains("--report FILE.html --private"), "\(errors)")
    }

    @Test("says what to do where the file cannot be written")
    func unwritable() async throws {
        try keep().close()
        let (code, _, errors) = try await score("--report", town.folder + "/nowhere/page.html")
        #expect(code == 74 && errors.contains("nowhere/page.html: cannot be written"), "\(errors)")
    }
}

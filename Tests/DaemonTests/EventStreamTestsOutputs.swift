import Barometer
import Foundation
import GRDB
import TestKit
import Testing

/// What is told under the addresses of a running daemon.
extension EventStreamTests {
    /// Each kind of document once, as others would fetch it.
    func judgeDocuments(of daemon: DaemonProcess, _ town: Town) async throws {
        let reading = try town.newestReading()
        let day = try #require(daemonDays(try await daemon.get("/ldes/indicators").body).first)
        let documents = [
            ("barometer.jsonld", "/id/observation/\(reading)", "application/ld+json"),
            (
                "event-impact.jsonld", "/id/observation/event-impact/zaterdagmarkt-20260314/old-market",
                "application/ld+json"
            ),
            ("ldes-root.ttl", "/ldes/indicators", "text/turtle"),
            ("ldes-day.ttl", "/ldes/indicators/\(day)", "text/turtle"),
            ("ldes-page.ttl", "/ldes/indicators/\(day)/1", "text/turtle"),
            ("dcat.ttl", "/catalog", "text/turtle"),
            ("prov.ttl", "/id/activity/\(reading)", "text/turtle"),
        ]
        let folder = town.folder + "/documents"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, path, type) in documents {
            let answer = try await daemon.get(path, accept: type)
            #expect(answer.status == 200, "\(path): \(answer.body)")
            try Data(answer.body.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        let verdict = try await Judge.Sitting("documents.py", [folder]).verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
        #expect(verdict.text.ranges(of: "ok    ").count == 6, "\(verdict.text)")
    }

    private func daemonDays(_ root: String) -> [String] {
        root.matches(of: #/<indicators/(\d{4}-\d\d-\d\d)>/#).map { String($0.1) }
    }

    /// Follows every address of ours from document to document: each answers, and none names a count or a sensor.
    func searchOutputs(of daemon: DaemonProcess, _ town: Town) async throws {
        let from = start - .seconds(86_400)
        let period = "from=\(from)&to=\(start + .seconds(86_400))"
        var waiting = [
            "/", "/ldes/indicators", "/catalog", "/context.jsonld", "/api/v1/zones",
            "/api/v1/readings?\(period)",
            "/api/v1/events?\(period)", "/id/observation/event-impact/zaterdagmarkt-20260314/old-market",
            "/id/observation/\(try town.newestReading())",
        ]
        var seen = Set(waiting)
        var visits: [String: Int] = [:]
        while let path = waiting.popLast() {
            let texts = try await texts(of: path, daemon)
            for text in texts { expectNothingPrivate(in: Data(text.utf8), of: town, path) }
            for found in texts.flatMap(addresses) where seen.insert(found).inserted {
                let kind = found.split(separator: "/").prefix(3).joined(separator: "/")
                visits[kind, default: 0] += 1
                if visits[kind, default: 0] <= 12 { waiting.append(found) }
            }
        }
        #expect(seen.count > 1000)
        for kind in [
            "id/activity/barometer", "id/observation/barometer", "id/config", "id/concept/activiteittype",
        ] {
            #expect(seen.contains { $0.hasPrefix("/" + kind) }, "\(kind)")
        }
        let table = try Data(contentsOf: URL(filePath: town.data + "/readings.sqlite"))
        expectNothingPrivate(in: table, of: town, "readings.sqlite")
        // The search finds what is there: a sensor's own name.
        let journal = try Data(contentsOf: URL(filePath: town.data + "/journal.sqlite"))
        #expect(journal.range(of: Data("old-market-3".utf8)) != nil)
    }

    /// In two notations, where there are two.
    private func texts(of path: String, _ daemon: DaemonProcess) async throws -> [String] {
        var texts: [String] = []
        for type in ["application/n-quads", "text/turtle"] {
            let answer = try await daemon.get(path, accept: "\(type), */*;q=0.1")
            let isGone = answer.status == 410 && path.hasPrefix("/id/observation/")
            #expect(answer.status == 200 || isGone, "\(path): \(answer.body.prefix(300))")
            texts.append(answer.body)
        }
        return texts
    }

    private func expectNothingPrivate(in text: Data, of town: Town, _ path: String) {
        for secret in town.sensors + [Traffic.unmistakable, "kill/"] {
            #expect(text.range(of: Data(secret.utf8)) == nil, "\(path): \(secret)")
        }
    }

    /// Paths of all addresses of ours, without what belongs to another part of the site.
    private func addresses(in text: String) -> [String] {
        let ends = Set(" <>\"#\n\\".utf8)
        return text.components(separatedBy: "https://data.example.org").dropFirst().map { rest in
            String(decoding: rest.utf8.prefix { !ends.contains($0) }, as: UTF8.self)
        }.filter { path in
            path.hasPrefix("/")
                && !["/ns/", "/days/", "/openapi.yaml", "/api/v1/"].contains(where: path.hasPrefix)
        }
    }
}

extension Town {
    /// The path of the newest version that has a value.
    fileprivate func newestReading() throws -> String {
        let rows = try rows(
            """
            SELECT zone, window_end, window_start, version FROM readings
            WHERE status IN ('final', 'provisional') ORDER BY sequence DESC LIMIT 1
            """)
        let row = try #require(rows.first)
        let (end, start): (Int64, Int64) = (row[1], row[2])
        let time = EventTime(milliseconds: end).description.filter { $0 != "-" && $0 != ":" }
        return "barometer/\(row[0] as String)/\(time)-PT\((end - start) / 60_000)M/v\(row[3] as Int)"
    }
}

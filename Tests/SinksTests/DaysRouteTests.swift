import Barometer
import Foundation
import Sinks
import TestKit
import Testing

@Suite("Day files over HTTP") struct DaysRouteTests {
    @Test("are listed, newest first, and each points to what describes it")
    func list() async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1), .sample(2, .sample(from: .at("14:00") + .seconds(86_400))))
            let list = try await site.get("/days")
            #expect(
                list.text == """
                    {"items":[{"day":"2026-03-15","metadata":"/days/2026-03-15.csv-metadata.json",\
                    "table":"/days/2026-03-15.csv"},{"day":"2026-03-14",\
                    "metadata":"/days/2026-03-14.csv-metadata.json","table":"/days/2026-03-14.csv"}],\
                    "package":"/days/datapackage.json"}
                    """)
            let table = try await site.get("/days/2026-03-14.csv")
            #expect(table.status == 200 && table["Content-Type"] == "text/csv; charset=utf-8; header=present")
            #expect(table.body == DayShelf(folder: site.days.path + "/").bytes("2026-03-14.csv"))
            #expect(
                table["Link"]
                    == #"<2026-03-14.csv-metadata.json>; rel="describedby"; type="application/csvm+json""#)
            #expect(table["Access-Control-Allow-Origin"] == "*")
            let types = [
                "2026-03-14.csv-metadata.json": "application/csvm+json",
                "datapackage.json": "application/json", "table-schema.json": "application/json",
            ]
            for (name, type) in types {
                let answer = try await site.get("/days/\(name)")
                #expect(answer.status == 200 && answer["Content-Type"] == type && !answer.object.isEmpty)
            }
        }
    }

    @Test("come with a tag, and not again for who has it until they change")
    func tags() async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1))
            let tag = try #require(try await site.get("/days/2026-03-14.csv")["ETag"])
            func again() async throws -> Answer {
                try await site.get("/days/2026-03-14.csv", headers: ["If-None-Match": tag])
            }
            try await site.publish(.sample(1))
            let same = try await again()
            #expect(same.status == 304 && same.body.isEmpty && same["ETag"] == tag)
            let head = try await site.get("/days/2026-03-14.csv", method: "HEAD")
            #expect(head.status == 200 && head.body.isEmpty && head["ETag"] == tag)
            try await site.publish(.sample(2, version: 2))
            let changed = try await again()
            #expect(changed.status == 200 && changed["ETag"] != tag)
        }
    }

    @Test(
        "nothing else can be had by a name",
        arguments: [
            "2026-03-13.csv", "2026-3-14.csv", ".places.sqlite", "..%2Freadings.sqlite", "../readings.sqlite",
            "%2e%2e/readings.sqlite", "2026-03-14.csv%00.json", "2026-03-14.csv/", "2026-03-14.csv%2F..",
            "2026-03-14", ".2026-03-14.csv.new", "%2Fetc%2Fpasswd", "2026-03-14.csv-metadata.jsonx", "%FF",
        ])
    func traversal(name: String) async throws {
        try await TestSite.serve { site in
            try await site.publish(.sample(1))
            try Data("half".utf8).write(to: URL(filePath: site.days.path + "/.2026-03-14.csv.new"))
            let answer = try await site.get("/days/\(name)")
            let isTable = answer.status == 200 && answer.text.hasPrefix("zone,event,")
            #expect(answer.status == 404 || isTable && name == "2026-03-14.csv/")
        }
    }

    @Test(
        "say how they are had where none are kept", arguments: ["", "/2026-03-14.csv", "/datapackage.json"])
    func none(path: String) async throws {
        try await TestSite.serve(keepsDays: false) { site in
            let answer = try await site.get("/days\(path)")
            #expect(answer.status == 404 && answer["Content-Type"] == "application/problem+json")
            #expect((answer.object["detail"] as? String)?.contains("stores.day_files.folder") == true)
        }
    }
}

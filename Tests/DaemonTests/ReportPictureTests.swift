import Barometer
import Footfall
import Foundation
import TestKit
import Testing

@testable import footfalld

@Suite("A report in a browser", .serialized, .enabled(if: Browser.isInstalled, "chromium is not installed"))
struct ReportPictureTests {
    private func file(_ report: footfalld.Report) throws -> String {
        let path = NSTemporaryDirectory() + "report-\(UUID().uuidString).html"
        try Data(report.html.utf8).write(to: URL(filePath: path))
        return path
    }

    private var editions: [EventEdition] {
        let city = ReportCity()
        return [
            city.edition(name: "Een kermis met een heel lange naam, zoals kalenders ze soms hebben"),
            city.edition("two", zones: ["square", "mall"]), city.edition("days", 10..<70),
        ]
    }

    /// Texts of pictures that stick out of them, and whether the page is wider than its window.
    private static let overflow = """
        (() => {
          const out = [...document.querySelectorAll('svg.chart')].flatMap(svg => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(text => {
              const own = text.getBoundingClientRect();
              return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1;
            }).map(text => text.textContent);
          });
          if (document.documentElement.scrollWidth > innerWidth) out.push('page of ' + document.documentElement.scrollWidth);
          return out.join('; ');
        })()
        """

    @Test(
        "nothing sticks out, on a desk and on a telephone", arguments: [1_280, 390], ReportLanguage.allCases)
    func fits(width: Int, language: ReportLanguage) async throws {
        let path = try file(ReportCity().report(editions, language, isPrivate: true))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let browser = try await Browser(width: width)
        try await browser.open("file://\(path)")
        _ = try await browser.text(once: "event-impact/")
        #expect(try await browser.evaluate(Self.overflow) == "")
        #expect(
            try await browser.evaluate("document.querySelectorAll('svg[role=img]:not(:has(title))').length")
                == "0")
        #expect(try await browser.evaluate("document.documentElement.lang") == language.rawValue)
    }

    @Test("on paper each event begins on a page of its own")
    func paper() async throws {
        let path = try file(ReportCity().report(editions))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let browser = try await Browser()
        try await browser.open("file://\(path)")
        _ = try await browser.text(once: "event-impact/")
        let pdf = try await browser.paper()
        #expect(pdf.starts(with: Data("%PDF-".utf8)))
        // The summary, and at least one page for each event.
        let pages = String(decoding: pdf, as: UTF8.self).matches(of: #/\/Type\s*\/Page\b/#).count
        #expect((4...8).contains(pages), "\(pages) pages")
    }
}

@Suite("Where zones lie") struct ZoneShapesTests {
    @Test(
        "points and outlines are read, what is none is left out",
        arguments: [
            (#"{"type": "Point", "coordinates": [4.48, 51.02]}"#, [1]),
            (#"{"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 52], [4, 51]]]}"#, [4]),
            (
                #"{"type": "MultiPolygon", "coordinates": [[[[4, 51], [5, 51], [4, 51]]], [[[6, 51], [7, 51], [6, 51]]]]}"#,
                [3, 3]
            ),
            (#"{"type": "Point", "coordinates": [4.48]}"#, []),
            (#"{"type": "Point", "coordinates": ["a", "b"]}"#, []),
            (#"{"type": "Point", "coordinates": [400, 51]}"#, []), ("null", []),
        ])
    func geometry(geometry: String, points: [Int]) throws {
        let text = #"{"features": [{"geometry": \#(geometry), "properties": {"id": "square"}}]}"#
        let shapes = ZoneShapes(try YAMLFile(name: "zones.geojson").read(text))
        #expect(shapes.parts[ZoneID("square")]?.map(\.count) ?? [] == points)
    }
}

import Barometer
import Footfall
import Foundation
import Sinks
import Testing

@testable import footfalld

@Suite("A calendar that changes") struct CalendarChangeTests {
    private static let header = "id,zones,start,end\n"
    private static let fair = "fair,old-market,2026-07-01T10:00,2026-07-01T12:00\n"

    private func write(_ text: String, to name: String, _ folder: TestFolder) throws {
        let file = folder.url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private func begin() throws -> (folder: TestFolder, configuration: Configuration) {
        let folder = try TestFolder(["events.csv": Self.header + Self.fair])
        return (folder, try #require(folder.read().0))
    }

    @Test("is taken over as it is now, and nothing else of the folder")
    func taken() throws {
        let (folder, before) = try begin()
        #expect(before.editions.map(\.id.name) == ["fair"] && before.events.isWhole)
        try write(Self.header + Self.fair.replacing("fair", with: "ball"), to: "events/more.csv", folder)
        try write("this is no table", to: "sensors.csv", folder)
        let (found, problems) = before.withCalendars(of: folder.url.path(), environment: [:])
        let after = try #require(found)
        #expect(problems == [] && after.editions.map(\.id.name) == ["ball", "fair"])
        #expect(after.plan.calendar.events == after.editions.flatMap(\.calendarEvents))
        #expect(after.city.events.count == 2 && after.plan.sensors == before.plan.sensors)
        try write(Self.header, to: "events.csv", folder)
        try FileManager.default.removeItem(at: folder.url.appending(path: "events"))
        let none = try #require(before.withCalendars(of: folder.url.path(), environment: [:]).0)
        #expect(none.editions.isEmpty && none.events.isWhole && none.plan.calendar.events.isEmpty)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let told: String

        var testDescription: String { name + ": " + told }
    }

    private static let mistakes = [
        Mistake(
            name: "events.csv", text: header + "x,old-markt,2026-01-02,2026-01-03\n",
            told: "events.csv:2:3: zones: there is no zone 'old-markt'. Perhaps old-market was meant."),
        Mistake(
            name: "events.ics", text: "<html>404</html>",
            told: "'the file' is passed over: this is no iCalendar file."),
        Mistake(
            name: "events.json", text: "<html>404</html>",
            told: "'the file' is passed over: it is no JSON of UiTdatabank."),
        Mistake(name: "events.csv", text: "", told: "no calendar is there any more"),
    ]

    @Test("to something that cannot be read is refused, and says why", arguments: mistakes)
    func refused(_ mistake: Mistake) throws {
        let (folder, before) = try begin()
        try write(mistake.text, to: mistake.name, folder)
        if mistake.text.isEmpty {
            try FileManager.default.removeItem(at: folder.url.appending(path: mistake.name))
        }
        let (found, problems) = before.withCalendars(of: folder.url.path(), environment: [:])
        #expect(found == nil)
        #expect(problems.contains { $0.description.contains(mistake.told) }, "\(problems)")
    }
}

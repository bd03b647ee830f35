import Barometer
import Footfall
import Foundation
import Testing

@testable import footfalld

@Suite("Calendars of events") struct EventCalendarTests {
    private static let brussels = TimeZoneFile(environment: [:]).clock(named: "Europe/Brussels") ?? .utc
    private static let words = EventWords(
        locations: ["grote markt": ZoneID("old-market"), "2800": ZoneID("bruul")],
        kinds: ["0.6.0.0.0": "braderie"],
        zones: [
            (ZoneID("old-market"), Words(nl: "Oude Markt", en: "Old Market")),
            (ZoneID("bruul"), Words(nl: "Bruul", en: "Bruul")),
        ])

    private func iCalendar(_ events: String) -> (editions: [EventEdition], passedOver: [String]) {
        let text =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n"
            + events.split(separator: "\n").map { $0 + "\r\n" }.joined() + "END:VCALENDAR\r\n"
        var passedOver: [String] = []
        let drafts = ICalendarEvents(
            words: Self.words, clock: Self.brussels, timeZones: TimeZoneFile(environment: [:]),
            years: 2026...2026
        ).drafts(in: text) { passedOver.append("\($0): \($1)") }
        return (drafts.editions(Self.brussels), passedOver)
    }

    private static let market = """
        BEGIN:VEVENT
        UID:zaterdagmarkt@voorbeeldstad.example
        SEQUENCE:2
        DTSTART;TZID=Europe/Brussels:20260321T080000
        DTEND;TZID=Europe/Brussels:20260321T130000
        RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=3
        EXDATE;TZID=Europe/Brussels:20260404T080000
        SUMMARY;LANGUAGE=nl:Zaterdagmarkt
        LOCATION:Grote Markt
        CATEGORIES:markt
        END:VEVENT

        """

    @Test("a weekly market stays at eight o'clock over the clock change, one edition a week")
    func market() throws {
        let editions = iCalendar(Self.market).editions
        #expect(editions.map(\.id.name) == ["zaterdagmarkt-20260321", "zaterdagmarkt-20260328"])
        #expect(editions.allSatisfy { $0.series?.name == "zaterdagmarkt" && $0.kind == "markt" })
        #expect(editions.allSatisfy { $0.zones == [ZoneID("old-market")] && $0.name.nl == "Zaterdagmarkt" })
        let starts = ["2026-03-21T07:00:00Z", "2026-03-28T07:00:00Z"].map { EventTime($0) }
        #expect(editions.map(\.window.start) == starts)
        #expect(editions.map(\.window.length) == [.seconds(18_000), .seconds(18_000)])
    }

    @Test(
        "a rule that ends by Greenwich ends there, though the market goes by the town's clock",
        arguments: [("20260404T055959Z", 2), ("20260404T060000Z", 3), ("20260404T235959Z", 3)])
    func until(end: String, count: Int) {
        let market = Self.market.replacing("COUNT=3", with: "UNTIL=\(end)").replacing("EXDATE", with: "X-NOT")
        #expect(iCalendar(market).editions.count == count)
    }

    @Test("one occurrence is moved, and an older word on it does not count")
    func moved() {
        let moved = """
            BEGIN:VEVENT
            UID:zaterdagmarkt@voorbeeldstad.example
            SEQUENCE:3
            RECURRENCE-ID;TZID=Europe/Brussels:20260328T080000
            DTSTART;TZID=Europe/Brussels:20260329T090000
            DTEND;TZID=Europe/Brussels:20260329T140000
            END:VEVENT
            BEGIN:VEVENT
            UID:zaterdagmarkt@voorbeeldstad.example
            SEQUENCE:1
            RECURRENCE-ID;TZID=Europe/Brussels:20260328T080000
            DTSTART;TZID=Europe/Brussels:20260328T220000
            DTEND;TZID=Europe/Brussels:20260328T230000
            END:VEVENT

            """
        let editions = iCalendar(Self.market + moved).editions
        #expect(editions.map(\.id.name) == ["zaterdagmarkt-20260321", "zaterdagmarkt-20260329"])
        #expect(editions.last?.window.start == EventTime("2026-03-29T07:00:00Z"))
        #expect(editions.last?.series?.name == "zaterdagmarkt" && editions.last?.zones.count == 1)
    }

    @Test(
        "what cannot be placed or read is told with its name, and the rest is taken",
        arguments: [
            ("LOCATION:Ergens", "is no zone"), ("X-ZONE:nowhere", "is no zone"),
            ("X-ZONE:bruul\nRRULE:FREQ=HOURLY", "rule"),
        ])
    func passedOver(line: String, why: String) {
        let odd = """
            BEGIN:VEVENT
            UID:odd
            DTSTART:20260711T190000Z
            DURATION:PT5H
            \(line)
            END:VEVENT

            """
        let (editions, passedOver) = iCalendar(odd + Self.market)
        #expect(editions.count == 2 && passedOver.count == 1)
        #expect(passedOver.first?.hasPrefix("odd: ") == true && passedOver.first?.contains(why) == true)
    }

    @Test("cancelled is cancelled; days are days of the city; a UID without words takes the summary's")
    func kinds() {
        let events = """
            BEGIN:VEVENT
            UID:nachtmarkt
            STATUS:CANCELLED
            DTSTART:20260711T190000Z
            DURATION:PT5H
            X-ZONE:bruul
            END:VEVENT
            BEGIN:VEVENT
            UID:5b9d0a34-1c1e-4f5e-9f5c-0c8a2f6d7e11@x
            DTSTART;VALUE=DATE:20260328
            DTEND;VALUE=DATE:20260330
            SUMMARY:Braderie éénmalig
            X-ZONE:bruul old-market
            END:VEVENT

            """
        let editions = iCalendar(events).editions
        #expect(editions.map(\.id.name) == ["braderie-eenmalig-20260328"])
        #expect(editions.first?.series == nil && editions.first?.zones.count == 2)
        // Two days, the second of 23 hours.
        #expect(editions.first?.window.length == .seconds(47 * 3600))
    }

    private static let street = """
        {"@id":"https://io.uitdatabank.example/event/1","mainLanguage":"nl",
        "name":{"nl":"Braderie Bruul","en":"Bruul street sale"},
        "terms":[{"id":"0.6.0.0.0","label":"Beurs","domain":"eventtype"},{"id":"1.21.0.0.0","domain":"theme"}],
        "calendarType":"TYPE","startDate":"2026-06-19T10:00:00+02:00","endDate":"2026-06-21T18:00:00+02:00",
        "status":{"type":"Available"},"openingHours":[{"opens":"20:00","closes":"02:00","dayOfWeek":["friday"]}],
        "subEvent":[{"startDate":"2026-06-19T10:00:00+02:00","endDate":"2026-06-19T18:00:00+02:00"},
        {"startDate":"2026-06-20T10:00:00+02:00","endDate":"2026-06-20T18:00:00+02:00","status":{"type":"Unavailable"}}],
        "location":{"@id":"https://io.uitdatabank.example/place/9","address":{"nl":{"postalCode":"2800"}}},
        "workflowStatus":"APPROVED"}
        """

    private func uit(_ json: String) -> (editions: [EventEdition], passedOver: [String]) {
        var passedOver: [String] = []
        let drafts = UiTdatabankEvents(words: Self.words, clock: Self.brussels, years: 2026...2026)
            .drafts(in: Data(json.utf8)) { passedOver.append("\($0): \($1)") }
        return (drafts.editions(Self.brussels), passedOver)
    }

    @Test(
        "UiTdatabank's kinds of calendars",
        arguments: [
            ("single", ["2026-06-19T08:00:00Z/2026-06-21T16:00:00Z"]),
            ("multiple", ["2026-06-19T08:00:00Z/2026-06-19T16:00:00Z"]),
            ("periodic", ["2026-06-19T18:00:00Z/2026-06-20T00:00:00Z"]),
            ("permanent", []),
        ])
    func calendarTypes(type: String, windows: [String]) {
        let editions = uit(Self.street.replacing("TYPE", with: type)).editions
        #expect(editions.map { "\($0.window)" } == windows)
        #expect(editions.allSatisfy { $0.kind == "braderie" && $0.zones == [ZoneID("bruul")] })
        #expect(editions.allSatisfy { $0.name.en == "Bruul street sale" })
    }

    @Test(
        "UiTdatabank's drafts and cancellations are no events",
        arguments: [
            ("\"APPROVED\"", "\"DRAFT\""), ("\"APPROVED\"", "\"DELETED\""),
            ("\"status\":{\"type\":\"Available\"}", "\"status\":{\"type\":\"TemporarilyUnavailable\"}"),
        ])
    func dropped(old: String, new: String) {
        let json = Self.street.replacing("TYPE", with: "single").replacing(old, with: new)
        #expect(uit(json).editions.isEmpty)
    }

    @Test("a page of results is read event by event, and what is wrong is told")
    func page() {
        let good = Self.street.replacing("TYPE", with: "single")
        let elsewhere = good.replacing("2800", with: "9000")
        let (editions, passedOver) = uit("{\"member\":[\(good),{\"@id\":\"x\"},\(elsewhere)]}")
        #expect(editions.count == 1 && passedOver.count == 2)
        #expect(uit("[\(good),\(good)]").editions.map(\.id.name).last == "braderie-bruul-20260619-2")
        #expect(uit("nonsense").passedOver.count == 1)
    }

    @Test(
        "slugs are for addresses",
        arguments: [
            ("Sint-Niklaasmarkt & Co.", "sint-niklaasmarkt-co"), ("Éénmalig", "eenmalig"), ("--", ""),
            (String(repeating: "ab ", count: 40), String(repeating: "ab-", count: 16).dropLast().description),
        ])
    func slug(text: String, slug: String) {
        #expect(text.slug == slug)
        #expect(text.slug.isEmpty || EventID(text.slug).isSlug)
    }
}

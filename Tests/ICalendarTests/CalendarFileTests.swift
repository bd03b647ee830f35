import Testing

@testable import ICalendar

@Suite("An iCalendar file") struct CalendarFileTests {
    private static let year = CalendarFile.Horizon(years: 2026...2026)

    private func file(_ events: String, horizon: CalendarFile.Horizon = year) -> CalendarFile {
        CalendarFile(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n"
                + events.split(separator: "\n").map { $0 + "\r\n" }.joined() + "END:VCALENDAR\r\n",
            horizon: horizon)
    }

    private func event(_ lines: String, uid: String = "a@example.org") -> String {
        "BEGIN:VEVENT\nUID:\(uid)\nDTSTAMP:20260101T000000Z\n\(lines)\nEND:VEVENT\n"
    }

    private func starts(_ lines: String) throws -> [String] {
        let file = file(event(lines))
        #expect(file.problems == [])
        return try #require(file.entries.first).starts.map {
            "\($0.month)-\($0.day) \($0.second / 3600)"
        }
    }

    @Test("tells one event with all that was written of it")
    func one() throws {
        let entry = try #require(
            file(
                event(
                    """
                    SEQUENCE:3
                    DTSTART;TZID=Europe/Brussels:20260314T080000
                    DTEND;TZID=Europe/Brussels:20260314T130000
                    SUMMARY;LANGUAGE=nl:Markt\\, en een lang stuk dat over de re
                     gel gaat\\; met tekens
                    LOCATION:Grote Markt
                    CATEGORIES:markt,eten
                    X-ZONE:grote-markt
                    """)
            ).entries.first)
        #expect(entry.uid == "a@example.org" && entry.sequence == 3 && !entry.isRecurring)
        #expect(entry.summary == "Markt, en een lang stuk dat over de regel gaat; met tekens")
        #expect(entry.location == "Grote Markt" && entry.categories == ["markt", "eten"])
        #expect(entry.others == ["X-ZONE": "grote-markt"] && !entry.isCancelled && entry.replaces == nil)
        #expect(
            entry.starts == [
                .init(year: 2026, month: 3, day: 14, second: 28_800, place: .zone("Europe/Brussels"))
            ])
        #expect(entry.length == .clock(days: 0, seconds: 18_000))
    }

    @Test(
        "repeats by its rule, by the face of the clock",
        arguments: [
            ("RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=3", ["3-14 8", "3-21 8", "3-28 8"]),
            ("RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260410T080000", ["3-14 8", "3-28 8"]),
            ("RRULE:FREQ=MONTHLY;BYDAY=-1SA;COUNT=3", ["3-14 8", "3-28 8", "4-25 8", "5-30 8"]),
            (
                "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Brussels:20260315T080000",
                ["3-14 8", "3-16 8", "3-17 8"]
            ),
            ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260315", ["3-14 8", "3-16 8"]),
            ("RDATE;TZID=Europe/Brussels:20260401T090000,20260402T100000", ["3-14 8", "4-1 9", "4-2 10"]),
            ("RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=11", ["3-14 8", "7-11 8"]),
        ])
    func recurrence(rule: String, days: [String]) throws {
        let start = "DTSTART;TZID=Europe/Brussels:20260314T080000\nDURATION:PT5H\n"
        #expect(try starts(start + rule) == days)
    }

    @Test(
        "lasts as it says",
        arguments: [
            ("DTSTART;VALUE=DATE:20260619\nDTEND;VALUE=DATE:20260622", .clock(days: 3, seconds: 0)),
            ("DTSTART;VALUE=DATE:20260619", .clock(days: 1, seconds: 0)),
            ("DTSTART;VALUE=DATE:20260619\nDURATION:P2D", .clock(days: 2, seconds: 0)),
            ("DTSTART:20260711T190000Z\nDURATION:PT5H", .seconds(18_000)),
            ("DTSTART:20261231T210000Z\nDTEND:20270101T020000Z", .clock(days: 1, seconds: -68_400)),
        ] as [(String, CalendarEntry.Length)])
    func length(lines: String, length: CalendarEntry.Length) {
        #expect(file(event(lines)).entries.first?.length == length)
    }

    @Test(
        "takes no event by half",
        arguments: [
            "DTSTART:20260314T080000Z", "DTSTART:20260314T080000Z\nDTEND:20260314T070000Z",
            "DTSTART:20260314T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYMOON=3",
            "DTSTART:20260314T080000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "SUMMARY:nothing",
            "DTSTART:20260230T080000Z\nDURATION:PT1H",
            "DTSTART;TZID=Europe/Brussels:20260314T080000\nDTEND:20260314T130000Z",
        ])
    func refused(lines: String) {
        let file = file(event(lines) + event("DTSTART:20260314T080000Z\nDURATION:PT1H", uid: "b"))
        #expect(file.entries.map(\.uid) == ["b"])
        #expect(file.problems.count == 1 && file.problems.first?.uid == "a@example.org")
    }

    @Test("a rule without end is bounded by the horizon, one that comes too often is a problem")
    func bounds() {
        let daily = event("DTSTART:20200101T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY")
        #expect(file(daily).entries.first?.starts.count == 365)
        let short = CalendarFile.Horizon(years: 2026...2026, occurrences: 100)
        #expect(file(daily, horizon: short).problems.first?.problem == "it comes more than 100 times")
        let never = event(
            "DTSTART:20260101T080000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
        #expect(file(never).entries.first?.starts.count ?? 0 <= 1)
    }

    @Test("a clock of the file's own is asked when nobody else knows it")
    func ownClock() throws {
        let zone = """
            BEGIN:VTIMEZONE
            TZID:Town Hall
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:+0130
            TZOFFSETTO:+0130
            END:STANDARD
            END:VTIMEZONE

            """
        let file = file(zone + event("DTSTART;TZID=Town Hall:20260314T080000\nDURATION:PT1H"))
        let start = try #require(file.entries.first?.starts.first)
        #expect(start.place == .zone("Town Hall"))
        #expect(file.seconds(at: start) == 1_773_469_800)
    }

    @Test("what is no calendar is a problem", arguments: ["", "hello", "BEGIN:VCALENDAR", "{\"a\":1}"])
    func noCalendar(text: String) {
        let file = CalendarFile(text, horizon: Self.year)
        #expect(file.entries == [])
    }
}
